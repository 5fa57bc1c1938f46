// The values that stand for the classes of numbers, times and addresses, to the letter: a class
// that no value stands for is one that a search never sees.
#include "engine/prove/criterion.h"

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"

namespace deputy {
namespace {

std::string Values(const Criterion& test, Criterion::Kind kind) {
  return absl::StrJoin(ClassValues({&test}, kind), " ");
}

std::string OfNumbers(const std::vector<const char*>& numbers) {
  Criterion test;
  for (const char* number : numbers) test.numbers.push_back(*ParseDecimal(number));
  return Values(test, Criterion::Kind::kNumber);
}

std::string OfTime(const char* time) {
  Criterion test;
  test.times.push_back(*ParseTimestamp(time));
  return Values(test, Criterion::Kind::kTime);
}

std::string OfBlocks(const std::vector<const char*>& blocks) {
  Criterion test;
  for (const char* block : blocks) test.blocks.push_back(*ParseCidr(block));
  return Values(test, Criterion::Kind::kAddress);
}

TEST(ClassValues, OfNumbers) {
  EXPECT_EQ(OfNumbers({}), "0 1 -1 0.1 -0.1 00 01 -01 00.1 -00.1 x");
  EXPECT_EQ(OfNumbers({"9.5", "-19", "0.25", "99"}),
            "-19 -20 -19.001 0.25 1 0.251 9.5 10 9.501 99 100 99.001 0 1 -1 0.001 -0.001 -019 -020 "
            "-019.001 00.25 01 00.251 09.5 010 09.501 099 0100 099.001 00 01 -01 00.001 -00.001 x");
}

TEST(ClassValues, OfTimes) {
  EXPECT_EQ(OfTime("2024-03-01T00:00:00Z"),
            "2024-02-29T00:00:00Z 2024-02-29T23:59:59Z 2024-02-29T23:59:59.999999999Z "
            "2024-03-01T00:00:00Z 2024-03-01T00:00:00.000000001Z 2024-03-01T00:00:01Z "
            "2024-03-02T00:00:00Z x");
  EXPECT_EQ(OfTime("2100-02-28T23:59:59.999999999Z"),
            "2100-02-27T23:59:59.999999999Z 2100-02-28T23:59:58.999999999Z "
            "2100-02-28T23:59:59.999999998Z 2100-02-28T23:59:59.999999999Z 2100-03-01T00:00:00Z "
            "2100-03-01T00:00:00.999999999Z 2100-03-01T23:59:59.999999999Z x");
  EXPECT_EQ(OfTime("1969-12-31T23:59:59.5Z"),
            "1969-12-30T23:59:59.500000000Z 1969-12-31T23:59:58.500000000Z "
            "1969-12-31T23:59:59.499999999Z 1969-12-31T23:59:59.500000000Z "
            "1969-12-31T23:59:59.500000001Z 1970-01-01T00:00:00.500000000Z "
            "1970-01-01T23:59:59.500000000Z x");
  EXPECT_EQ(OfTime("0001-01-01T00:00:00Z"),
            "0001-01-01T00:00:00Z 0001-01-01T00:00:00.000000001Z 0001-01-01T00:00:01Z "
            "0001-01-02T00:00:00Z x");
  EXPECT_EQ(OfTime("9999-12-31T23:59:59Z"),
            "9999-12-30T23:59:59Z 9999-12-31T23:59:58Z 9999-12-31T23:59:58.999999999Z "
            "9999-12-31T23:59:59Z 9999-12-31T23:59:59.000000001Z 253402300800 253402387199 x");
  EXPECT_EQ(Values(Criterion(), Criterion::Kind::kTime), "2030-01-01T00:00:00Z x");
}

TEST(ClassValues, OfAddresses) {
  EXPECT_EQ(OfBlocks({}), "0.0.0.0 0:0:0:0:0:0:0:0 x");
  EXPECT_EQ(OfBlocks({"10.1.2.3/16", "255.255.255.0/24", "0.0.0.0/0"}),
            "0.0.0.0 10.1.0.0 10.2.0.0 255.255.255.0 0:0:0:0:0:0:0:0 x");
  EXPECT_EQ(
      OfBlocks({"2001:db8::1/32", "ffff::/16"}),
      "0.0.0.0 2001:db8:0:0:0:0:0:0 2001:db9:0:0:0:0:0:0 ffff:0:0:0:0:0:0:0 0:0:0:0:0:0:0:0 x");
}

TEST(Criterion, PartsOfWhatIsNoArnAreEmpty) {
  EXPECT_EQ(PartOf("arn:aws:iam::1:user/p/u", Part::kAccount), "1");
  EXPECT_EQ(PartOf("arn:aws:iam::1:user/p/u", Part::kUserName), "u");
  EXPECT_EQ(PartOf("u", Part::kAccount), "");
  EXPECT_EQ(PartOf("u", Part::kWhole), "u");
}

TEST(Criterion, TimesOfNoYearAreLeftOut) {
  EXPECT_EQ(ClassValues({}, Criterion::Kind::kTime),
            (std::vector<std::string>{"2030-01-01T00:00:00Z", "x"}));
  Criterion test;
  test.kind = Criterion::Kind::kTime;
  test.times = {Timestamp{-100'000'000'000, 0}};
  EXPECT_EQ(ClassValues({&test}, Criterion::Kind::kTime),
            (std::vector<std::string>{"2030-01-01T00:00:00Z", "x"}))
      << "more than a thousand years before the first";
}

}  // namespace
}  // namespace deputy
