// Decimals against digits that are lined up below each other.
#include <algorithm>
#include <regex>

#include "engine/iam/decimal.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

// A sign and digits of one width, so that text compares as the numbers do; empty when it is none.
std::string LinedUp(const std::string& text, size_t width) {
  static const std::regex form(R"(([+-]?)([0-9]+)(?:\.([0-9]+))?)");
  std::smatch parts;
  if (!std::regex_match(text, parts, form)) return "";
  std::string fraction = parts[3];
  fraction.resize(width, '0');
  const std::string digits =
      std::string(width - static_cast<size_t>(parts[2].length()), '0') + parts[2].str() + fraction;
  const bool zero = digits.find_first_not_of('0') == std::string::npos;
  return (parts[1] == "-" && !zero ? "-" : "+") + digits;
}

int CompareSlowly(const std::string& a, const std::string& b) {
  if (a[0] != b[0]) return a[0] == '-' ? -1 : 1;
  const int order = a.compare(b);
  return a[0] == '-' ? -order : order;
}

int Sign(int value) { return (value > 0) - (value < 0); }

// Two numbers with a line end between them.
FUZZ_TARGET(decimal) {
  if (input.size() > 200) return;  // std::regex recurses
  const size_t end = std::min(input.find('\n'), input.size());
  const absl::string_view first = input.substr(0, end);
  const absl::string_view second = input.substr(std::min(end + 1, input.size()));
  const std::string a = LinedUp(std::string(first), input.size());
  const std::string b = LinedUp(std::string(second), input.size());
  const auto x = ParseDecimal(first);
  const auto y = ParseDecimal(second);
  Require(x.has_value() == !a.empty() && y.has_value() == !b.empty(), "a number for one", input);
  if (!x || !y) return;
  const auto order = *x <=> *y;
  Require((order > 0) - (order < 0) == Sign(CompareSlowly(a, b)), "the order differs", input);
  Require((*x == *y) == (order == 0), "equal and not equal", input);
}

}  // namespace
}  // namespace deputy::fuzz
