// Output files are whole or absent, wherever writing them ends: at each size that a disk may have
// left, at an interrupt, at a reader that goes away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/faults/in_folder.h"
#include "tests/support/sanitized.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;

TEST(OutputFault, ADiskThatIsFullAfterNBlocksLeavesTheOldFile) {
  // With no block at all ThreadSanitizer is ended before main.
  const ProcessResult result = InFolder(absl::StrCat("first=", kSanitized ? 7 : 0, R"sh(
    "$DEPUTY" run --story --output whole || exit 98
    size=$(stat -c %s whole)
    for ((blocks = first; blocks <= size / 1024 + 2; blocks += 7)); do
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
    ((failed)) && echo done)sh"));
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

// Whether it is the end of the input or an interrupt that comes first, what is told is what is
// there.
TEST(OutputFault, AStreamThatIsInterruptedAtAnyTimeEndsWithAWholeLineAndSaysHowMany) {
  const ProcessResult result = InFolder(R"sh(
    line='{"principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/r","trustPolicy":{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:*"}}}'
    for ((i = 0; i < 10000; ++i)); do echo "$line"; done >lines
    "$DEPUTY" eval lines >whole
    mkfifo pipe
    for wait in 0.02 0.04 0.06 0.08 0.1 0.2 2; do
      # Read slowly: something is always under way.
      : >out
      while [[ $(head -c 65536 | tee -a out | wc -c) != 0 ]]; do sleep 0.01; done <pipe & reader=$!
      # What a script starts in the background is deaf to interrupts otherwise.
      env --default-signal=INT "$DEPUTY" eval --threads 3 lines >pipe 2>err & pid=$!
      sleep $wait
      kill -INT $pid 2>/dev/null
      wait $pid 2>/dev/null
      code=$?
      wait $reader
      lines=$(wc -l <out)
      head -n "$lines" whole | cmp -s - out || echo "torn after $wait"
      case $code in
        0) ((lines == 10000)) || echo "$lines lines after $wait" ;;
        130) [[ $(cat err) == "deputy: interrupted: $lines lines were answered" ]] || cat err ;;
        *) echo "exit $code after $wait" ;;
      esac
      ((code != 130)) || interrupted=1
    done
    ((interrupted)) && echo done)sh");
  EXPECT_EQ(result.out, "done\n") << result.err;
}

}  // namespace
}  // namespace deputy
