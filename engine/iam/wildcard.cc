#include "engine/iam/wildcard.h"

#include <utility>

#include "absl/strings/match.h"

namespace deputy {
namespace {

constexpr absl::string_view kWildcards("\xff\xfe", 2);

// The length of the code point at `text[at]`; one byte where it is no valid UTF-8.
size_t CodePointLength(absl::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (at + length > text.size()) return 1;
  for (size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return 1;
  }
  return length;
}

}  // namespace

std::string EncodePattern(absl::string_view policy_text) {
  std::string encoded;
  encoded.reserve(policy_text.size());
  for (const char c : policy_text) {
    if (c == '?') {
      encoded.push_back(kAnyOne);
    } else if (c != '*') {
      encoded.push_back(c);
    } else if (encoded.empty() || encoded.back() != kAnyRun) {
      encoded.push_back(kAnyRun);
    }
  }
  return encoded;
}

std::string DecodePattern(absl::string_view pattern) {
  std::string text(pattern);
  for (char& c : text) {
    if (c == kAnyRun) c = '*';
    if (c == kAnyOne) c = '?';
  }
  return text;
}

bool MatchesPattern(absl::string_view pattern, absl::string_view text) {
  size_t p = 0;
  size_t t = 0;
  // Where to come back to: behind the last star, and the text that star has not taken yet. A later
  // star makes an earlier one useless, so one point is enough.
  size_t star = absl::string_view::npos;
  size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == kAnyRun) {
      star = ++p;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == kAnyOne) {
      ++p;
      t += CodePointLength(text, t);
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != absl::string_view::npos) {
      p = star;
      resume += CodePointLength(text, resume);
      t = resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kAnyRun) ++p;
  return p == pattern.size();
}

Pattern::Pattern(std::string encoded) : encoded_(std::move(encoded)) {
  const size_t wildcard = encoded_.find_first_of(std::string(kWildcards));
  if (wildcard == std::string::npos) {
    kind_ = Kind::kLiteral;
  } else if (encoded_[wildcard] == kAnyRun && wildcard + 1 == encoded_.size()) {
    kind_ = wildcard == 0 ? Kind::kAny : Kind::kPrefix;
  } else {
    kind_ = Kind::kGeneral;
  }
}

absl::string_view Pattern::literal() const {
  const absl::string_view all = encoded_;
  return kind_ == Kind::kLiteral  ? all
         : kind_ == Kind::kPrefix ? all.substr(0, all.size() - 1)
                                  : absl::string_view();
}

bool Pattern::Matches(absl::string_view text) const {
  switch (kind_) {
    case Kind::kAny:
      return true;
    case Kind::kLiteral:
      return text == encoded_;
    case Kind::kPrefix:
      return absl::StartsWith(text, literal());
    case Kind::kGeneral:
      return MatchesPattern(encoded_, text);
  }
  return false;
}

}  // namespace deputy
