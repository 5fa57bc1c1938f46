#include "engine/iam/timestamp.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace deputy {
namespace {

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, counted in eras of 400 years
// that begin in March.
int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

int DaysInMonth(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// Reads the text from left to right; each step says whether it found what it looked for.
class TimeReader {
 public:
  explicit TimeReader(absl::string_view text) : rest_(text) {}

  bool Done() const { return rest_.empty(); }

  bool Literal(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Exactly `digits` digits with a value from `low` to `high`.
  bool Number(size_t digits, int low, int high, int* value) {
    if (rest_.size() < digits) return false;
    *value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!absl::ascii_isdigit(rest_[i])) return false;
      *value = *value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return *value >= low && *value <= high;
  }

  // One digit or more behind a point, as nanoseconds.
  bool Fraction(int32_t* nanos) {
    size_t digits = 0;
    int32_t unit = 100'000'000;
    *nanos = 0;
    for (; digits < rest_.size() && absl::ascii_isdigit(rest_[digits]); ++digits, unit /= 10)
      *nanos += unit * (rest_[digits] - '0');
    rest_.remove_prefix(digits);
    return digits > 0;
  }

  // `Z` or `±hh:mm`, as seconds east.
  bool Zone(int64_t* offset) {
    *offset = 0;
    if (Literal('Z')) return true;
    const bool east = Literal('+');
    if (!east && !Literal('-')) return false;
    int hours = 0;
    int minutes = 0;
    if (!Number(2, 0, 23, &hours) || !Literal(':') || !Number(2, 0, 59, &minutes)) return false;
    *offset = (east ? 1 : -1) * (int64_t{hours} * 3600 + int64_t{minutes} * 60);
    return true;
  }

 private:
  absl::string_view rest_;
};

std::optional<Timestamp> ParseIso(absl::string_view text) {
  TimeReader reader(text);
  int year = 0;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int64_t offset = 0;
  Timestamp result;
  const auto finish = [&]() -> std::optional<Timestamp> {
    if (!reader.Done()) return std::nullopt;
    result.seconds =
        DaysFromCivil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
    return result;
  };
  if (!reader.Number(4, 1, 9999, &year)) return std::nullopt;
  if (reader.Done()) return finish();
  if (!reader.Literal('-') || !reader.Number(2, 1, 12, &month)) return std::nullopt;
  if (reader.Done()) return finish();
  if (!reader.Literal('-') || !reader.Number(2, 1, DaysInMonth(year, month), &day))
    return std::nullopt;
  if (reader.Done()) return finish();
  if (!reader.Literal('T') || !reader.Number(2, 0, 23, &hour) || !reader.Literal(':') ||
      !reader.Number(2, 0, 59, &minute)) {
    return std::nullopt;
  }
  if (reader.Literal(':')) {
    if (!reader.Number(2, 0, 59, &second)) return std::nullopt;
    if (reader.Literal('.') && !reader.Fraction(&result.nanos)) return std::nullopt;
  }
  if (!reader.Zone(&offset)) return std::nullopt;
  return finish();
}

// Seconds since the epoch, of at most eighteen digits.
std::optional<Timestamp> ParseEpoch(absl::string_view text) {
  const size_t digits = static_cast<size_t>(
      std::find_if_not(text.begin(), text.end(), absl::ascii_isdigit) - text.begin());
  if (digits == 0 || digits > 18) return std::nullopt;
  Timestamp result;
  for (const char c : text.substr(0, digits)) result.seconds = result.seconds * 10 + (c - '0');
  TimeReader reader(text.substr(digits));
  if (reader.Literal('.') && !reader.Fraction(&result.nanos)) return std::nullopt;
  if (!reader.Done()) return std::nullopt;
  return result;
}

}  // namespace

std::optional<Timestamp> ParseTimestamp(absl::string_view text) {
  // Exactly four digits are a year (4.5), and where they are none (`0000`) they are nothing else.
  const bool year = text.size() == 4 && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  if (auto iso = ParseIso(text)) return iso;
  return year ? std::nullopt : ParseEpoch(text);
}

}  // namespace deputy
