#include "engine/prove/criterion.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/iam/arn.h"
#include "engine/iam/ordering.h"

namespace deputy {
namespace {

constexpr absl::string_view kOfNoForm = "x";

std::string OneOfForm(OperandType form) {
  if (form == OperandType::kDate) return "2026-01-01T00:00:00Z";
  return form == OperandType::kIpAddress ? "192.0.2.1" : "1.5";
}

template <class T>
bool MeetsOne(const std::optional<T>& value, const std::vector<T>& operands,
              Comparison comparison) {
  return value && std::any_of(operands.begin(), operands.end(), [&](const T& operand) {
           return Ordered(comparison, *value <=> operand);
         });
}

// The next whole number away from zero.
std::string Further(const Decimal& number) {
  std::string digits(number.whole.empty() ? "0" : number.whole);
  size_t i = digits.size();
  while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
  if (i > 0) {
    ++digits[i - 1];
  } else {
    digits.insert(0, "1");
  }
  return absl::StrCat(number.negative ? "-" : "", digits);
}

std::string TextOf(const Decimal& number, absl::string_view more = "", size_t places = 0) {
  std::string fraction(number.fraction);
  if (fraction.size() < places) fraction.resize(places, '0');
  absl::StrAppend(&fraction, more);
  return absl::StrCat(number.negative ? "-" : "", number.whole.empty() ? "0" : number.whole,
                      fraction.empty() ? "" : ".", fraction);
}

// A little away from zero, nearer than any other of the numbers: a digit behind all their places.
std::vector<std::string> NumberValues(const std::vector<const Criterion*>& tests) {
  std::set<Decimal> points;
  for (const Criterion* test : tests) points.insert(test->numbers.begin(), test->numbers.end());
  size_t places = 0;
  for (const Decimal& point : points) places = std::max(places, point.fraction.size());
  std::vector<std::string> values;
  for (const Decimal& point : points) {
    values.push_back(TextOf(point));
    values.push_back(Further(point));  // where that is another class; more readable than the next
    values.push_back(TextOf(point, "1", places));
  }
  // Below and above zero, and the stretch on the near side of the points next to it.
  for (const char* text : {"0", "1", "-1"}) values.emplace_back(text);
  const std::string little = absl::StrCat("0.", std::string(places, '0'), "1");
  values.push_back(little);
  values.push_back(absl::StrCat("-", little));
  // Zeros in front make another text of the same number, for a key that is asked about as text too.
  const size_t plain = values.size();
  for (size_t i = 0; i < plain; ++i) {
    const bool negative = values[i][0] == '-';
    values.push_back(absl::StrCat(negative ? "-0" : "0", values[i].substr(negative ? 1 : 0)));
  }
  values.emplace_back(kOfNoForm);
  return values;
}

// https://howardhinnant.github.io/date_algorithms.html#civil_from_days
std::string TextOf(const Timestamp& time) {
  const int64_t days = (time.seconds >= 0 ? time.seconds : time.seconds - 86399) / 86400;
  const int64_t second = time.seconds - days * 86400;
  const int64_t shifted = days + 719468;
  const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int64_t day_of_era = shifted - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t m = (5 * day_of_year + 2) / 153;
  const int64_t month = m < 10 ? m + 3 : m - 9;
  const int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const std::string fraction = time.nanos == 0 ? "" : absl::StrFormat(".%09d", time.nanos);
  if (year < 1 || year > 9999) return absl::StrFormat("%05d%s", time.seconds, fraction);
  return absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d%sZ", year, month,
                         day_of_year - (153 * m + 2) / 5 + 1, second / 3600, second / 60 % 60,
                         second % 60, fraction);
}

std::vector<std::string> TimeValues(const std::vector<const Criterion*>& tests) {
  std::set<Timestamp> points;
  for (const Criterion* test : tests) {
    for (const Timestamp& point : test->times) {
      points.insert(point);
      for (const int64_t by : {-86400, -1, 1, 86400})
        points.insert({point.seconds + by, point.nanos});
      // The least step there is, on both sides.
      points.insert(point.nanos < 999'999'999 ? Timestamp{point.seconds, point.nanos + 1}
                                              : Timestamp{point.seconds + 1, 0});
      points.insert(point.nanos > 0 ? Timestamp{point.seconds, point.nanos - 1}
                                    : Timestamp{point.seconds - 1, 999'999'999});
    }
  }
  std::vector<std::string> values;
  for (const Timestamp& point : points) {
    const std::string text = TextOf(point);
    if (ParseTimestamp(text) == point) values.push_back(text);  // else there is no such value
  }
  if (values.empty()) values.emplace_back("2030-01-01T00:00:00Z");
  values.emplace_back(kOfNoForm);
  return values;
}

std::string TextOf(const IpAddress& address) {
  const auto& b = address.bytes;
  if (!address.v6) return absl::StrFormat("%d.%d.%d.%d", b[0], b[1], b[2], b[3]);
  std::string text;
  for (size_t i = 0; i < b.size(); i += 2)
    absl::StrAppendFormat(&text, "%s%x", i == 0 ? "" : ":", (b[i] << 8) | b[i + 1]);
  return text;
}

// A class begins at the first address of a family, at the first of a block or behind its last.
std::vector<std::string> AddressValues(const std::vector<const Criterion*>& tests) {
  std::vector<std::string> values = {"0.0.0.0"};
  const auto add = [&](const IpAddress& address) {
    std::string text = TextOf(address);
    if (std::find(values.begin(), values.end(), text) == values.end())
      values.push_back(std::move(text));
  };
  for (const Criterion* test : tests) {
    for (const Cidr& block : test->blocks) {
      const int bits = block.network.v6 ? 128 : 32;
      IpAddress first = block.network;
      for (int bit = block.prefix; bit < bits; ++bit) {
        auto& byte = first.bytes[static_cast<size_t>(bit / 8)];
        byte = static_cast<uint8_t>(byte & ~(0x80 >> (bit % 8)));
      }
      add(first);
      // Adding one at the last bit of the prefix; past the end of the family there is nothing.
      IpAddress behind = first;
      int bit = block.prefix;
      while (bit-- > 0) {
        auto& byte = behind.bytes[static_cast<size_t>(bit / 8)];
        const auto mask = static_cast<uint8_t>(0x80 >> (bit % 8));
        byte = static_cast<uint8_t>(byte ^ mask);
        if ((byte & mask) != 0) break;
      }
      if (bit >= 0) add(behind);
    }
  }
  values.emplace_back("0:0:0:0:0:0:0:0");
  values.emplace_back(kOfNoForm);
  return values;
}

}  // namespace

