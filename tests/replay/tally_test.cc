// Parts add up to the same, however the records were divided and in whatever order they come.
#include "simulator/replay/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "simulator/replay/role_policies.h"

namespace deputy {
namespace {

struct Sum {
  int64_t sum = 0;
  void Add(const Sum& other) { sum += other.sum; }
};

TEST(Lowest, KeepsTheSameWhateverTheOrder) {
  std::mt19937 random(7);
  std::vector<int> keys(300);
  for (int& key : keys) key = static_cast<int>(random() % 60);
  int64_t handed_on_first = -1;
  std::map<int, int64_t> first;
  for (int trial = 0; trial < 50; ++trial) {
    std::shuffle(keys.begin(), keys.end(), random);
    Lowest<int, Sum> parts[3] = {Lowest<int, Sum>(10), Lowest<int, Sum>(10), Lowest<int, Sum>(10)};
    int64_t handed_on = 0;
    const auto count = [&](int, const Sum& sum) { handed_on += sum.sum; };
    for (const int key : keys) parts[random() % 3].Add(key, {1}, count);
    Lowest<int, Sum> all(10);
    for (const Lowest<int, Sum>& part : parts) all.AddAll(part, count);
    std::map<int, int64_t> kept;
    for (const auto& [key, sum] : all.kept()) kept[key] = sum.sum;
    EXPECT_TRUE(all.overflowed());
    EXPECT_EQ(kept.size(), 10u);
    if (trial == 0) {
      first = kept;
      handed_on_first = handed_on;
    }
    EXPECT_EQ(kept, first);
    EXPECT_EQ(handed_on, handed_on_first);
  }
}

CallClass Class(const std::string& role, const std::string& caller, ReplayDecision decision) {
  CallClass call;
  call.role = role;
  call.caller = {"IAMUser", caller, ""};
  call.today.decision = decision;
  return call;
}

struct Record {
  CallClass call;
  std::string time;
  PairSide side = PairSide::kNone;
  std::string shared_id;
};

std::vector<Record> SomeRecords(std::mt19937& random) {
  std::vector<Record> records;
  for (int i = 0; i < 200; ++i) {
    const auto side = static_cast<PairSide>(random() % 3);
    const auto decision = static_cast<ReplayDecision>(random() % 4);
    records.push_back(
        {Class("r" + std::to_string(random() % 3), "c" + std::to_string(random() % 4), decision),
         "2023-07-10T11:00:" + std::to_string(10 + random() % 50) + "Z", side,
         random() % 2 == 0
             ? "aaaaaaaa-0000-4000-8000-0000000000" + std::to_string(10 + random() % 40)
             : "not a uuid " + std::to_string(random() % 40)});
  }
  return records;
}

TEST(Tally, AnyDivisionAndAnyOrderGiveTheSameBytes) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<Record> records = SomeRecords(random);
    std::string expected;
    int64_t calls = 0;
    for (int trial = 0; trial < 5; ++trial) {
      std::vector<ReplayTally> parts(1 + random() % 6);
      for (const Record& record : records) {
        ReplayTally& part = parts[random() % parts.size()];
        ++part.counts.records;
        part.AddCall(KeyOf(record.call), record.time, record.side, record.shared_id);
        if (record.call.role == "r2") part.AddUnknownRole(record.call.role);
      }
      std::shuffle(parts.begin(), parts.end(), random);
      while (parts.size() > 1) {  // in any grouping, and through their text
        const size_t at = random() % (parts.size() - 1);
        Diagnostics diagnostics;
        const auto again = ReadPart(parts[at + 1].ToJson(), diagnostics);
        ASSERT_TRUE(again);
        parts[at].Add(*again);
        parts.erase(parts.begin() + static_cast<ptrdiff_t>(at) + 1);
      }
      const ReplayTally::Resolved resolved = parts[0].Resolve();
      int64_t sum = 0;
      for (const auto& [call, seen] : resolved.calls) sum += seen.calls;
      EXPECT_EQ(sum + resolved.copies, 200);
      if (trial == 0) {
        expected = parts[0].ToJson();
        calls = sum;
      }
      EXPECT_EQ(parts[0].ToJson(), expected);
      EXPECT_EQ(sum, calls);
      std::shuffle(records.begin(), records.end(), random);
    }
  }
}

TEST(Tally, ACopyCountsOnceAndOnlyBesideTheCallersRecord) {
  const CallClass own = Class("r", "session", ReplayDecision::kAllowed);
  const CallClass copy = Class("r", "444455556666", ReplayDecision::kDepends);
  ReplayTally tally;
  tally.AddCall(KeyOf(copy), "t1", PairSide::kRole, "id-1");
  tally.AddCall(KeyOf(own), "t1", PairSide::kCaller, "id-1");
  tally.AddCall(KeyOf(copy), "t2", PairSide::kRole, "id-2");  // the caller's trail is not here
  tally.AddCall(KeyOf(own), "t3", PairSide::kCaller, "id-3");
  const ReplayTally::Resolved resolved = tally.Resolve();
  EXPECT_EQ(resolved.copies, 1);
  EXPECT_EQ(resolved.unpaired, 0);
  ASSERT_EQ(resolved.calls.size(), 2u);
  EXPECT_EQ(resolved.calls[0].first.caller.name, "444455556666");
  EXPECT_EQ(resolved.calls[0].second.calls, 1);
  EXPECT_EQ(resolved.calls[1].second.calls, 2);
}

TEST(Tally, BeyondTheBoundTheCountsStayWhole) {
  ReplayTally tally;
  const int count = static_cast<int>(kMostClasses) + 500;
  for (int i = 0; i < count; ++i) {
    tally.AddCall(KeyOf(Class("r", std::to_string(i), ReplayDecision::kAllowed)), "t",
                  PairSide::kNone, "");
  }
  EXPECT_EQ(tally.classes.kept().size(), kMostClasses);
  ASSERT_EQ(tally.beyond.size(), 1u);
  EXPECT_EQ(tally.beyond.begin()->second, 500);
}

TEST(Tally, WhatIsNoPartIsRefused) {
  const std::string good = ReplayTally().ToJson();
  Diagnostics none;
  EXPECT_TRUE(ReadPart(good, none));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"deputy-replay-part", "deputy-replay"},
           {"\"version\":1", "\"version\":2"},
           {"\"records\":0", "\"records\":-1"},
           {"\"records\":0,", ""},
           {"\"pairs\":[]", "\"pairs\":[\"x\"]"},
           {"\"callsBeyond\":[]", "\"callsBeyond\":[[0,9,9,1]]"},
           {"\"calls\":[]", "\"calls\":[{}]"},
           {"}\n", ""}}) {
    std::string bad = good;
    ASSERT_NE(bad.find(from), std::string::npos) << from;
    bad.replace(bad.rfind(from) == bad.size() - 2 ? bad.rfind(from) : bad.find(from), from.size(),
                to);
    Diagnostics diagnostics;
    EXPECT_FALSE(ReadPart(bad, diagnostics)) << bad;
    EXPECT_TRUE(diagnostics.has_errors()) << bad;
  }
}

}  // namespace
}  // namespace deputy
