// The n-th read, write and what else a command asks of the machine fails, for every n, through the
// binary. And the n-th allocation: once for each place that asks for memory, told by eight return
// addresses, or for every n with DEPUTY_FAULT_EVERY=1. For what has threads or writes files, which
// takes a process for each n: the last of them, and a growing step before.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/faults/commands.h"

namespace deputy::faults {
namespace {

std::string Named(const testing::TestParamInfo<Command>& command) {
  std::string name;
  for (const char c : command.param.name) name += std::isalnum(c) != 0 ? c : '_';
  return name;
}

long tried = 0;

class Told : public testing::Environment {
  void TearDown() override {
    std::printf("%ld calls failed, each in a run of its own\n", tried);
    RemoveFolder();
  }
};
[[maybe_unused]] const testing::Environment* const kTold =
    testing::AddGlobalTestEnvironment(new Told);

class NthCall : public testing::TestWithParam<Command> {
 protected:
  void SetUp() override {
    whole_ = RunWith(GetParam(), {});
    ASSERT_GE(whole_.exit_code, 0);
    ASSERT_NE(whole_.exit_code, 4) << whole_.err;
  }

  // With the fault at n = 1, 2, 3 … until there is no such call; `harmless` ones change nothing.
  void Try(Fault fault, bool harmless) {
    const long calls = whole_.counts.calls[static_cast<int>(fault.calls)];
    for (fault.at = 1; fault.at <= calls && !HasFailure(); ++fault.at) {
      SCOPED_TRACE(absl::StrCat("kind ", static_cast<int>(fault.calls), ", n = ", fault.at, " of ",
                                calls, ", error ", fault.error,
                                fault.lasts != 0 ? " from then on" : ""));
      const Ended ended = RunWith(GetParam(), fault);
      if (harmless) {
        ExpectUnchanged(whole_, ended);
      } else {
        ExpectNoHarm(GetParam(), fault, whole_, ended);
      }
      ++tried;
    }
  }

  Ended whole_;
};

TEST_P(NthCall, Fails) {
  for (const int lasts : {0, 1}) {
    Try({Calls::kRead, 0, EIO, lasts}, false);
    Try({Calls::kWrite, 0, ENOSPC, lasts}, false);
    Try({Calls::kOpen, 0, EMFILE, lasts}, false);
  }
  for (const Calls calls :
       {Calls::kClose, Calls::kStat, Calls::kSync, Calls::kRename, Calls::kList})
    Try({calls, 0, EIO}, false);
}

TEST_P(NthCall, IsInterruptedOrShort) {
  for (const Calls calls :
       {Calls::kRead, Calls::kWrite, Calls::kOpen, Calls::kClose, Calls::kSync, Calls::kPoll})
    Try({calls, 0, EINTR}, true);
  Try({Calls::kRead, 0, kShort}, true);
  Try({Calls::kRead, 0, kShort, 1}, true);
  Try({Calls::kWrite, 0, kShort}, true);
}

// What a command can do without: threads, the mode of a file, waiting for input.
TEST_P(NthCall, FailsAndIsDoneWithout) {
  for (const int lasts : {0, 1}) {
    Try({Calls::kThread, 0, EAGAIN, lasts}, true);
    Try({Calls::kPoll, 0, ENOMEM, lasts}, true);
  }
  Try({Calls::kMode, 0, EPERM}, true);
}

INSTANTIATE_TEST_SUITE_P(Plain, NthCall, testing::ValuesIn(PlainCommands()), Named);
INSTANTIATE_TEST_SUITE_P(Other, NthCall, testing::ValuesIn(OtherCommands()), Named);

constexpr long kBegun = 3180;  // allocations before a command's own work

class NthAllocation : public NthCall {
 protected:
  bool IsFirst() const { return GetParam().name == PlainCommands()[0].name; }

  // What comes before the command's own work is the same for all: of the first command each n is
  // tried, those before main as well.
  Fault OfItsOwn(int lasts) const {
    if (IsFirst()) return {Calls::kAllocate, 1, ENOMEM, lasts, kForkedEvery, 1};
    return {Calls::kAllocate, kBegun, ENOMEM, lasts, Every() ? kForkedEvery : kForkedPlaces};
  }

  void Try(const Fault& fault) {
    const std::vector<EndedAt> all = RunForked(GetParam(), fault, whole_);
    EXPECT_GT(all.size(), 10u);
    for (const EndedAt& one : all) {
      SCOPED_TRACE(
          absl::StrCat("allocation ", one.n, fault.lasts != 0 ? " and all that follow" : ""));
      ExpectNoHarm(GetParam(), fault, whole_, one.ended);
      ++tried;
      if (HasFailure()) break;
    }
  }
};

TEST_P(NthAllocation, Fails) { Try(OfItsOwn(0)); }

// After the first that is asked for by `operator new` none follow: then the program ends. So this
// is about what libraries do.
TEST_P(NthAllocation, FailsAndAllThatFollow) {
  if (Every() || absl::StrContains(GetParam().name, " of ")) Try(OfItsOwn(1));
}

INSTANTIATE_TEST_SUITE_P(Plain, NthAllocation, testing::ValuesIn(PlainCommands()), Named);

class NthAllocationOfAProcess : public NthCall {};

// From the last on, as files are written at the end.
TEST_P(NthAllocationOfAProcess, Fails) {
  const long calls = whole_.counts.calls[static_cast<int>(Calls::kAllocate)];
  ASSERT_GT(calls, kBegun);
  const long near = Every() ? 1000 : 8;
  for (long back = 0, step = 1; calls - back > (Every() ? 0 : kBegun); back += step) {
    if (back > near) step = 1 + (back - near) / 4;
    const Fault fault = {Calls::kAllocate, calls - back, ENOMEM};
    SCOPED_TRACE(absl::StrCat("allocation ", fault.at, " of ", calls));
    ExpectNoHarm(GetParam(), fault, whole_, RunWith(GetParam(), fault));
    ++tried;
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Other, NthAllocationOfAProcess, testing::ValuesIn(OtherCommands()), Named);

}  // namespace
}  // namespace deputy::faults
