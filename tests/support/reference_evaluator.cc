#include "tests/support/reference_evaluator.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace deputy::reference {
namespace {

using nlohmann::json;

// ---- Text -------------------------------------------------------------------------------------

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

bool AllDigits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

bool StartsWith(const std::string& text, std::string_view prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

bool HasWildcard(const std::string& text) { return text.find_first_of("*?") != std::string::npos; }

char32_t Fold(char32_t c) { return c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : c; }

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(Fold(static_cast<unsigned char>(c)));
  return text;
}

std::u32string Lower(std::u32string text) {
  for (char32_t& c : text) c = Fold(c);
  return text;
}

// Valid UTF-8 is a given (1.9).
std::u32string CodePoints(const std::string& text) {
  std::u32string points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    }
    points.push_back(point);
    i += length;
  }
  return points;
}

std::string Utf8(const std::u32string& points) {
  std::string text;
  for (const char32_t point : points) {
    if (point < 0x80) {
      text += static_cast<char>(point);
    } else if (point < 0x800) {
      text += static_cast<char>(0xC0 | (point >> 6));
      text += static_cast<char>(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      text += static_cast<char>(0xE0 | (point >> 12));
      text += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      text += static_cast<char>(0x80 | (point & 0x3F));
    } else {
      text += static_cast<char>(0xF0 | (point >> 18));
      text += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
      text += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      text += static_cast<char>(0x80 | (point & 0x3F));
    }
  }
  return text;
}

// At most `limit` pieces; the last one keeps what separators are left.
std::vector<std::string> Split(const std::string& text, char separator, std::size_t limit) {
  std::vector<std::string> pieces = {""};
  for (const char c : text) {
    if (c == separator && pieces.size() < limit) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  return pieces;
}

std::string LastSegment(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// 1.6: one value or a list of them.
std::vector<json> AsList(const json& value) {
  if (value.is_array()) return value.get<std::vector<json>>();
  return {value};
}

// 1.6: numbers and booleans are read as their text.
bool IsScalar(const json& value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}
std::string TextOf(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// ---- Wildcards --------------------------------------------------------------------------------

// A `*` that a variable put in is a character, a `*` that the policy's author wrote is a wildcard.
struct Token {
  char32_t character = 0;
  bool is_wildcard = false;
};
using Pattern = std::vector<Token>;

Pattern WithWildcards(const std::string& text) {
  Pattern pattern;
  for (const char32_t c : CodePoints(text)) pattern.push_back({c, c == U'*' || c == U'?'});
  return pattern;
}

std::u32string LiteralText(const Pattern& pattern) {
  std::u32string text;
  for (const Token& token : pattern) text.push_back(token.character);
  return text;
}

// 4.4: `*` is any run, `?` one code point.
bool MatchesWildcards(const Pattern& pattern, const std::u32string& text) {
  // reached[i]: the tokens so far can match exactly the first i code points.
  std::vector<bool> reached(text.size() + 1, false);
  reached[0] = true;
  for (const Token& token : pattern) {
    std::vector<bool> next(text.size() + 1, false);
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (token.is_wildcard && token.character == U'*') {
        next[i] = reached[i] || (i > 0 && next[i - 1]);
      } else if (i > 0) {
        next[i] = reached[i - 1] && (token.is_wildcard || token.character == text[i - 1]);
      }
    }
    reached = next;
  }
  return reached.back();
}

// 4.6: six components, split at the first five colons; fewer than six are no ARN.
std::vector<Pattern> SplitArn(const Pattern& pattern) {
  std::vector<Pattern> components(1);
  for (const Token& token : pattern) {
    if (token.character == U':' && components.size() < 6) {
      components.emplace_back();
    } else {
      components.back().push_back(token);
    }
  }
  return components;
}

// 4.6, 3.2: each component on its own.
bool MatchesArn(const Pattern& pattern, const std::string& arn) {
  const std::vector<Pattern> patterns = SplitArn(pattern);
  const std::vector<std::string> components = Split(arn, ':', 6);
  if (patterns.size() < 6 || components.size() < 6) return false;
  for (std::size_t i = 0; i < 6; ++i) {
    if (!MatchesWildcards(patterns[i], CodePoints(components[i]))) return false;
  }
  return true;
}

// 4.6: what a request value must be to count as an ARN.
bool IsArn(const std::string& text) {
  return StartsWith(text, "arn:") && Split(text, ':', 6).size() == 6;
}

// ---- Values with a form of their own (4.5) ----------------------------------------------------

// An exact decimal of any length: sign, digits without leading zeros, fraction without trailing
// ones.
struct Decimal {
  bool negative = false;
  std::string whole;
  std::string fraction;
};

std::string WithoutLeadingZeros(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "" : digits.substr(first);
}

std::string WithoutTrailingZeros(const std::string& digits) {
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

// 4.5: optional sign, digits, optional fraction; no exponent, no blank.
std::optional<Decimal> ParseDecimal(const std::string& text) {
  const bool has_sign = StartsWith(text, "+") || StartsWith(text, "-");
  const std::vector<std::string> parts = Split(text.substr(has_sign ? 1 : 0), '.', 3);
  if (parts.size() > 2) return std::nullopt;
  for (const std::string& part : parts) {
    if (!AllDigits(part)) return std::nullopt;
  }
  Decimal decimal;
  decimal.whole = WithoutLeadingZeros(parts[0]);
  decimal.fraction = parts.size() == 2 ? WithoutTrailingZeros(parts[1]) : "";
  const bool is_zero = decimal.whole.empty() && decimal.fraction.empty();
  decimal.negative = StartsWith(text, "-") && !is_zero;
  return decimal;
}

int Sign(int comparison) { return comparison < 0 ? -1 : comparison > 0 ? 1 : 0; }

// Digits after the point compare like words: "5" < "51" < "6".
int CompareMagnitudes(const Decimal& a, const Decimal& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
  if (a.whole != b.whole) return Sign(a.whole.compare(b.whole));
  return Sign(a.fraction.compare(b.fraction));
}

int Compare(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  return a.negative ? CompareMagnitudes(b, a) : CompareMagnitudes(a, b);
}

// A moment: whole seconds since 1970 (rounded down, of any length) and the fraction that is left.
struct Moment {
  Decimal seconds;
  std::string fraction;
};

int Compare(const Moment& a, const Moment& b) {
  const int whole = Compare(a.seconds, b.seconds);
  return whole != 0 ? whole : Sign(a.fraction.compare(b.fraction));
}

bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int year, int month) {
  if (month == 2) return IsLeapYear(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::int64_t DaysSince1970(int year, int month, int day) {
  std::int64_t days = 0;
  for (int y = 1970; y < year; ++y) days += IsLeapYear(y) ? 366 : 365;
  for (int y = year; y < 1970; ++y) days -= IsLeapYear(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += DaysInMonth(year, m);
  return days + day - 1;
}

// Takes `text` apart by a shape: `d` is a digit, anything else is itself.
bool HasShape(const std::string& text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (shape[i] == 'd' ? !IsDigit(text[i]) : text[i] != shape[i]) return false;
  }
  return true;
}

// 4.5: `Z` or `±hh:mm`, in minutes east.
std::optional<int> ParseZone(const std::string& zone) {
  if (zone == "Z") return 0;
  if (!HasShape(zone, "+dd:dd") && !HasShape(zone, "-dd:dd")) return std::nullopt;
  const int hours = std::stoi(zone.substr(1, 2));
  const int minutes = std::stoi(zone.substr(4, 2));
  if (hours > 23 || minutes > 59) return std::nullopt;
  return (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

// 4.5: ISO 8601 to the year, month, day, minute, second or fraction of it, or epoch seconds.
std::optional<Moment> ParseMoment(const std::string& text) {
  const std::vector<std::string> epoch = Split(text, '.', 3);
  const bool is_year = HasShape(text, "dddd");  // Exactly four digits are a year.
  if (!is_year && epoch.size() <= 2 && epoch[0].size() <= 18 &&
      std::all_of(epoch.begin(), epoch.end(), AllDigits)) {
    return Moment{*ParseDecimal(epoch[0]), epoch.size() == 2 ? WithoutTrailingZeros(epoch[1]) : ""};
  }

  const std::vector<std::string> halves = Split(text, 'T', 2);
  const std::string& date = halves[0];
  const bool has_month = HasShape(date, "dddd-dd") || HasShape(date, "dddd-dd-dd");
  const bool has_day = HasShape(date, "dddd-dd-dd");
  if (!HasShape(date, "dddd") && !has_month) return std::nullopt;
  const int year = std::stoi(date.substr(0, 4));
  const int month = has_month ? std::stoi(date.substr(5, 2)) : 1;
  if (month < 1 || month > 12) return std::nullopt;
  const int day = has_day ? std::stoi(date.substr(8, 2)) : 1;
  if (day < 1 || day > DaysInMonth(year, month)) return std::nullopt;

  std::int64_t seconds = DaysSince1970(year, month, day) * 86400;
  std::string fraction;
  if (halves.size() == 2) {
    if (!has_day) return std::nullopt;
    const std::size_t zone_start = halves[1].find_first_of("Z+-");
    if (zone_start == std::string::npos) return std::nullopt;
    const std::optional<int> zone = ParseZone(halves[1].substr(zone_start));
    if (!zone) return std::nullopt;
    const std::vector<std::string> parts = Split(halves[1].substr(0, zone_start), '.', 2);
    const bool has_second = HasShape(parts[0], "dd:dd:dd");
    if (!HasShape(parts[0], "dd:dd") && !has_second) return std::nullopt;
    if (parts.size() == 2 && (!has_second || !AllDigits(parts[1]))) return std::nullopt;
    const int hour = std::stoi(parts[0].substr(0, 2));
    const int minute = std::stoi(parts[0].substr(3, 2));
    const int second = has_second ? std::stoi(parts[0].substr(6, 2)) : 0;
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    seconds += (hour * 60 + minute - *zone) * 60 + second;
    if (parts.size() == 2) fraction = WithoutTrailingZeros(parts[1]);
  }
  return Moment{*ParseDecimal(std::to_string(seconds)), fraction};
}

// 4.5: `true`/`false` without case.
std::optional<bool> ParseBool(const std::string& text) {
  if (Lower(text) == "true") return true;
  if (Lower(text) == "false") return false;
  return std::nullopt;
}

// 4.5: base64 (RFC 4648) with its padding; the bits that are left over must be zero.
std::optional<std::string> DecodeBase64(const std::string& text) {
  static const std::string kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  std::string digits = text;
  for (int i = 0; i < 2 && !digits.empty() && digits.back() == '='; ++i) digits.pop_back();
  std::string bits;
  for (const char c : digits) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string::npos) return std::nullopt;
    for (int bit = 5; bit >= 0; --bit) bits += (value >> bit) & 1 ? '1' : '0';
  }
  std::string bytes;
  for (; bits.size() >= 8; bits.erase(0, 8)) {
    bytes += static_cast<char>(std::stoi(bits.substr(0, 8), nullptr, 2));
  }
  if (Contains(bits, "1")) return std::nullopt;
  return bytes;
}

// The bits of an address as '0' and '1': 32 of them for v4, 128 for v6.
std::optional<std::string> ParseAddress(const std::string& text) {
  if (Contains(text, std::string_view("\0", 1))) return std::nullopt;
  unsigned char bytes[16];
  std::size_t size = 0;
  if (inet_pton(AF_INET, text.c_str(), bytes) == 1) {
    size = 4;
  } else if (inet_pton(AF_INET6, text.c_str(), bytes) == 1) {
    size = 16;
  } else {
    return std::nullopt;
  }
  std::string bits;
  for (std::size_t i = 0; i < size; ++i) {
    for (int bit = 7; bit >= 0; --bit) bits += (bytes[i] >> bit) & 1 ? '1' : '0';
  }
  return bits;
}

// 4.5: an address or a CIDR block, of which host bits are of no matter.
struct Network {
  std::size_t width = 0;  // 32 or 128: never across the families.
  std::string prefix;
};

std::optional<Network> ParseNetwork(const std::string& text) {
  const std::vector<std::string> parts = Split(text, '/', 2);
  const std::optional<std::string> bits = ParseAddress(parts[0]);
  if (!bits) return std::nullopt;
  if (parts.size() == 1) return Network{bits->size(), *bits};
  const bool has_leading_zero = parts[1].size() > 1 && parts[1][0] == '0';
  if (!AllDigits(parts[1]) || parts[1].size() > 3 || has_leading_zero) return std::nullopt;
  const auto length = static_cast<std::size_t>(std::stoi(parts[1]));
  if (length > bits->size()) return std::nullopt;
  return Network{bits->size(), bits->substr(0, length)};
}

// ---- Context ----------------------------------------------------------------------------------

// Names without case (4.2); a key with no values is not in it (4.9).
using Context = std::map<std::string, std::vector<std::string>>;

// 7.1, 7.2, 7.3, 7.4 and the *Keys* page.
bool IsMultivaluedByDefinition(const std::string& lower_key) {
  static const std::set<std::string> kKeys = {
      "aws:calledvia",      "aws:principalorgpaths", "aws:principalservicenameslist",
      "aws:sourceorgpaths", "aws:tagkeys",           "sts:transitivetagkeys"};
  return kKeys.count(lower_key) == 1;
}

bool IsSingleValuedByDefinition(const std::string& lower_key) {
  static const std::set<std::string> kKeys = {"aws:currenttime",
                                              "aws:epochtime",
                                              "aws:multifactorauthpresent",
                                              "aws:principalaccount",
                                              "aws:principalarn",
                                              "aws:principalisawsservice",
                                              "aws:principalorgid",
                                              "aws:principalservicename",
                                              "aws:principaltype",
                                              "aws:resourceaccount",
                                              "aws:securetransport",
                                              "aws:sourceaccount",
                                              "aws:sourcearn",
                                              "aws:sourceidentity",
                                              "aws:sourceip",
                                              "aws:sourceorgid",
                                              "aws:userid",
                                              "aws:username",
                                              "sts:externalid",
                                              "sts:rolesessionname",
                                              "sts:sourceidentity"};
  return kKeys.count(lower_key) == 1 || StartsWith(lower_key, "aws:principaltag/") ||
         StartsWith(lower_key, "aws:requesttag/");
}

std::vector<std::string> ValuesOf(const Context& context, const std::string& key) {
  const auto found = context.find(Lower(key));
  return found == context.end() ? std::vector<std::string>() : found->second;
}

// For keys that have at most one value.
std::optional<std::string> ValueOf(const Context& context, const std::string& key) {
  const std::vector<std::string> values = ValuesOf(context, key);
  if (values.empty()) return std::nullopt;
  return values[0];
}

// ---- Variables (part 5) -----------------------------------------------------------------------

struct Variable {
  std::string key;  // `*`, `?` and `$` stand for themselves.
  std::optional<std::u32string> default_text;
  std::size_t end = 0;  // Just after the closing brace.
};

bool IsBlank(char32_t c) { return c == U' ' || c == U'\t'; }

// 5.1, 5.3: reads the variable whose `${` is at `start`; nothing when it is malformed.
std::optional<Variable> ParseVariable(const std::u32string& text, std::size_t start) {
  Variable variable;
  std::size_t i = start + 2;
  const std::u32string special = text.substr(i, 2);
  if (special == U"*}" || special == U"?}" || special == U"$}") {
    variable.key = static_cast<char>(special[0]);
    variable.end = i + 2;
    return variable;
  }
  std::u32string key;
  for (; i < text.size() && text[i] != U'}' && text[i] != U','; ++i) {
    if (text[i] == U'$' || text[i] == U'{' || text[i] == U'\'') return std::nullopt;
    key += text[i];
  }
  if (i == text.size()) return std::nullopt;
  if (text[i] == U',') {
    while (!key.empty() && IsBlank(key.back())) key.pop_back();
    ++i;
    while (i < text.size() && IsBlank(text[i])) ++i;
    if (i == text.size() || text[i] != U'\'') return std::nullopt;
    const std::size_t quote = text.find(U'\'', i + 1);
    if (quote == std::u32string::npos) return std::nullopt;
    variable.default_text = text.substr(i + 1, quote - i - 1);
    if (variable.default_text->find(U"${") != std::u32string::npos) return std::nullopt;
    i = quote + 1;
    if (i == text.size() || text[i] != U'}') return std::nullopt;
  }
  if (key.empty()) return std::nullopt;
  variable.key = Utf8(key);
  variable.end = i + 1;
  return variable;
}

bool StartsVariable(const std::u32string& text, std::size_t i) {
  return text.compare(i, 2, U"${") == 0;
}

// 5.3.
bool VariablesAreWellFormed(const std::string& value) {
  const std::u32string text = CodePoints(value);
  for (std::size_t i = 0; i < text.size();) {
    if (!StartsVariable(text, i)) {
      ++i;
      continue;
    }
    const std::optional<Variable> variable = ParseVariable(text, i);
    if (!variable) return false;
    i = variable->end;
  }
  return true;
}

// 5.2: what is put in for a variable; nothing when the whole value then matches nothing.
std::optional<std::u32string> TextOfVariable(const Variable& variable, const Context& context) {
  if (variable.key == "*" || variable.key == "?" || variable.key == "$") {
    if (!variable.default_text) return CodePoints(variable.key);
  }
  const std::vector<std::string> values = ValuesOf(context, variable.key);
  if (values.size() == 1 && !IsMultivaluedByDefinition(Lower(variable.key))) {
    return CodePoints(values[0]);
  }
  return variable.default_text;
}

// 5.1: the value with its variables put in as plain characters; in a 2008 document `${` is text.
std::optional<Pattern> Expand(const std::string& value, bool has_variables,
                              const Context& context) {
  if (!has_variables) return WithWildcards(value);
  const std::u32string text = CodePoints(value);
  Pattern pattern;
  for (std::size_t i = 0; i < text.size();) {
    if (!StartsVariable(text, i)) {
      pattern.push_back({text[i], text[i] == U'*' || text[i] == U'?'});
      ++i;
      continue;
    }
    const Variable variable = *ParseVariable(text, i);
    const std::optional<std::u32string> put_in = TextOfVariable(variable, context);
    if (!put_in) return std::nullopt;
    for (const char32_t c : *put_in) pattern.push_back({c, false});
    i = variable.end;
  }
  return pattern;
}

// ---- Condition operators ----------------------------------------------------------------------

enum class SetOperator { kNone, kForAllValues, kForAnyValue };

// Every name is in lower case (4.2).
struct Operator {
  SetOperator set = SetOperator::kNone;
  std::string name;      // `stringnotlike`.
  std::string positive;  // `stringlike`: what a negated operator is the negation of (4.1).
  bool if_exists = false;

  bool IsNegated() const { return name != positive; }
  bool Is(std::string_view family) const { return StartsWith(positive, family); }
};

// 4.4, 4.5, 4.6: each operator and what it negates.
const std::map<std::string, std::string>& Operators() {
  static const std::map<std::string, std::string> kOperators = {
      {"stringequals", "stringequals"},
      {"stringnotequals", "stringequals"},
      {"stringequalsignorecase", "stringequalsignorecase"},
      {"stringnotequalsignorecase", "stringequalsignorecase"},
      {"stringlike", "stringlike"},
      {"stringnotlike", "stringlike"},
      {"numericequals", "numericequals"},
      {"numericnotequals", "numericequals"},
      {"numericlessthan", "numericlessthan"},
      {"numericlessthanequals", "numericlessthanequals"},
      {"numericgreaterthan", "numericgreaterthan"},
      {"numericgreaterthanequals", "numericgreaterthanequals"},
      {"dateequals", "dateequals"},
      {"datenotequals", "dateequals"},
      {"datelessthan", "datelessthan"},
      {"datelessthanequals", "datelessthanequals"},
      {"dategreaterthan", "dategreaterthan"},
      {"dategreaterthanequals", "dategreaterthanequals"},
      {"bool", "bool"},
      {"binaryequals", "binaryequals"},
      {"ipaddress", "ipaddress"},
      {"notipaddress", "ipaddress"},
      {"arnequals", "arnequals"},
      {"arnnotequals", "arnequals"},
      {"arnlike", "arnlike"},
      {"arnnotlike", "arnlike"},
      {"null", "null"},
  };
  return kOperators;
}

// 4.2, 4.7, 4.8.
std::optional<Operator> ParseOperator(const std::string& text) {
  Operator result;
  result.name = Lower(text);
  if (StartsWith(result.name, "forallvalues:")) {
    result.set = SetOperator::kForAllValues;
    result.name = result.name.substr(13);
  } else if (StartsWith(result.name, "foranyvalue:")) {
    result.set = SetOperator::kForAnyValue;
    result.name = result.name.substr(12);
  }
  const std::size_t size = result.name.size();
  if (size > 8 && result.name.substr(size - 8) == "ifexists") {
    result.if_exists = true;
    result.name = result.name.substr(0, size - 8);
  }
  const auto found = Operators().find(result.name);
  if (found == Operators().end()) return std::nullopt;
  if (result.name == "null" && result.if_exists) return std::nullopt;
  result.positive = found->second;
  return result;
}

// 5.1, 5.3: which operators take variables.
bool TakesVariables(const Operator& op) { return op.Is("string") || op.Is("arn"); }

// 4.5: has a policy's value the form that the operator asks for?
bool HasForm(const Operator& op, const std::string& value) {
  if (op.Is("numeric")) return ParseDecimal(value).has_value();
  if (op.Is("date")) return ParseMoment(value).has_value();
  if (op.Is("bool") || op.Is("null")) return ParseBool(value).has_value();
  if (op.Is("binary")) return DecodeBase64(value).has_value();
  if (op.Is("ipaddress")) return ParseNetwork(value).has_value();
  return true;
}

bool ComparisonHolds(const std::string& positive, int comparison) {
  if (positive == "numericequals" || positive == "dateequals") return comparison == 0;
  if (positive == "numericlessthan" || positive == "datelessthan") return comparison < 0;
  if (positive == "numericlessthanequals" || positive == "datelessthanequals") {
    return comparison <= 0;
  }
  if (positive == "numericgreaterthan" || positive == "dategreaterthan") return comparison > 0;
  return comparison >= 0;
}

// One value of the request against one of the policy, negation left out.
bool ValueMatches(const Operator& op, const std::string& request, const std::string& policy,
                  bool has_variables, const Context& context) {
  if (TakesVariables(op)) {
    const std::optional<Pattern> pattern = Expand(policy, has_variables, context);
    if (!pattern) return false;  // 5.2
    // 4.4
    if (op.positive == "stringequals") return LiteralText(*pattern) == CodePoints(request);
    if (op.positive == "stringequalsignorecase") {
      return Lower(LiteralText(*pattern)) == Lower(CodePoints(request));
    }
    if (op.positive == "stringlike") return MatchesWildcards(*pattern, CodePoints(request));
    return IsArn(request) && MatchesArn(*pattern, request);  // 4.6
  }
  // 4.5: a request value of the wrong form does not match.
  if (op.Is("numeric")) {
    const std::optional<Decimal> number = ParseDecimal(request);
    return number && ComparisonHolds(op.positive, Compare(*number, *ParseDecimal(policy)));
  }
  if (op.Is("date")) {
    const std::optional<Moment> moment = ParseMoment(request);
    return moment && ComparisonHolds(op.positive, Compare(*moment, *ParseMoment(policy)));
  }
  if (op.Is("bool")) {
    const std::optional<bool> value = ParseBool(request);
    return value && *value == *ParseBool(policy);
  }
  if (op.Is("binary")) {
    const std::optional<std::string> bytes = DecodeBase64(request);
    return bytes && *bytes == *DecodeBase64(policy);
  }
  const std::optional<std::string> address = ParseAddress(request);
  const Network network = *ParseNetwork(policy);
  return address && address->size() == network.width && StartsWith(*address, network.prefix);
}

// 4.1: the values of the policy are alternatives; a negated operator asks for none of them.
bool InnerTest(const Operator& op, const std::string& request, const json& policy_values,
               bool has_variables, const Context& context) {
  bool any = false;
  for (const json& value : AsList(policy_values)) {
    any = any || ValueMatches(op, request, TextOf(value), has_variables, context);
  }
  return op.IsNegated() ? !any : any;
}

bool KeyHolds(const Operator& op, const std::string& key, const json& policy_values,
              bool has_variables, const Context& context) {
  const std::vector<std::string> values = ValuesOf(context, key);
  if (op.name == "null") {  // 4.3: nothing but presence; 4.8: a set operator changes nothing.
    bool any = false;
    for (const json& value : AsList(policy_values)) {
      any = any || *ParseBool(TextOf(value)) == values.empty();
    }
    return any;
  }
  if (values.empty()) {  // 4.3, 4.8, 4.9
    if (op.if_exists) return true;
    if (op.set == SetOperator::kForAllValues) return true;
    if (op.set == SetOperator::kForAnyValue) return false;
    return op.IsNegated();
  }
  std::size_t holding = 0;
  for (const std::string& value : values) {
    if (InnerTest(op, value, policy_values, has_variables, context)) ++holding;
  }
  // 4.8: without a set operator several values are decided as by ForAnyValue.
  return op.set == SetOperator::kForAllValues ? holding == values.size() : holding > 0;
}

// 4.1, 4.9: all operators, all keys.
bool ConditionHolds(const json& condition, bool has_variables, const Context& context) {
  bool all = true;
  for (const auto& [operator_name, keys] : condition.items()) {
    const Operator op = *ParseOperator(operator_name);
    for (const auto& [key, values] : keys.items()) {
      all = all && KeyHolds(op, key, values, has_variables, context);
    }
  }
  return all;
}

// ---- Principals (part 2) ----------------------------------------------------------------------

bool IsAccountId(const std::string& text) { return text.size() == 12 && AllDigits(text); }

enum class Kind {
  kEveryone,
  kAccount,  // Of a policy: everyone in it. Of a request: its root user.
  kUser,
  kRole,
  kSession,
  kFederatedUser,
  kUniqueId,
  kService,
  kFederated,
};

// What stands under `AWS`, in a policy or a request.
struct AwsName {
  Kind kind = Kind::kEveryone;
  std::string partition;
  std::string account;
  std::string name;  // Of a user or role without its path; of a session, its role's.
};

// 2.3: `AIDA…` or `AROA…`, 8 to 128 in all.
bool IsUniqueId(const std::string& text) {
  if (!StartsWith(text, "AIDA") && !StartsWith(text, "AROA")) return false;
  return text.size() >= 8 && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsUpper(c) || IsDigit(c); });
}

// 2.1, 2.2, 2.3; nothing for what IAM refuses.
std::optional<AwsName> ParseAwsName(const std::string& text) {
  if (text == "*") return AwsName{Kind::kEveryone, "", "", ""};
  if (IsAccountId(text)) return AwsName{Kind::kAccount, "aws", text, ""};
  if (IsUniqueId(text)) return AwsName{Kind::kUniqueId, "", "", ""};
  const std::vector<std::string> parts = Split(text, ':', 6);
  if (!IsArn(text) || HasWildcard(text)) return std::nullopt;
  const std::string& service = parts[2];
  const std::string& resource = parts[5];
  if (parts[1].empty() || !parts[3].empty() || !IsAccountId(parts[4])) return std::nullopt;
  AwsName name{Kind::kAccount, parts[1], parts[4], ""};
  if (service == "iam" && resource == "root") return name;
  if (service == "iam" && (StartsWith(resource, "user/") || StartsWith(resource, "role/"))) {
    name.kind = StartsWith(resource, "user/") ? Kind::kUser : Kind::kRole;
    name.name = LastSegment(resource);
  } else if (service == "sts" && StartsWith(resource, "assumed-role/")) {
    const std::vector<std::string> segments = Split(resource, '/', 4);
    if (segments.size() != 3 || segments[2].empty()) return std::nullopt;
    name.kind = Kind::kSession;
    name.name = segments[1];
  } else if (service == "sts" && StartsWith(resource, "federated-user/")) {
    name.kind = Kind::kFederatedUser;
    name.name = resource.substr(15);
  }
  if (name.name.empty()) return std::nullopt;
  return name;
}

// 2.5: the ARN of a provider or the domain of a built-in one.
bool IsProviderArn(const std::string& text) {
  if (!IsArn(text) || HasWildcard(text)) return false;
  const std::vector<std::string> parts = Split(text, ':', 6);
  const bool is_oidc = StartsWith(parts[5], "oidc-provider/") && parts[5].size() > 14;
  const bool is_saml = StartsWith(parts[5], "saml-provider/") && parts[5].size() > 14;
  return !parts[1].empty() && parts[2] == "iam" && parts[3].empty() && IsAccountId(parts[4]) &&
         (is_oidc || is_saml);
}

bool IsBuiltInProvider(const std::string& text) {
  return text == "cognito-identity.amazonaws.com" || text == "accounts.google.com" ||
         text == "www.amazon.com" || text == "graph.facebook.com";
}

// ---- Validation (part 1) ----------------------------------------------------------------------
//
// Each function says what is wrong, in a few words, or nothing.

bool IsTrustPolicy(PolicyType type) { return type == PolicyType::kTrustPolicy; }
bool IsResourcePolicy(PolicyType type) { return type == PolicyType::kResourcePolicy; }
bool IsRcp(PolicyType type) { return type == PolicyType::kResourceControlPolicy; }

// 1.6, for all but condition values.
std::string CheckStrings(const json& value) {
  if (value.is_array() && value.empty()) return "1.6 empty list";
  for (const json& item : AsList(value)) {
    if (!item.is_string()) return "1.6 not a string";
  }
  return "";
}

// 3.1, 1.5
std::string CheckActions(const json& value, PolicyType type) {
  if (std::string reason = CheckStrings(value); !reason.empty()) return reason;
  for (const json& item : AsList(value)) {
    const std::string action = item.get<std::string>();
    if (action == "*") continue;
    const std::vector<std::string> parts = Split(action, ':', 2);
    if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) return "3.1 malformed action";
    if (IsTrustPolicy(type) && !MatchesWildcards(WithWildcards(Lower(parts[0])), U"sts")) {
      return "1.5 action not of sts";
    }
  }
  return "";
}

// 3.2, 5.3. A colon inside a variable's braces parts no components.
std::string CheckResources(const json& value, bool has_variables) {
  if (std::string reason = CheckStrings(value); !reason.empty()) return reason;
  for (const json& item : AsList(value)) {
    const std::string resource = item.get<std::string>();
    if (resource == "*") continue;
    const std::u32string text = CodePoints(resource);
    if (has_variables && !VariablesAreWellFormed(resource)) return "5.3 malformed variable";
    int colons = 0;
    for (std::size_t i = 0; i < text.size();) {
      if (has_variables && StartsVariable(text, i)) {
        i = ParseVariable(text, i)->end;
      } else {
        if (text[i] == U':') ++colons;
        ++i;
      }
    }
    if (colons < 5) return "3.2 resource with fewer than six components";
  }
  return "";
}

// 2.1 to 2.7
std::string CheckPrincipal(const json& principal, PolicyType type) {
  if (principal.is_string()) return principal == "*" ? "" : "2.7 a string that is not `*`";
  if (IsRcp(type)) return "1.5 the principal of an RCP is `*`";
  if (!principal.is_object()) return "1.7 principal of a wrong type";
  if (principal.empty()) return "2.7 empty principal";
  for (const auto& [kind, value] : principal.items()) {
    if (std::string reason = CheckStrings(value); !reason.empty()) return reason;
    for (const json& item : AsList(value)) {
      const std::string text = item.get<std::string>();
      if (text.empty()) return "2.7 empty string";
      if (kind == "AWS") {
        if (!ParseAwsName(text)) return "2.3 malformed AWS principal";
      } else if (kind == "Service") {
        if (text == "*") return "2.4 `*` is no service";
      } else if (kind == "Federated") {
        if (!IsProviderArn(text) && !IsBuiltInProvider(text)) return "2.5 no provider";
      } else if (kind != "CanonicalUser" || !IsResourcePolicy(type)) {
        return "2.7 unknown principal type";
      }
    }
  }
  return "";
}

// 1.6, 4.5, 5.3
std::string CheckConditionValues(const Operator& op, const json& values, bool has_variables) {
  if (values.is_array() && values.empty()) return "1.6 empty list of values";
  for (const json& item : AsList(values)) {
    if (!IsScalar(item)) return "1.6 condition value of a wrong type";
    if (!TakesVariables(op) && Contains(TextOf(item), "${")) return "5.3 variable not taken";
    if (!HasForm(op, TextOf(item))) return "4.5 condition value of the wrong form";
    if (TakesVariables(op) && has_variables && !VariablesAreWellFormed(TextOf(item))) {
      return "5.3 malformed variable";
    }
  }
  return "";
}

// 1.7, 4.2, 4.7
std::string CheckCondition(const json& condition, bool has_variables) {
  if (!condition.is_object()) return "1.7 condition of a wrong type";
  std::set<std::string> operators;
  for (const auto& [name, keys] : condition.items()) {
    const std::optional<Operator> op = ParseOperator(name);
    if (!op) return "1.7 unknown operator " + name;
    if (!operators.insert(Lower(name)).second) return "1.7 operator twice";
    if (!keys.is_object()) return "1.7 operator of a wrong type";
    std::set<std::string> seen;
    for (const auto& [key, values] : keys.items()) {
      if (key.empty()) return "1.7 empty key";
      if (key.front() == ' ' || key.back() == ' ') return "4.2 blank around a key";
      if (!seen.insert(Lower(key)).second) return "1.7 key twice";
      std::string reason = CheckConditionValues(*op, values, has_variables);
      if (!reason.empty()) return reason;
    }
  }
  return "";
}

// 1.4
std::string CheckSid(const json& sid, PolicyType type, std::set<std::string>* seen) {
  if (!sid.is_string()) return "1.7 Sid of a wrong type";
  const std::string text = sid.get<std::string>();
  const bool is_free = IsTrustPolicy(type) || IsResourcePolicy(type);
  for (const char c : text) {
    if (!is_free && !IsDigit(c) && !IsUpper(c) && !IsLower(c)) return "1.4 Sid not alphanumeric";
  }
  if (!text.empty() && !seen->insert(text).second) return "1.4 Sid twice";
  return "";
}

// 1.3, 1.5
std::string CheckStatement(const json& statement, PolicyType type, bool has_variables,
                           std::set<std::string>* sids) {
  static const std::set<std::string> kElements = {"Sid",          "Effect",      "Principal",
                                                  "NotPrincipal", "Action",      "NotAction",
                                                  "Resource",     "NotResource", "Condition"};
  if (!statement.is_object()) return "1.1 statement is no object";
  for (const auto& [name, value] : statement.items()) {
    if (kElements.count(name) == 0) return "1.3 unknown element " + name;
  }
  const auto has = [&](const char* name) { return statement.contains(name); };

  if (!has("Effect")) return "1.3 no Effect";
  const json& effect = statement["Effect"];
  if (effect != "Allow" && effect != "Deny") return "1.3 Effect is neither Allow nor Deny";
  if (IsRcp(type) && effect != "Deny") return "1.5 an RCP only denies";

  if (has("Action") == has("NotAction")) return "1.3 not one of Action and NotAction";
  if (has("Principal") && has("NotPrincipal")) return "1.3 Principal and NotPrincipal";
  if (has("Resource") && has("NotResource")) return "1.3 Resource and NotResource";

  const bool takes_principal = IsTrustPolicy(type) || IsResourcePolicy(type) || IsRcp(type);
  const bool takes_not_principal = IsResourcePolicy(type);
  if (has("NotPrincipal") && !takes_not_principal) return "1.5 NotPrincipal";
  if (has("Principal") && !takes_principal) return "1.5 Principal";
  if (takes_principal && !has("Principal") && !has("NotPrincipal")) return "1.5 no Principal";
  if (has("NotPrincipal") && effect != "Deny") return "2.6 NotPrincipal without Deny";

  const bool takes_resource = !IsTrustPolicy(type);
  if ((has("Resource") || has("NotResource")) != takes_resource) return "1.5 Resource";

  for (const auto& [name, value] : statement.items()) {
    std::string reason;
    if (name == "Sid") reason = CheckSid(value, type, sids);
    if (name == "Action" || name == "NotAction") reason = CheckActions(value, type);
    if (name == "Principal" || name == "NotPrincipal") reason = CheckPrincipal(value, type);
    if (name == "Resource" || name == "NotResource") reason = CheckResources(value, has_variables);
    if (name == "Condition") reason = CheckCondition(value, has_variables);
    if (!reason.empty()) return reason;
  }
  return "";
}

// 1.2
bool HasVariables(const json& document) {
  return document.contains("Version") && document["Version"] == "2012-10-17";
}

// 1.1, 1.2
std::string CheckDocument(const json& document, PolicyType type) {
  if (!document.is_object()) return "1.1 no object";
  for (const auto& [name, value] : document.items()) {
    if (name == "Version") {
      if (value != "2012-10-17" && value != "2008-10-17") return "1.2 Version";
    } else if (name == "Id") {
      if (!value.is_string()) return "1.2 Id";
    } else if (name != "Statement") {
      return "1.1 unknown element " + name;
    }
  }
  if (!document.contains("Statement")) return "1.1 no Statement";
  const json& statements = document["Statement"];
  if (statements.is_array() && statements.empty()) return "1.1 no statements";
  if (statements.is_array() && statements.size() > 1000) return "1.1 too many statements";
  std::set<std::string> sids;
  for (const json& statement : AsList(statements)) {
    std::string reason = CheckStatement(statement, type, HasVariables(document), &sids);
    if (!reason.empty()) return reason;
  }
  return "";
}

// ---- Requests (part 7) ------------------------------------------------------------------------

struct Caller {
  Kind kind = Kind::kEveryone;  // kEveryone is an anonymous caller.
  std::string text;             // The ARN, the service's name, the provider.
  AwsName aws;                  // Of an IAM caller.
  bool is_service_linked = false;

  // 6.3
  bool IsIam() const {
    return kind != Kind::kService && kind != Kind::kFederated && kind != Kind::kEveryone;
  }
};

struct Request {
  std::string error;
  Caller caller;
  std::string action;
  std::string resource;
  Context context;
};

// The account that the resource's ARN holds, or nothing (6.9, 7.6).
std::string AccountInArn(const std::string& arn) {
  if (!IsArn(arn)) return "";  // `*` (3.2)
  const std::string account = Split(arn, ':', 6)[4];
  return IsAccountId(account) ? account : "";
}

// 2.1 to 2.5; `error` when the request names nobody.
Caller ReadCaller(const json& principal, const std::string& resource, std::string* error) {
  Caller caller;
  if (principal == "*") return caller;
  *error = "malformed principal";
  if (!principal.is_object() || principal.size() != 1) return caller;
  const std::string kind = principal.begin().key();
  if (!principal.begin().value().is_string()) return caller;
  caller.text = principal.begin().value().get<std::string>();
  if (caller.text.empty() || caller.text == "*") return caller;

  if (kind == "Service") {
    caller.kind = Kind::kService;
  } else if (kind == "Federated") {
    caller.kind = Kind::kFederated;
    if (StartsWith(caller.text, "arn:")) {
      if (!IsProviderArn(caller.text)) return caller;
    } else if (!IsBuiltInProvider(caller.text)) {  // 2.5: an OIDC provider by its host alone.
      const std::string partition = IsArn(resource) ? Split(resource, ':', 6)[1] : "";
      caller.text =
          "arn:" + partition + ":iam::" + AccountInArn(resource) + ":oidc-provider/" + caller.text;
    }
  } else if (kind == "AWS") {
    const std::optional<AwsName> name = ParseAwsName(caller.text);
    if (!name || name->kind == Kind::kUniqueId) return caller;
    caller.kind = name->kind;
    caller.aws = *name;
    if (IsAccountId(caller.text)) caller.text = "arn:aws:iam::" + caller.text + ":root";
  } else {
    return caller;
  }
  error->clear();
  return caller;
}

// 7.7
Context ReadContext(const json& members, std::string* error) {
  Context context;
  std::set<std::string> seen;
  for (const auto& [name, value] : members.items()) {
    const std::string key = Lower(name);
    if (!seen.insert(key).second) *error = "7.7 key twice: " + name;
    std::vector<std::string> values;
    for (const json& item : AsList(value)) {
      if (!IsScalar(item)) {
        *error = "context value of a wrong type: " + name;
        return context;
      }
      values.push_back(TextOf(item));
    }
    if (IsSingleValuedByDefinition(key) && values.size() > 1) *error = "7.7 two values: " + name;
    if (!values.empty()) context[key] = values;  // 4.9
  }
  return context;
}

// 7.3: the role's ARN, where a session's request may have said which path the role has.
bool IsRoleOfSession(const std::string& arn, const Caller& session) {
  const std::optional<AwsName> role = ParseAwsName(arn);
  return role && role->kind == Kind::kRole && role->partition == session.aws.partition &&
         role->account == session.aws.account && role->name == session.aws.name;
}

std::string PrincipalType(Kind kind) {
  switch (kind) {
    case Kind::kAccount:
      return "Account";
    case Kind::kUser:
      return "User";
    case Kind::kFederatedUser:
      return "FederatedUser";
    default:
      return "AssumedRole";
  }
}

// 7.1, 7.3: what the principal says about the context.
std::map<std::string, std::string> KeysOfPrincipal(const Caller& caller) {
  std::map<std::string, std::string> keys;
  keys["aws:PrincipalIsAWSService"] = caller.kind == Kind::kService ? "true" : "false";
  if (caller.kind == Kind::kService) {
    keys["aws:PrincipalServiceName"] = caller.text;
    keys["aws:PrincipalServiceNamesList"] = caller.text;
  } else if (caller.kind == Kind::kEveryone) {
    keys["aws:PrincipalType"] = "Anonymous";
    keys["aws:PrincipalAccount"] = "anonymous";
    keys["aws:userid"] = "anonymous";
  } else if (caller.IsIam()) {
    keys["aws:PrincipalArn"] = caller.text;
    if (caller.kind == Kind::kSession) {
      keys["aws:PrincipalArn"] = "arn:" + caller.aws.partition + ":iam::" + caller.aws.account +
                                 ":role/" + caller.aws.name;
    }
    keys["aws:PrincipalAccount"] = caller.aws.account;
    keys["aws:PrincipalType"] = PrincipalType(caller.kind);
    if (caller.kind == Kind::kUser) keys["aws:username"] = caller.aws.name;
    if (caller.kind == Kind::kAccount) keys["aws:userid"] = caller.aws.account;
  }
  return keys;
}

// 7.1, 7.3: what such a principal does not have.
std::vector<std::string> KeysNotOfPrincipal(const Caller& caller) {
  if (caller.kind == Kind::kService) {
    return {"aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID"};
  }
  if (caller.kind == Kind::kFederated) return {};
  std::vector<std::string> keys = {"aws:PrincipalServiceName"};
  return keys;
}

// Part 7: does a value that the request gives contradict the principal?
bool Contradicts(const std::string& key, const std::vector<std::string>& given,
                 const std::string& expected, const Caller& caller) {
  if (key == "aws:PrincipalServiceNamesList") {
    return std::find(given.begin(), given.end(), expected) == given.end();
  }
  if (key == "aws:PrincipalIsAWSService") return Lower(given[0]) != expected;
  if (key == "aws:PrincipalArn" && caller.kind == Kind::kSession) {
    return !IsRoleOfSession(given[0], caller);
  }
  return given[0] != expected;
}

// 6.6: path `/aws-service-role/`; a session shows no path, so that its role's name decides.
bool IsServiceLinked(const Caller& caller) {
  if (caller.kind == Kind::kSession) return StartsWith(caller.aws.name, "AWSServiceRoleFor");
  return caller.kind == Kind::kRole &&
         StartsWith(Split(caller.text, ':', 6)[5], "role/aws-service-role/");
}

// The members of a request line that are policies.
bool IsPolicyMember(const std::string& name) {
  static const std::set<std::string> kNames = {
      "trustPolicy",     "resourcePolicy",         "identityPolicies",       "permissionsBoundary",
      "sessionPolicies", "serviceControlPolicies", "resourceControlPolicies"};
  return kNames.count(name) == 1;
}

// Simulation takes action names, not patterns (3.1).
bool IsActionName(const std::string& text) {
  const std::vector<std::string> parts = Split(text, ':', 2);
  return parts.size() == 2 && !parts[0].empty() && !parts[1].empty() && !HasWildcard(text);
}

Request ReadRequest(const json& line) {
  static const std::set<std::string> kMembers = {"id",       "principal", "action",
                                                 "resource", "context",   "contextIsComplete"};
  Request request;
  const auto refuse = [&request](const std::string& reason) {
    request.error = reason;
    return request;
  };
  if (!line.is_object()) return refuse("no object");
  for (const auto& [name, value] : line.items()) {
    if (kMembers.count(name) == 0 && !IsPolicyMember(name)) return refuse("unknown " + name);
  }
  for (const char* name : {"action", "resource"}) {
    if (!line.contains(name) || !line[name].is_string()) return refuse(std::string("no ") + name);
  }
  request.action = line["action"].get<std::string>();
  request.resource = line["resource"].get<std::string>();
  if (!IsActionName(request.action)) return refuse("malformed action");
  if (request.resource != "*" && !IsArn(request.resource)) return refuse("resource is no ARN");
  if (!line.contains("principal")) return refuse("no principal");
  request.caller = ReadCaller(line["principal"], request.resource, &request.error);
  if (!request.error.empty()) return request;

  const json members = line.value("context", json::object());
  if (!members.is_object()) return refuse("context is no object");
  request.context = ReadContext(members, &request.error);
  if (!request.error.empty()) return request;
  const json is_complete = line.value("contextIsComplete", json(false));
  if (!is_complete.is_boolean()) return refuse("contextIsComplete is no boolean");

  const Context given = request.context;
  std::map<std::string, std::string> expected = KeysOfPrincipal(request.caller);
  for (const auto& [key, value] : expected) {
    const std::vector<std::string> values = ValuesOf(given, key);
    if (!values.empty() && Contradicts(key, values, value, request.caller)) {
      return refuse("part 7: contradicts the principal: " + key);
    }
  }
  for (const std::string& key : KeysNotOfPrincipal(request.caller)) {
    if (!ValuesOf(given, key).empty()) return refuse("part 7: such a principal has no " + key);
  }
  // 7.6
  const std::string account = AccountInArn(request.resource);
  if (!account.empty()) expected["aws:ResourceAccount"] = account;

  // insert() leaves what the request gives.
  Context filled = given;
  for (const auto& [key, value] : expected) filled.insert({Lower(key), {value}});
  request.caller.is_service_linked = IsServiceLinked(request.caller);
  if (!is_complete.get<bool>()) request.context = filled;
  return request;
}

// ---- Statements -------------------------------------------------------------------------------

// How a statement's principal names the caller (6.5); several at once are possible.
struct Naming {
  bool any = false;
  bool by_user_arn = false;
  bool by_role_arn = false;
  bool by_session_arn = false;
  bool everyone = false;
};

// 2.2, 2.3
bool AwsNameMatches(const std::string& text, const Caller& caller) {
  const AwsName name = *ParseAwsName(text);
  switch (name.kind) {
    case Kind::kEveryone:
      return true;
    case Kind::kAccount:
      return caller.IsIam() && caller.aws.account == name.account;
    case Kind::kRole:
      if (caller.kind == Kind::kSession) return IsRoleOfSession(text, caller);
      return caller.kind == Kind::kRole && caller.text == text;
    case Kind::kUser:
    case Kind::kSession:
    case Kind::kFederatedUser:
      return caller.kind == name.kind && caller.text == text;
    default:
      return false;  // A unique id is a principal that was deleted.
  }
}

// 2.1 to 2.7: several types and values are alternatives.
Naming NameCaller(const json& principal, const Caller& caller) {
  Naming naming;
  if (principal.is_string()) {
    naming.any = true;
    naming.everyone = true;
    return naming;
  }
  for (const auto& [kind, value] : principal.items()) {
    for (const json& item : AsList(value)) {
      const std::string text = item.get<std::string>();
      if (kind == "AWS" && AwsNameMatches(text, caller)) {
        const Kind name_kind = ParseAwsName(text)->kind;
        naming.any = true;
        if (name_kind == Kind::kEveryone) naming.everyone = true;
        if (name_kind == Kind::kUser) naming.by_user_arn = true;
        if (name_kind == Kind::kRole) naming.by_role_arn = true;
        if (name_kind == Kind::kSession || name_kind == Kind::kFederatedUser) {
          naming.by_session_arn = true;
        }
      }
      if (kind == "Service" && caller.kind == Kind::kService && caller.text == text) {
        naming.any = true;
      }
      if (kind == "Federated" && caller.kind == Kind::kFederated && caller.text == text) {
        naming.any = true;
      }
    }
  }
  return naming;
}

Naming PrincipalOfStatement(const json& statement, const Caller& caller) {
  if (statement.contains("Principal")) return NameCaller(statement["Principal"], caller);
  Naming naming;
  if (statement.contains("NotPrincipal")) {  // 2.6
    naming.any = !NameCaller(statement["NotPrincipal"], caller).any;
    naming.everyone = naming.any;
  } else {
    naming.any = true;  // 1.5: whoever the policy is attached to.
  }
  return naming;
}

// 3.1
bool AnyActionMatches(const json& values, const std::string& action) {
  bool any = false;
  for (const json& value : AsList(values)) {
    const Pattern pattern = WithWildcards(Lower(value.get<std::string>()));
    any = any || MatchesWildcards(pattern, CodePoints(Lower(action)));
  }
  return any;
}

// 3.2, 5.2
bool AnyResourceMatches(const json& values, bool has_variables, const Request& request) {
  bool any = false;
  for (const json& value : AsList(values)) {
    const std::string text = value.get<std::string>();
    const std::optional<Pattern> pattern = Expand(text, has_variables, request.context);
    any = any || text == "*" || (pattern && MatchesArn(*pattern, request.resource));
  }
  return any;
}

struct Match {
  PolicyType type = PolicyType::kTrustPolicy;
  std::size_t level = 0;
  bool is_deny = false;
  Naming naming;
  DeterminingStatement statement;
};

// Does everything that the statement asks for hold? 3.3: the Not… elements are what is left.
std::optional<Naming> MatchStatement(const json& statement, bool has_variables,
                                     const Request& request) {
  const Naming naming = PrincipalOfStatement(statement, request.caller);
  bool matches = naming.any;
  if (statement.contains("Action")) {
    matches = matches && AnyActionMatches(statement["Action"], request.action);
  } else {
    matches = matches && !AnyActionMatches(statement["NotAction"], request.action);
  }
  if (statement.contains("Resource")) {
    matches = matches && AnyResourceMatches(statement["Resource"], has_variables, request);
  } else if (statement.contains("NotResource")) {
    matches = matches && !AnyResourceMatches(statement["NotResource"], has_variables, request);
  }
  if (statement.contains("Condition")) {
    matches = matches && ConditionHolds(statement["Condition"], has_variables, request.context);
  }
  if (!matches) return std::nullopt;
  return naming;
}

std::vector<Match> MatchesOf(const PreparedPolicy& policy, const Request& request) {
  std::vector<Match> matches;
  for (std::size_t i = 0; i < policy.statements.size(); ++i) {
    const json& statement = policy.statements[i];
    const std::optional<Naming> naming = MatchStatement(statement, policy.has_variables, request);
    if (!naming) continue;
    const std::string sid = statement.value("Sid", "");
    matches.push_back(
        {policy.type, policy.level, statement["Effect"] == "Deny", *naming, {policy.name, i, sid}});
  }
  return matches;
}

// ---- Together (part 6) ------------------------------------------------------------------------

// 6.2
bool IsRoleAction(const std::string& action) {
  static const std::set<std::string> kActions = {
      "sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml",
      "sts:tagsession", "sts:setsourceidentity",         "sts:setcontext"};
  return kActions.count(Lower(action)) == 1;
}

bool IsRoleArn(const std::string& arn) {
  const std::vector<std::string> parts = Split(arn, ':', 6);
  return parts.size() == 6 && parts[2] == "iam" && StartsWith(parts[5], "role/");
}

bool IsKmsKeyArn(const std::string& arn) {
  const std::vector<std::string> parts = Split(arn, ':', 6);
  return parts.size() == 6 && parts[2] == "kms" && StartsWith(parts[5], "key/");
}

// 6.2: the trust policy is the resource policy of these calls, and of no other.
PolicyType MainPolicyType(const Request& request) {
  return IsRoleAction(request.action) && IsRoleArn(request.resource) ? PolicyType::kTrustPolicy
                                                                     : PolicyType::kResourcePolicy;
}

// 6.3, 6.6, 6.7
bool IsApplicable(PolicyType type, const Request& request) {
  switch (type) {
    case PolicyType::kTrustPolicy:
    case PolicyType::kResourcePolicy:
      return type == MainPolicyType(request);
    case PolicyType::kIdentityPolicy:
    case PolicyType::kPermissionsBoundary:
    case PolicyType::kSessionPolicy:
      return request.caller.IsIam();
    case PolicyType::kServiceControlPolicy:
      return request.caller.IsIam() && !request.caller.is_service_linked;
    case PolicyType::kResourceControlPolicy:
      return !request.caller.is_service_linked;
  }
  return false;
}

// 6.9
bool IsSameAccount(const Request& request) {
  std::string owner = AccountInArn(request.resource);
  if (owner.empty()) owner = ValueOf(request.context, "aws:ResourceAccount").value_or("");
  return request.caller.IsIam() && owner == request.caller.aws.account;
}

// Which layers a request needs the word of, RCPs and SCPs apart.
struct Needed {
  bool main = false;  // The trust or resource policy.
  bool identity = false;
  bool limits = false;  // The boundary and the session policies, where there are any.
};

bool Allows(const std::vector<Match>& matches, PolicyType type) {
  return std::any_of(matches.begin(), matches.end(),
                     [type](const Match& match) { return match.type == type && !match.is_deny; });
}

// 6.3, 6.4, 6.5
Needed NeededLayers(const std::vector<Match>& matches, const Request& request) {
  const PolicyType main = MainPolicyType(request);
  if (!request.caller.IsIam()) return {true, false, false};  // 6.3
  if (!IsSameAccount(request)) return {true, true, true};    // 6.4

  // 6.5: how the Allows of the trust or resource policy name the caller, all of them together.
  Naming naming;
  for (const Match& match : matches) {
    if (match.type != main || match.is_deny) continue;
    naming.any = true;
    naming.by_user_arn = naming.by_user_arn || match.naming.by_user_arn;
    naming.by_role_arn = naming.by_role_arn || match.naming.by_role_arn;
    naming.by_session_arn = naming.by_session_arn || match.naming.by_session_arn;
    naming.everyone = naming.everyone || match.naming.everyone;
  }
  if (naming.by_user_arn || naming.by_session_arn) return {true, false, false};
  const bool is_like_role = main == PolicyType::kTrustPolicy || IsKmsKeyArn(request.resource);
  // Of another resource a grant to everyone is a grant to the caller that nothing limits.
  if (naming.everyone && !is_like_role) return {true, false, false};
  if (naming.by_role_arn) return {true, false, true};
  if (is_like_role) return {true, true, true};
  // Naming the account leaves the word to the account (2.2).
  return {false, true, true};
}

// 6.8: each given policy of the type must allow; true when none is given.
bool EachAllows(const PreparedPolicies& prepared, const std::vector<Match>& matches,
                PolicyType type) {
  for (const PreparedPolicy& policy : prepared.policies) {
    if (policy.type != type) continue;
    const bool allows = std::any_of(matches.begin(), matches.end(), [&](const Match& match) {
      return !match.is_deny && match.statement.policy == policy.name;
    });
    if (!allows) return false;
  }
  return true;
}

// 6.6: every level, each of which is the OR of its policies.
bool ServiceControlPoliciesAllow(const PreparedPolicies& prepared,
                                 const std::vector<Match>& matches) {
  for (std::size_t level = 0; level < prepared.service_control_levels; ++level) {
    const bool allows = std::any_of(matches.begin(), matches.end(), [&](const Match& match) {
      return match.type == PolicyType::kServiceControlPolicy && match.level == level &&
             !match.is_deny;
    });
    if (!allows) return false;
  }
  return true;
}

// 6.10
std::vector<DeterminingStatement> Determining(const std::vector<Match>& matches, bool is_deny,
                                              const std::set<PolicyType>& types) {
  std::vector<DeterminingStatement> statements;
  for (const Match& match : matches) {
    if (match.is_deny == is_deny && types.count(match.type) == 1) {
      statements.push_back(match.statement);
    }
  }
  return statements;
}

Decision Combine(const PreparedPolicies& prepared, const Request& request) {
  std::vector<Match> matches;
  std::set<PolicyType> applicable;
  for (const PreparedPolicy& policy : prepared.policies) {
    if (!IsApplicable(policy.type, request)) continue;
    applicable.insert(policy.type);
    for (const Match& match : MatchesOf(policy, request)) matches.push_back(match);
  }

  Decision decision;
  decision.determining = Determining(matches, true, applicable);
  if (!decision.determining.empty()) {  // 6.1
    decision.decision = "explicitDeny";
    return decision;
  }

  const Needed needed = NeededLayers(matches, request);
  const PolicyType main = MainPolicyType(request);
  std::set<PolicyType> needed_types;
  bool allowed = true;
  if (needed.main) {
    needed_types.insert(main);
    allowed = allowed && Allows(matches, main);
  }
  if (needed.identity) {
    needed_types.insert(PolicyType::kIdentityPolicy);
    allowed = allowed && Allows(matches, PolicyType::kIdentityPolicy);
  }
  if (needed.limits) {
    for (const PolicyType type : {PolicyType::kPermissionsBoundary, PolicyType::kSessionPolicy}) {
      needed_types.insert(type);
      allowed = allowed && EachAllows(prepared, matches, type);
    }
  }
  if (IsApplicable(PolicyType::kServiceControlPolicy, request)) {
    needed_types.insert(PolicyType::kServiceControlPolicy);
    allowed = allowed && ServiceControlPoliciesAllow(prepared, matches);
  }
  decision.decision = allowed ? "allowed" : "implicitDeny";
  if (allowed) decision.determining = Determining(matches, false, needed_types);
  return decision;
}

// ---- The line ---------------------------------------------------------------------------------

void Add(const std::string& name, PolicyType type, std::size_t level, const json& document,
         PreparedPolicies* prepared) {
  const std::string reason = CheckDocument(document, type);
  if (!reason.empty() && prepared->policy_error.empty()) {
    prepared->policy_error = name + ": " + reason;
  }
  if (!reason.empty()) return;
  prepared->policies.push_back(
      {name, type, level, HasVariables(document), AsList(document["Statement"])});
}

std::string Indexed(const std::string& name, std::size_t index) {
  return name + "[" + std::to_string(index) + "]";
}

void AddOne(const json& line, const std::string& name, PolicyType type,
            PreparedPolicies* prepared) {
  if (line.contains(name)) Add(name, type, 0, line[name], prepared);
}

// A document, or a list of them.
void AddList(const json& line, const std::string& name, PolicyType type,
             PreparedPolicies* prepared) {
  if (!line.contains(name)) return;
  const std::vector<json> documents = AsList(line[name]);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    Add(Indexed(name, i), type, 0, documents[i], prepared);
  }
}

// 6.6: a list of lists, from the root down. Returns how many levels.
std::size_t AddLevels(const json& line, const std::string& name, PolicyType type,
                      PreparedPolicies* prepared) {
  if (!line.contains(name)) return 0;
  const json& levels = line[name];
  if (!levels.is_array()) prepared->request_error = name + " is no list of lists";
  std::size_t level = 0;
  for (const json& documents : AsList(levels)) {
    if (!documents.is_array()) {
      prepared->request_error = name + " is no list of lists";
      continue;
    }
    for (std::size_t i = 0; i < documents.size(); ++i) {
      Add(Indexed(Indexed(name, level), i), type, level, documents[i], prepared);
    }
    ++level;
  }
  return level;
}

}  // namespace

