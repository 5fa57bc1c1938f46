#include "tests/support/trail/trail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"

namespace deputy::trail {
namespace {

using nlohmann::json;
using testing::EndsWith;
using testing::MatchesRegex;

bool AssumesRole(const json& record) {
  return record["eventSource"] == "sts.amazonaws.com" &&
         absl::StartsWith(record["eventName"].get<std::string>(), "AssumeRole");
}

std::vector<json> RecordsOf(const Trail& trail) {
  std::vector<json> records;
  for (int64_t file = 0; file < trail.files(); ++file) {
    const json contents = json::parse(trail.Text(file));
    for (const json& record : contents["Records"]) records.push_back(record);
  }
  return records;
}

TEST(TrailTest, HoldsWhatItSaysItHolds) {
  const Trail trail({.events = 5000, .events_per_file = 1500, .assuming = 200, .accounts = 4});
  const json expected = json::parse(trail.ExpectedJson());
  const std::vector<json> records = RecordsOf(trail);
  EXPECT_EQ(records.size(), 5000U);
  EXPECT_EQ(trail.files(), 4);
  int64_t assuming = 0;
  int64_t denied = 0;
  int64_t seconds = 0;  // records of calls that another record tells already
  std::set<std::string> shared;
  std::set<std::string> events;
  for (const json& record : records) {
    EXPECT_TRUE(events.insert(record["eventID"]).second);
    if (!AssumesRole(record)) continue;
    ++assuming;
    if (record.contains("errorCode")) {
      ++denied;
      EXPECT_TRUE(record["requestParameters"].is_null());
      EXPECT_FALSE(record.contains("resources"));
      EXPECT_THAT(record["errorMessage"].get<std::string>(),
                  MatchesRegex("User: arn:.* on resource: arn:aws:iam::[0-9]*:role/.*"));
    }
    if (record.contains("sharedEventID") && !shared.insert(record["sharedEventID"]).second)
      ++seconds;
  }
  EXPECT_EQ(assuming, expected["records"]);
  EXPECT_EQ(assuming - seconds, expected["calls"]);
  EXPECT_EQ(denied, expected["denied"]);
  EXPECT_GT(seconds, 0);
  int64_t answers = 0;
  for (const auto& [answer, count] : expected["answers"].items()) answers += count.get<int64_t>();
  EXPECT_EQ(answers, expected["calls"]);
}

TEST(TrailTest, ARoleOfEveryCallIsInTheRolesOrSaidToBeUnknown) {
  const Trail trail({.events = 4000, .events_per_file = 1000, .assuming = 1000, .accounts = 4});
  std::map<std::string, json> roles;
  const json details = json::parse(trail.roles().AuthorizationDetails());
  for (const json& role : details["RoleDetailList"])
    EXPECT_TRUE(roles.emplace(role["Arn"], role["AssumeRolePolicyDocument"]).second);
  EXPECT_EQ(roles.size(), 800U);
  int64_t unknown = 0;
  for (const json& record : RecordsOf(trail)) {
    if (record["requestParameters"].is_null()) continue;
    if (roles.count(record["requestParameters"]["roleArn"]) == 0) ++unknown;
  }
  EXPECT_EQ(unknown, json::parse(trail.ExpectedJson())["answers"]["unknownRole"]);
}

TEST(TrailTest, TwoAccountsRecordACallBetweenThemInFilesOfTheirOwn) {
  const Trail trail({.events = 2000, .events_per_file = 1000, .assuming = 1000, .accounts = 2});
  std::map<std::string, json> callers;
  std::map<std::string, json> owners;
  for (int64_t file = 0; file < 2; ++file) {
    const json contents = json::parse(trail.Text(file));
    for (const json& record : contents["Records"]) {
      if (record["userIdentity"]["type"] == "AWSAccount") owners[record["sharedEventID"]] = record;
      if (record["userIdentity"]["type"] == "IAMUser" && record.contains("sharedEventID"))
        callers[record["sharedEventID"]] = record;
    }
  }
  ASSERT_FALSE(callers.empty());
  ASSERT_EQ(callers.size(), owners.size());
  for (const auto& [id, caller] : callers) {
    const json& owner = owners[id];
    EXPECT_NE(caller["recipientAccountId"], owner["recipientAccountId"]);
    EXPECT_EQ(caller["requestParameters"], owner["requestParameters"]);
    EXPECT_EQ(caller["userIdentity"]["principalId"], owner["userIdentity"]["principalId"]);
    EXPECT_EQ(owner["resources"][0]["accountId"], owner["recipientAccountId"]);
    EXPECT_FALSE(owner["userIdentity"].contains("arn"));
  }
}

TEST(TrailTest, SizesAndProportionsAreThoseOfRecordedEvents) {
  const Trail trail({.events = 20000});
  int64_t size = 0;
  int64_t assuming = 0;
  int64_t assuming_size = 0;
  for (const json& record : RecordsOf(trail)) {
    const auto bytes = static_cast<int64_t>(record.dump().size());
    size += bytes;
    if (!AssumesRole(record)) continue;
    ++assuming;
    assuming_size += bytes;
  }
  EXPECT_EQ(assuming, 340);
  EXPECT_NEAR(static_cast<double>(size) / 20000, 1260, 100);
  EXPECT_NEAR(static_cast<double>(assuming_size) / 340, 2300, 150);
}

TEST(TrailTest, IsTheSameForASeedInAnyOrderAndAnotherForAnother) {
  const Trail one({.events = 3000, .events_per_file = 1000});
  const Trail same({.events = 3000, .events_per_file = 1000});
  const Trail other({.events = 3000, .events_per_file = 1000, .seed = 2});
  const std::string last = one.Text(2);
  EXPECT_EQ(one.Text(0), same.Text(0));
  EXPECT_EQ(last, same.Text(2));
  EXPECT_NE(one.Text(0), other.Text(0));
  EXPECT_EQ(one.Path(2), same.Path(2));
  std::set<std::string> paths;
  const Trail many({.events = 1000, .events_per_file = 1});
  for (int64_t file = 0; file < many.files(); ++file) paths.insert(many.Path(file));
  EXPECT_EQ(paths.size(), 1000U);
  EXPECT_THAT(*paths.begin(), MatchesRegex("AWSLogs/[0-9]+/CloudTrail/[-a-z0-9]+/2023/07/1[0-9]/"
                                           "[0-9]+_CloudTrail_.*Z_[0-9a-f]+\\.json"));
}

TEST(TrailTest, LinesHoldTheSameRecords) {
  TrailOptions options = {.events = 500, .events_per_file = 500, .assuming = 500};
  const json records = json::parse(Trail(options).Text(0))["Records"];
  options.lines = true;
  std::istringstream lines(Trail(options).Text(0));
  EXPECT_THAT(Trail(options).Path(0), EndsWith(".jsonl"));
  size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count)
    EXPECT_EQ(json::parse(line), records[count]);
  EXPECT_EQ(count, 500U);
}

}  // namespace
}  // namespace deputy::trail
