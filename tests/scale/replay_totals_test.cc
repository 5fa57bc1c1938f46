// `deputy replay` comes to what the generator says a trail holds.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/process.h"
#include "tests/support/trail/trail.h"

namespace deputy::trail {
namespace {

using nlohmann::json;

// The arguments of a replay of these trails, written as files.
std::vector<std::string> Replay(const Trail& trail, const std::string& name) {
  std::vector<std::string> arguments = {"replay", "--format", "json", "--roles"};
  arguments.push_back(
      WriteTemporary(absl::StrCat(name, "-roles.json"), trail.roles().AuthorizationDetails()));
  for (int64_t file = 0; file < trail.files(); ++file)
    arguments.push_back(WriteTemporary(absl::StrCat(name, "-", file, ".json"), trail.Text(file)));
  return arguments;
}

TEST(ReplayTotalsTest, AreThoseOfTheTrail) {
  const Trail trail({.events = 12000, .events_per_file = 1500, .assuming = 300, .accounts = 4});
  const json expected = json::parse(trail.ExpectedJson());
  const ProcessResult result = RunDeputy(Replay(trail, "totals"));
  ASSERT_EQ(result.err, "");
  const json answer = json::parse(result.out);
  EXPECT_EQ(answer["complete"], true);
  EXPECT_EQ(answer["counts"]["records"], expected["events"]);
  EXPECT_EQ(answer["counts"]["otherEvents"],
            expected["events"].get<int64_t>() - expected["records"].get<int64_t>());
  EXPECT_EQ(answer["counts"]["unknownRoles"], expected["answers"]["unknownRole"]);
  EXPECT_EQ(answer["counts"]["badRecords"], 0);
  EXPECT_EQ(answer["totals"]["copies"],
            expected["records"].get<int64_t>() - expected["calls"].get<int64_t>());
  EXPECT_EQ(answer["totals"]["unpaired"], 0);

  std::map<std::string, int64_t> decisions;
  std::map<std::string, int64_t> recorded;
  for (const json& call : answer["calls"]) {
    decisions[call["today"]["decision"]] += call["calls"].get<int64_t>();
    recorded[call["recorded"]] += call["calls"].get<int64_t>();
    EXPECT_NE(call["verdict"], "broken") << call.dump(1);
    EXPECT_NE(call["verdict"], "newlyAllowed") << call.dump(1);
  }
  EXPECT_EQ(decisions["allowed"], expected["answers"]["allowed"]);
  EXPECT_EQ(decisions["denied"], expected["answers"]["denied"]);
  EXPECT_EQ(decisions["depends"], expected["answers"]["dependsOn"]);
  EXPECT_EQ(recorded["denied"], expected["denied"]);
}

TEST(ReplayTotalsTest, AreTheSameByOneThreadAndByMany) {
  const Trail trail({.events = 6000, .events_per_file = 700, .assuming = 500, .accounts = 4});
  std::vector<std::string> arguments = Replay(trail, "threads");
  arguments.insert(arguments.end(), {"--threads", "1"});
  const ProcessResult one = RunDeputy(arguments);
  ASSERT_FALSE(one.out.empty());
  for (const char* threads : {"2", "3", "16"}) {
    arguments.back() = threads;
    EXPECT_EQ(RunDeputy(arguments).out, one.out) << threads;
  }
}

TEST(ReplayTotalsTest, AreTheSameForRecordsInAListAndOnLines) {
  TrailOptions options = {.events = 2000, .events_per_file = 700, .assuming = 500, .accounts = 4};
  const ProcessResult listed = RunDeputy(Replay(Trail(options), "listed"));
  options.lines = true;
  const ProcessResult on_lines = RunDeputy(Replay(Trail(options), "lines"));
  EXPECT_EQ(listed.out, on_lines.out);
  EXPECT_EQ(listed.exit_code, on_lines.exit_code);
}

}  // namespace
}  // namespace deputy::trail