std::string PartOf(absl::string_view text, Part part) {
  if (part == Part::kWhole) return std::string(text);
  const std::optional<Arn> arn = ParseArn(text);
  if (!arn) return "";
  if (part == Part::kAccount) return std::string(arn->account());
  return std::string(arn->resource().substr(arn->resource().rfind('/') + 1));
}

bool Passes(const Criterion& test, absl::string_view text) {
  if (test.kind == Criterion::Kind::kConstant) return test.constant;
  bool meets = false;
  const std::string part = test.kind == Criterion::Kind::kText ? "" : PartOf(text, test.part);
  switch (test.kind) {
    case Criterion::Kind::kNumber:
      meets = MeetsOne(ParseDecimal(part), test.numbers, test.comparison);
      break;
    case Criterion::Kind::kTime:
      meets = MeetsOne(ParseTimestamp(part), test.times, test.comparison);
      break;
    case Criterion::Kind::kAddress:
      if (const std::optional<IpAddress> address = ParseIpAddress(part)) {
        meets = std::any_of(test.blocks.begin(), test.blocks.end(),
                            [&](const Cidr& block) { return block.Contains(*address); });
      }
      break;
    default:
      meets = std::any_of(test.languages.begin(), test.languages.end(),
                          [&](const Language& language) { return Accepts(language, text); });
  }
  return meets != test.negated;
}

std::vector<std::string> ClassValues(const std::vector<const Criterion*>& tests,
                                     Criterion::Kind kind, std::optional<OperandType> form) {
  std::vector<std::string> values = kind == Criterion::Kind::kNumber ? NumberValues(tests)
                                    : kind == Criterion::Kind::kTime ? TimeValues(tests)
                                                                     : AddressValues(tests);
  if (form) std::replace(values.begin(), values.end(), std::string(kOfNoForm), OneOfForm(*form));
  return values;
}

}  // namespace deputy