Validity ValidatePolicy(const json& document, PolicyType type) {
  const std::string reason = CheckDocument(document, type);
  return {reason.empty(), reason};
}

PreparedPolicies Prepare(const json& line) {
  PreparedPolicies prepared;
  if (!line.is_object()) {
    prepared.request_error = "no object";
    return prepared;
  }
  // In the order of 6.10.
  AddOne(line, "trustPolicy", PolicyType::kTrustPolicy, &prepared);
  AddOne(line, "resourcePolicy", PolicyType::kResourcePolicy, &prepared);
  AddList(line, "identityPolicies", PolicyType::kIdentityPolicy, &prepared);
  AddOne(line, "permissionsBoundary", PolicyType::kPermissionsBoundary, &prepared);
  AddList(line, "sessionPolicies", PolicyType::kSessionPolicy, &prepared);
  prepared.service_control_levels =
      AddLevels(line, "serviceControlPolicies", PolicyType::kServiceControlPolicy, &prepared);
  AddLevels(line, "resourceControlPolicies", PolicyType::kResourceControlPolicy, &prepared);
  return prepared;
}

Decision Decide(const PreparedPolicies& prepared, const json& line) {
  const auto error = [](const char* code, const std::string& reason) {
    return Decision{"", {}, code, reason};
  };
  if (!prepared.request_error.empty()) return error("invalid-request", prepared.request_error);
  const Request request = ReadRequest(line);
  if (!request.error.empty()) return error("invalid-request", request.error);
  if (MainPolicyType(request) == PolicyType::kTrustPolicy && line.contains("resourcePolicy")) {
    return error("invalid-request", "a resourcePolicy for a role");  // 6.2
  }
  if (!prepared.policy_error.empty()) return error("invalid-policy", prepared.policy_error);  // 1.8
  const bool has_trust_policy =
      !prepared.policies.empty() && prepared.policies[0].type == PolicyType::kTrustPolicy;
  if (MainPolicyType(request) == PolicyType::kTrustPolicy && !has_trust_policy) {
    return error("unknown-role", "no trustPolicy for " + request.resource);
  }
  return Combine(prepared, request);
}

Decision Evaluate(const json& line) { return Decide(Prepare(line), line); }

json ResultLine(const json& id, const Decision& decision) {
  json line = {{"id", id}};
  if (!decision.error.empty()) {
    line["error"] = {{"code", decision.error}};
    return line;
  }
  line["decision"] = decision.decision;
  line["determining"] = json::array();
  for (const DeterminingStatement& statement : decision.determining) {
    line["determining"].push_back(
        {{"policy", statement.policy}, {"statement", statement.statement}, {"sid", statement.sid}});
  }
  return line;
}

}  // namespace deputy::reference
