#include "engine/iam/decimal.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

Decimal Parse(absl::string_view text) {
  const std::optional<Decimal> number = ParseDecimal(text);
  EXPECT_TRUE(number) << text;
  return number.value_or(Decimal{});
}

TEST(Decimal, IsKeptInOneForm) {
  const struct {
    absl::string_view text;
    Decimal number;
  } kForms[] = {
      {"0", {false, "", ""}},    {"-0", {false, "", ""}},       {"+0.000", {false, "", ""}},
      {"007", {false, "7", ""}}, {"-12.50", {true, "12", "5"}}, {"0.05", {false, "", "05"}},
      {"-0.5", {true, "", "5"}}, {"100", {false, "100", ""}},   {"+3600.0", {false, "3600", ""}}};
  for (const auto& form : kForms) {
    EXPECT_EQ(Parse(form.text), form.number) << form.text;
  }
}

// 4.5; BI-087
TEST(Decimal, RefusesEverythingElse) {
  for (const absl::string_view text :
       {"",    "+",  "-",   ".",   "abc",      "0x10", "1e309", "1e1",   "1E1",   "１",
        " 1",  "1 ", "1\n", "1.",  ".5",       "-.5",  "1.2.3", "1,000", "1_000", "--1",
        "+-1", "1-", "NaN", "inf", "Infinity", "1f",   "٣",     "1.5 "}) {
    EXPECT_FALSE(ParseDecimal(text)) << text;
  }
  EXPECT_FALSE(ParseDecimal(absl::string_view("1\0", 2)));
}

TEST(Decimal, IsOrderedByValue) {
  const absl::string_view kAscending[] = {"-100000000000000000000000000000000000000",
                                          "-10",
                                          "-9.51",
                                          "-9.5",
                                          "-9",
                                          "-0.1",
                                          "-0.01",
                                          "0",
                                          "0.001",
                                          "0.01",
                                          "0.0100000000000000000000000000000001",
                                          "0.1",
                                          "0.9",
                                          "1",
                                          "1.05",
                                          "1.5",
                                          "9",
                                          "10",
                                          "99",
                                          "100",
                                          "18446744073709551615",
                                          "18446744073709551616",
                                          "18446744073709551616.0000000000000000001"};
  const size_t count = sizeof(kAscending) / sizeof(kAscending[0]);
  for (size_t i = 0; i < count; ++i) {
    for (size_t j = 0; j < count; ++j) {
      const Decimal a = Parse(kAscending[i]);
      const Decimal b = Parse(kAscending[j]);
      EXPECT_EQ(a <=> b, i <=> j) << kAscending[i] << " " << kAscending[j];
      EXPECT_EQ(a == b, i == j);
    }
  }
}

TEST(Decimal, EqualValuesAreEqualHoweverWritten) {
  EXPECT_EQ(Parse("1.0"), Parse("+001"));
  EXPECT_EQ(Parse("-0.0"), Parse("0"));
  EXPECT_NE(Parse("0.1"), Parse("0.10000000000000000001"));
}

TEST(Decimal, LosesNoDigit) {
  const std::string digits(100000, '9');
  EXPECT_EQ(Parse(absl::StrCat("-", digits, ".", digits)), (Decimal{true, digits, digits}));
  EXPECT_LT(Parse(digits), Parse(absl::StrCat("1", std::string(100000, '0'))));
}

// Whole numbers over 1000 compare as the decimals they spell.
TEST(Decimal, OrdersLikeIntegers) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> range(-20000, 20000);
  const auto spell = [](int thousandths) {
    const int size = thousandths < 0 ? -thousandths : thousandths;
    std::string fraction = absl::StrCat(1000 + size % 1000).substr(1);
    return absl::StrCat(thousandths < 0 ? "-" : "", size / 1000, ".", fraction);
  };
  for (int i = 0; i < 20000; ++i) {
    const int a = range(random);
    const int b = i % 7 == 0 ? a : range(random);
    ASSERT_EQ(Parse(spell(a)) <=> Parse(spell(b)), a <=> b) << spell(a) << " " << spell(b);
  }
}

}  // namespace
}  // namespace deputy
