#include "engine/iam/decimal.h"

#include <algorithm>

namespace deputy {
namespace {

// How many digits stand at the start.
size_t CountDigits(absl::string_view text) {
  return static_cast<size_t>(
      std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; }) -
      text.begin());
}

std::strong_ordering CompareText(absl::string_view a, absl::string_view b) {
  const int order = a.compare(b);
  return order < 0   ? std::strong_ordering::less
         : order > 0 ? std::strong_ordering::greater
                     : std::strong_ordering::equal;
}

// Without the signs.
std::strong_ordering CompareMagnitude(const Decimal& a, const Decimal& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() <=> b.whole.size();
  const std::strong_ordering whole = CompareText(a.whole, b.whole);
  // Without trailing zeros a fraction that is the start of another is the smaller one, as in the
  // order of texts.
  return whole != 0 ? whole : CompareText(a.fraction, b.fraction);
}

}  // namespace

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (negative != other.negative)
    return negative ? std::strong_ordering::less : std::strong_ordering::greater;
  return negative ? CompareMagnitude(other, *this) : CompareMagnitude(*this, other);
}

std::optional<Decimal> ParseDecimal(absl::string_view text) {
  Decimal number;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    number.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const size_t whole = CountDigits(text);
  if (whole == 0) return std::nullopt;
  const size_t zeros = text.substr(0, whole).find_first_not_of('0');
  if (zeros != absl::string_view::npos) number.whole = text.substr(zeros, whole - zeros);
  text.remove_prefix(whole);
  if (!text.empty()) {
    if (text[0] != '.') return std::nullopt;
    text.remove_prefix(1);
    if (text.empty() || CountDigits(text) != text.size()) return std::nullopt;
    const size_t last = text.find_last_not_of('0');
    if (last != absl::string_view::npos) number.fraction = text.substr(0, last + 1);
  }
  if (number.whole.empty() && number.fraction.empty()) number.negative = false;
  return number;
}

}  // namespace deputy
