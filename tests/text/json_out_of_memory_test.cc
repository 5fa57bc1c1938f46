// The n-th allocation fails, for every n. RapidJSON 1.1.0 would use the null pointer; here it is a
// diagnostic, or std::bad_alloc when not even that can be allocated, and never a crash or a leak.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "engine/text/json_writer.h"
#include "tests/text/json_test_support.h"

namespace {

thread_local long allocations_left = -1;  // negative: no limit
thread_local long allocations_seen = 0;
thread_local bool only_one_fails = false;  // otherwise all after the first that fails

void* Allocate(std::size_t size) {
  ++allocations_seen;
  if (allocations_left == 0) {
    if (only_one_fails) allocations_left = -1;
    throw std::bad_alloc();
  }
  if (allocations_left > 0) --allocations_left;
  void* const block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace

// Weak, so that another test of the same program may bring its own; then the tests below are
// skipped.
[[gnu::weak]] void* operator new(std::size_t size) { return Allocate(size); }
[[gnu::weak]] void* operator new[](std::size_t size) { return Allocate(size); }
[[gnu::weak]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::weak]] void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::weak]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::weak]] void operator delete[](void* block) noexcept { std::free(block); }
[[gnu::weak]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }
[[gnu::weak]] void operator delete[](void* block, std::size_t) noexcept { std::free(block); }

namespace deputy {
namespace {

class OutOfMemory : public testing::Test {
 protected:
  void SetUp() override {
    const long before = allocations_seen;
    ::operator delete(::operator new(1));
    if (allocations_seen == before) GTEST_SKIP() << "operator new is somebody else's";
  }
};

enum class Outcome { kDone, kSaid, kThrown };

Outcome ReadAndFail(absl::string_view text, long n, bool only_one) {
  Diagnostics diagnostics;
  std::optional<JsonValue> value;
  bool thrown = false;
  allocations_left = n;
  only_one_fails = only_one;
  try {
    value = ReadJson(text, {}, diagnostics);
  } catch (const std::bad_alloc&) {
    thrown = true;
  }
  allocations_left = -1;
  if (thrown) return Outcome::kThrown;
  EXPECT_EQ(value.has_value(), !diagnostics.has_errors());
  return value ? Outcome::kDone : Outcome::kSaid;
}

std::vector<std::string> Documents() {
  std::string good = "[";
  for (int i = 0; i < 40; ++i) {
    absl::StrAppend(&good, "{\"a long name that needs room ", i,
                    "\":[\"a long text that needs room\",{}, 1234567890123456789, [[[true]]]]},");
  }
  good += "0]";
  std::string duplicates = "{";
  for (int i = 0; i < 30; ++i) absl::StrAppend(&duplicates, "\"", i % 20, "\":", i, ",");
  duplicates += "\"z\":\"\\u0000\"}";
  return {good, duplicates, good.substr(0, 900), "[\"\xff\"]"};
}

long AllocationsToRead(absl::string_view text) {
  const long before = allocations_seen;
  Diagnostics diagnostics;
  ReadJson(text, {}, diagnostics);
  return allocations_seen - before;
}

TEST_F(OutOfMemory, BI153_WhenOneAllocationFailsTheReaderSaysSo) {
  for (const std::string& text : Documents()) {
    const long total = AllocationsToRead(text);
    ASSERT_GT(total, 0);
    for (long n = 0; n < total; ++n) EXPECT_EQ(ReadAndFail(text, n, true), Outcome::kSaid) << n;
    Diagnostics diagnostics;
    EXPECT_EQ(ReadAndFail(text, total, true) == Outcome::kDone,
              ReadJson(text, {}, diagnostics).has_value());
  }
}

TEST_F(OutOfMemory, BI153_WhenNothingCanBeAllocatedAnyMoreItThrows) {
  for (const std::string& text : Documents()) {
    const long total = AllocationsToRead(text);
    for (long n = 0; n < total; ++n) EXPECT_NE(ReadAndFail(text, n, false), Outcome::kDone) << n;
  }
}

TEST_F(OutOfMemory, BI153_WritingNeverCrashes) {
  const JsonValue tree =
      MustRead(R"({"a":["\n",1,{"b":null}],"c":"0123456789012345678901234567890"})");
  for (const JsonStyle style : {JsonStyle::kCompact, JsonStyle::kPretty}) {
    bool done = false;
    for (long n = 0; !done && n < 1000; ++n) {
      only_one_fails = false;
      allocations_left = n;
      try {
        const std::string written = JsonWriter(style).Value(tree).Take();
      } catch (const std::bad_alloc&) {
        allocations_left = -1;
        continue;
      }
      allocations_left = -1;
      done = true;
    }
    EXPECT_TRUE(done);
  }
}

}  // namespace
}  // namespace deputy
