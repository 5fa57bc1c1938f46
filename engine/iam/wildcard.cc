#include "engine/iam/wildcard.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

// How far one step goes from `text[at]`: a code point, or one byte where there is no valid one.
size_t StepLength(absl::string_view text, size_t at) {
  if (static_cast<unsigned char>(text[at]) < 0x80) return 1;
  return std::max<size_t>(Utf8Length(text, at), 1);
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
      t += StepLength(text, t);
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != absl::string_view::npos) {
      p = star;
      resume += StepLength(text, resume);
      t = resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kAnyRun) ++p;
  return p == pattern.size();
}

Pattern::Pattern(std::string encoded) : encoded_(std::move(encoded)) {
  const size_t wildcard = absl::string_view(encoded_).find_first_of(kWildcards);
  if (wildcard == absl::string_view::npos) {
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
