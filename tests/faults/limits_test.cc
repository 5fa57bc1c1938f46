// `ulimit` on address space, stack and files, each at many values: the answer, or exit code 4 and
// why, or the process never began; never a signal.
#include <gtest/gtest.h>

#include <string>

#include "tests/faults/in_folder.h"
#include "tests/support/sanitized.h"

namespace deputy {
namespace {

// `sweep FLAG VALUE… -- COMMAND…` prints each value at which something else comes of the command
// than without the limit, and "done" when some values were too little and some were enough.
constexpr char kSweep[] = R"sh(
    samples=$PWD; cd "$OLDPWD"; cp tests/intake/samples/{page.md,list_roles.yaml,roles.jsonl} "$samples"
    cd "$samples"
    printf '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole"}}' >policy.json
    line='{"principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/r","trustPolicy":'$(cat policy.json)'}'
    for ((i = 0; i < 200; ++i)); do echo "$line"; done >lines
    sweep() {
      local flag=$1 value values=() code whole enough=0 little=0
      shift
      while [[ $1 != -- ]]; do values+=("$1"); shift; done
      shift
      "$DEPUTY" "$@" >whole 2>/dev/null; whole=$?
      for value in "${values[@]}"; do
        (ulimit -c 0 "$flag" "$value"; exec "$DEPUTY" "$@") >out 2>err
        code=$?
        if ((code == whole)) && cmp -s out whole; then
          ((++enough))
        elif ((code == 127)) && grep -qE 'loading shared libraries|Fatal glibc error' err; then
          ((++little))
        elif ((code == 4)) && grep -qE 'out of memory|Too many open files|Cannot allocate' err; then
          ((++little))
        else
          echo "$1 with ulimit $flag $value: exit $code"; head -3 err
        fi
      done
      if ((enough)) && { ((little)) || [[ $flag == -s ]]; }; then echo done; else echo "$1: $enough enough, $little not"; fi
    }
)sh";

std::string Sweep(const std::string& script) { return InFolder(kSweep + script).out; }

TEST(Limits, AddressSpaceOfAnySize) {
  if (kSanitized) GTEST_SKIP() << "sanitizers need address space of their own";
  EXPECT_EQ(Sweep(R"sh(
    sweep -v {20000..36000..1100} -- explain --policy policy.json --service dms.amazonaws.com
    sweep -v {20000..50000..2100} -- check page.md list_roles.yaml roles.jsonl
    sweep -v {20000..36000..2100} -- harden policy.json --trust 111122223333
    sweep -v {20000..200000..11000} -- eval lines --threads 16)sh"),
            "done\ndone\ndone\ndone\n");
}

TEST(Limits, AStackFrom64KiB) {
  if (kSanitized) GTEST_SKIP() << "sanitizers need more of it";
  EXPECT_EQ(Sweep(R"sh(
    { printf '{"Version":'; printf '[%.0s' {1..63}; printf ']%.0s' {1..63}; printf '}'; } >deep.json
    sweep -s 64 96 128 192 256 512 4096 -- check deep.json page.md roles.jsonl
    sweep -s 64 96 128 192 256 512 4096 -- prove policy.json --trust 111122223333
    sweep -s 64 96 128 192 256 512 4096 -- run --story
    sweep -s 64 96 128 192 256 512 4096 -- eval lines --threads 4)sh"),
            "done\ndone\ndone\ndone\n");
}

TEST(Limits, AnyNumberOfFiles) {
  if (kSanitized) GTEST_SKIP() << "UBSan opens a pipe to see whether memory is there";
  EXPECT_EQ(Sweep(R"sh(
    sweep -n 3 4 5 6 7 8 10 20 -- check policy.json page.md
    sweep -n 3 4 5 6 7 8 10 20 -- eval lines --threads 4
    sweep -n 3 4 5 6 7 8 10 20 -- run --filter seed-01)sh"),
            "done\ndone\ndone\n");
}

}  // namespace
}  // namespace deputy
