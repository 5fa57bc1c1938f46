// Output files are whole or absent, wherever writing them ends: at each size that a disk may have
// left, at an interrupt, at a reader that goes away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "tests/support/process.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;

// An empty folder as working directory of the script. Not removed by a trap of the script: a child
// of the shell that is killed before it becomes deputy would run that too.
ProcessResult InFolder(const std::string& script, const std::string& input = "") {
  std::string folder = testing::TempDir() + "deputy_fault_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return {};
  ProcessResult result = RunShell("cd '" + folder + "' || exit 99\n" + script, input);
  std::filesystem::remove_all(folder);
  return result;
}

TEST(OutputFault, ADiskThatIsFullAfterNBlocksLeavesTheOldFile) {
  const ProcessResult result = InFolder(R"sh(
    "$DEPUTY" run --story --output whole || exit 98
    size=$(stat -c %s whole)
    for ((blocks = 0; blocks <= size / 1024 + 2; blocks += 7)); do
      echo old >out
      (ulimit -f $blocks; "$DEPUTY" run --story --output out 2>err)
      code=$?
      case $code in
        0) cmp -s out whole || echo "torn at $blocks" ;;
        4) [[ $(cat out) == old ]] || echo "lost at $blocks" ;;
        *) echo "exit $code at $blocks" ;;
      esac
      ((code == 4)) && failed=1
      for left in out.*; do [[ ! -e $left ]] || echo "left behind at $blocks: $left"; done
    done
    ((failed)) && echo done)sh");
  EXPECT_EQ(result.out, "done\n") << result.err;
}

TEST(OutputFault, AnInterruptAtAnyTimeLeavesTheOldFileOrTheNewOne) {
  const ProcessResult result = InFolder(R"sh(
    "$DEPUTY" run --story --output whole || exit 98
    for wait in 0 0.002 0.005 0.01 0.02 0.04 0.08; do
      echo old >out
      "$DEPUTY" run --story --output out & pid=$!
      sleep $wait
      kill -TERM $pid 2>/dev/null
      wait $pid 2>/dev/null
      code=$?
      case $code in
        0) cmp -s out whole || echo "torn after $wait" ;;
        143) [[ $(cat out) == old ]] || cmp -s out whole || echo "lost after $wait" ;;
        *) echo "exit $code after $wait" ;;
      esac
    done
    echo done)sh");
  EXPECT_EQ(result.out, "done\n") << result.err;
}

TEST(OutputFault, WhatWasAnsweredBeforeAReaderWentAwayIsWholeLines) {
  const ProcessResult result = InFolder(R"sh(
    for ((i = 0; i < 20000; ++i)); do echo '{}'; done >lines
    "$DEPUTY" eval lines | head -c 100000 | head -n -1 >some
    "$DEPUTY" eval lines >all
    head -n "$(wc -l <some)" all | cmp - some && echo same)sh");
  EXPECT_THAT(result.out, HasSubstr("same\n")) << result.err;
}

}  // namespace
}  // namespace deputy
