#include "engine/iam/timestamp.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

TEST(Timestamp, ReadsTheW3cProfile) {
  const struct {
    absl::string_view text;
    Timestamp time;
  } kTimes[] = {
      {"1970", {0, 0}},
      {"1970-01", {0, 0}},
      {"1970-01-01", {0, 0}},
      {"1970-01-01T00:00Z", {0, 0}},
      {"2025-01-02T03:04:05Z", {1735787045, 0}},
      {"2025-01-02T03:04Z", {1735787040, 0}},
      {"2025-01-02T03:04:05.5Z", {1735787045, 500000000}},
      {"2025-01-02T03:04:05.000000001Z", {1735787045, 1}},
      {"2025-01-02T03:04:05.0000000019Z", {1735787045, 1}},  // cut, not rounded
      {"2025-01-02T05:04:05+02:00", {1735787045, 0}},
      {"2025-01-01T21:34:05-05:30", {1735787045, 0}},
      {"2025-01-02T03:04:05-00:00", {1735787045, 0}},
      {"1969-12-31T23:59:59.5Z", {-1, 500000000}},
      {"2000-02-29", {951782400, 0}},
      {"2024-02-29T23:59:59Z", {1709251199, 0}},
      {"0001", {-62135596800, 0}},
      {"9999-12-31T23:59:59.999999999Z", {253402300799, 999999999}},
  };
  for (const auto& time : kTimes) EXPECT_EQ(ParseTimestamp(time.text), time.time) << time.text;
}

TEST(Timestamp, ReadsEpochSeconds) {
  const struct {
    absl::string_view text;
    Timestamp time;
  } kTimes[] = {
      {"0", {0, 0}},
      {"7", {7, 0}},
      {"12.5", {12, 500000000}},  // four characters, but no year
      {"202", {202, 0}},
      {"1735787045", {1735787045, 0}},
      {"1735787045.25", {1735787045, 250000000}},
      {"1735787045.0000000019", {1735787045, 1}},
      {"2025.0", {2025, 0}},
      {"02025", {2025, 0}},
      {"10000", {10000, 0}},  // no year 10000
      {"999999999999999999.999999999", {999999999999999999, 999999999}},
  };
  for (const auto& time : kTimes) EXPECT_EQ(ParseTimestamp(time.text), time.time) << time.text;
}

TEST(Timestamp, FourDigitsAreAYear) {
  EXPECT_EQ(ParseTimestamp("2025"), ParseTimestamp("2025-01-01T00:00:00Z"));
  EXPECT_FALSE(ParseTimestamp("0000"));
}

// BI-088
TEST(Timestamp, RefusesEverythingElse) {
  for (const absl::string_view text :
       {"", "yesterday", "now", "-", "+", ".", ".5", "5.", "1.2.3", "1e9", "0x10", " 1", "1 ",
        "１２３", "1234567890123456789", "-1", "+1", "-0", "-1.5",
        // the day must exist
        "2025-02-30", "2025-02-29", "1900-02-29", "2025-04-31", "2025-00-01", "2025-13-01",
        "2025-01-00", "2025-01-32",
        // years 0001 to 9999
        "0000-01-01", "10000-01-01", "-2025-01-01", "+2025-01-01", "12025-01-01T00:00Z",
        // no leap second, no hour 24
        "2016-12-31T23:59:60Z", "2025-01-01T24:00:00Z", "2025-01-01T23:60Z",
        // two digits each, as the profile writes it
        "2025-1-1", "2025-01-1", "2025-01-01T1:00Z", "2025/01/01", "20250101T000000Z",
        "2025-01-01 00:00Z", "2025-01-01t00:00z", "2025-01-01T00:00z", "2025-01-01T00Z",
        "2025-01-01T", "2025-01-01Z", "2025-01Z", "2025-", "2025-01-",
        // a zone, and nothing behind it
        "2025-01-01T00:00", "2025-01-01T00:00:00", "2025-01-01T00:00:00.Z", "2025-01-01T00:00.5Z",
        "2025-01-01T00:00:00,5Z", "2025-01-01T00:00+0100", "2025-01-01T00:00+01",
        "2025-01-01T00:00+24:00", "2025-01-01T00:00+01:60", "2025-01-01T00:00ZZ",
        "2025-01-01T00:00Z ", " 2025-01-01", "2025-01-01T00:00UTC", "2025-01-01\n"}) {
    EXPECT_FALSE(ParseTimestamp(text)) << text;
  }
  EXPECT_FALSE(ParseTimestamp(absl::string_view("2025\0", 5)));
}

TEST(Timestamp, IsOrderedByTime) {
  const auto at = [](absl::string_view text) { return *ParseTimestamp(text); };
  EXPECT_LT(at("2025-01-01T00:00:00Z"), at("2025-01-01T00:00:00.000000001Z"));
  EXPECT_LT(at("2025-01-01T00:00:00+00:01"), at("2025-01-01T00:00:00Z"));
  EXPECT_LT(at("1.4"), at("1.5"));
  EXPECT_EQ(at("2025-01-01T01:00+01:00"), at("2025"));
}

// Every day of 400 years, against the calendar of the standard library.
TEST(Timestamp, CountsDaysLikeTheCalendar) {
  using std::chrono::sys_days;
  using std::chrono::year;
  for (auto day = sys_days(year(1800) / 1 / 1); day < sys_days(year(2200) / 1 / 1);
       day += std::chrono::days(1)) {
    const std::chrono::year_month_day date(day);
    const auto two = [](unsigned n) { return absl::StrCat(n < 10 ? "0" : "", n); };
    const std::string text =
        absl::StrCat(static_cast<int>(date.year()), "-", two(static_cast<unsigned>(date.month())),
                     "-", two(static_cast<unsigned>(date.day())));
    const std::optional<Timestamp> time = ParseTimestamp(text);
    ASSERT_TRUE(time) << text;
    ASSERT_EQ(time->seconds, day.time_since_epoch().count() * int64_t{86400}) << text;
  }
}

}  // namespace
}  // namespace deputy
