// Whatever bytes come: no crash, no hang, every record counted, the same with any number of
// threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "engine/policy/policy_parser.h"
#include "simulator/replay/trail_replayer.h"
#include "tests/replay/trail_samples.h"

namespace deputy {
namespace {

using namespace trail;

class Fixture {
 public:
  Fixture() {
    Diagnostics diagnostics;
    policy_ = *ParsePolicyText(Trust({{"AWS", {kMine, kVendor}}, {"Service", "rds.amazonaws.com"}},
                                     {{"StringEqualsIfExists", {{"aws:SourceAccount", kMine}}},
                                      {"StringLike", {{"sts:RoleSessionName", "*"}}}})
                                   .dump(),
                               PolicyType::kTrust, diagnostics);
    roles_.SetToday(Role("r"), {&policy_, ""});
    roles_.Finish();
  }

  ReplayTally Replay(const std::string& bytes, int threads) const {
    const OutcomeDecider decider(map_, {});
    ReplayOptions options;
    options.roles = &roles_;
    options.map = &map_;
    options.decider = &decider;
    options.threads = threads;
    TrailReplayer replayer(options);
    size_t at = 0;
    EXPECT_TRUE(replayer
                    .Run("trail",
                         [&](char* data, size_t size) -> absl::StatusOr<size_t> {
                           const size_t count = std::min(size, bytes.size() - at);
                           std::memcpy(data, bytes.data() + at, count);
                           at += count;
                           return count;
                         })
                    .ok());
    ReplayTally tally;
    EXPECT_TRUE(replayer.Finish(tally).ok());
    return tally;
  }

 private:
  Policy policy_;
  RolePolicies roles_;
  SourceMap map_;
};

Json Samples() {
  return {Service(1, "rds.amazonaws.com", "r"),
          Event(2, UserIdentity("alice"), "r"),
          Event(3, SessionIdentity("app", "s"), "r"),
          CallerSide(4, "r", 1),
          RoleSide(4, "r", 1),
          Denied(5, UserIdentity("mallory"), "r"),
          Service(6, "rds.amazonaws.com", "other")};
}

TEST(HostileTrail, BytesThatWereChanged) {
  const Fixture fixture;
  const std::string shapes[] = {Lines(Samples()), Json{{"Records", Samples()}}.dump(),
                                Samples().dump(1)};
  std::mt19937 random(11);
  for (int trial = 0; trial < 600; ++trial) {
    SCOPED_TRACE(trial);
    std::string bytes = shapes[trial % 3];
    for (size_t changes = 1 + random() % 4; changes > 0; --changes) {
      const size_t at = random() % bytes.size();
      static constexpr char kBytes[] = "{}[]\",:\\\n0u\xff\x1f";
      switch (random() % 3) {
        case 0:
          bytes[at] = kBytes[random() % (sizeof(kBytes) - 1)];
          break;
        case 1:
          bytes.erase(at, 1 + random() % 40);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 60));
      }
      if (bytes.empty()) bytes = "x";
    }
    const ReplayTally tally = fixture.Replay(bytes, 1);
    const ReplayCounts& counts = tally.counts;
    int64_t calls = 0;
    for (const auto& [key, seen] : tally.classes.kept()) calls += seen.calls;
    EXPECT_EQ(counts.records, calls + counts.other_events + counts.failed + counts.without_role +
                                  counts.unknown_roles + counts.bad_records)
        << bytes;
    if (trial % 10 == 0) {
      EXPECT_EQ(fixture.Replay(bytes, 3).ToJson(), tally.ToJson());
    }
  }
}

TEST(HostileTrail, AMillionBadLinesTakeNoLongerThanGoodOnes) {
  const Fixture fixture;
  std::string bytes;
  for (int i = 0; i < 1000000; ++i) bytes += "x\n";
  const ReplayTally tally = fixture.Replay(bytes, 2);
  EXPECT_EQ(tally.counts.bad_records, 1000000);
  EXPECT_EQ(tally.problems.kept().size(), kMostProblems);
  EXPECT_EQ(tally.problems.kept().rbegin()->first.line, 100);
}

TEST(HostileTrail, MoreBlocksThanOne) {
  const Fixture fixture;
  std::string lines;
  std::string array = "{\"Records\":[";
  for (int i = 0; i < 6000; ++i) {
    const std::string event =
        Service(i, i % 3 == 0 ? "rds.amazonaws.com" : "dms.amazonaws.com", "r").dump();
    lines += event + "\n";
    array += (i == 0 ? "" : ",") + event;
  }
  ASSERT_GT(lines.size(), size_t{4} << 20);
  const std::string one = fixture.Replay(lines, 1).ToJson();
  EXPECT_EQ(fixture.Replay(lines, 4).ToJson(), one);
  EXPECT_EQ(fixture.Replay(array + "]}", 4).ToJson(), one);
}

}  // namespace
}  // namespace deputy
