#include "simulator/replay/gunzip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "tests/support/gzip.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;

// Everything until the end or an error; `step` bytes of the input at once.
std::pair<std::string, absl::Status> Read(const std::string& bytes, size_t step = 1 << 16) {
  size_t at = 0;
  Gunzip gunzip([&](char* data, size_t size) -> absl::StatusOr<size_t> {
    const size_t count = std::min({size, step, bytes.size() - at});
    bytes.copy(data, count, at);
    at += count;
    return count;
  });
  std::string text;
  char block[1000];
  while (true) {
    const absl::StatusOr<size_t> got = gunzip.Read(block, sizeof(block));
    if (!got.ok()) return {text, got.status()};
    if (*got == 0) return {text, absl::OkStatus()};
    text.append(block, *got);
  }
}

std::string LongText() {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += std::to_string(i * 7919) + ",";
  return text;
}

TEST(Gunzip, PlainBytesPassThrough) {
  for (const std::string& text :
       {std::string(), std::string("\x1f"), std::string("{}"), LongText()}) {
    EXPECT_EQ(Read(text).first, text);
    EXPECT_EQ(Read(text, 1).first, text);
  }
}

TEST(Gunzip, MembersOneBehindTheOther) {
  const std::string text = LongText();
  EXPECT_EQ(Read(Gzip(text)).first, text);
  for (const size_t step : {size_t{1}, size_t{10}, size_t{100000}}) {
    const auto [read, status] = Read(Gzip(text) + Gzip("") + Gzip("end"), step);
    EXPECT_TRUE(status.ok());
    EXPECT_EQ(read, text + "end");
  }
  EXPECT_EQ(Read(Gzip(text) + std::string(512, '\0')).first, text);
}

TEST(Gunzip, WhatIsBrokenIsSaidBehindWhatWasWhole) {
  const std::string text = LongText();
  const std::string bytes = Gzip(text);
  const auto [early, ends] = Read(bytes.substr(0, bytes.size() / 2));
  EXPECT_TRUE(absl::IsDataLoss(ends));
  EXPECT_THAT(std::string(ends.message()), HasSubstr("ends early"));
  EXPECT_GT(early.size(), 1000u);
  EXPECT_EQ(early, text.substr(0, early.size()));
  std::string flipped = bytes;
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x55);
  EXPECT_TRUE(absl::IsDataLoss(Read(flipped).second));
  EXPECT_TRUE(absl::IsDataLoss(Read(bytes + "garbage").second));
  EXPECT_TRUE(absl::IsDataLoss(Read(bytes.substr(0, 5)).second));
}

}  // namespace
}  // namespace deputy
