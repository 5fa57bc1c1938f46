#include "engine/text/diagnostic.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

// The order in which a person reads them. What is equal here keeps the order in which it was added.
bool StandsBefore(const Diagnostic& a, const Diagnostic& b) {
  if (a.range.begin != b.range.begin) return a.range.begin < b.range.begin;
  return a.severity < b.severity;
}

// Which of two to keep when there is room for one: an error, then the one that stands first.
bool MattersMore(const Diagnostic& a, const Diagnostic& b) {
  const bool a_error = a.severity == Severity::kError;
  const bool b_error = b.severity == Severity::kError;
  if (a_error != b_error) return a_error;
  return StandsBefore(a, b);
}

uint32_t Decode(absl::string_view code_point) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(code_point[i]); };
  if (code_point.size() == 1) return byte(0);
  uint32_t value = byte(0) & (0xffu >> (code_point.size() + 1));
  for (size_t i = 1; i < code_point.size(); ++i) value = value << 6 | (byte(i) & 0x3fu);
  return value;
}

// Code points beyond ASCII that move the cursor, reorder a line or are not seen: a terminal would
// show another text than the one that was read (https://www.unicode.org/reports/tr36/, "Trojan
// Source").
bool Misleads(uint32_t c) {
  return (c >= 0x80 && c <= 0x9f) || c == 0xad || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

std::string EscapeOne(absl::string_view code_point) {
  switch (code_point[0]) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const uint32_t c = Decode(code_point);
  if (c < 0x20 || c == 0x7f) return absl::StrFormat("\\x%02x", c);
  if (Misleads(c)) return absl::StrFormat("\\u%04x", c);
  return std::string(code_point);
}

}  // namespace

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kSecurityWarning:
      return "security-warning";
    case Severity::kWarning:
      return "warning";
    case Severity::kSuggestion:
      return "suggestion";
  }
  return "error";
}

void Diagnostics::Add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::kError) ++errors_;
  if (items_.size() < kMaxItems) {
    items_.push_back(std::move(diagnostic));
    sorted_ = false;
    return;
  }
  // Full. What is kept must not depend on who came first, and an error must never give way to a
  // warning.
  const auto least = std::max_element(items_.begin(), items_.end(), MattersMore);
  if (!MattersMore(diagnostic, *least)) return;
  items_.erase(least);  // not assigned over it: the newest stands last among equals
  items_.push_back(std::move(diagnostic));
  sorted_ = false;
}

void Diagnostics::Error(absl::string_view rule, TextRange range, std::string message,
                        std::string note) {
  Diagnostic diagnostic{Severity::kError, std::string(rule), range, std::move(message), {}};
  if (!note.empty()) diagnostic.notes.push_back(std::move(note));
  Add(std::move(diagnostic));
}

void Diagnostics::Warning(absl::string_view rule, TextRange range, std::string message,
                          std::string note) {
  Diagnostic diagnostic{Severity::kWarning, std::string(rule), range, std::move(message), {}};
  if (!note.empty()) diagnostic.notes.push_back(std::move(note));
  Add(std::move(diagnostic));
}

const std::vector<Diagnostic>& Diagnostics::items() const {
  if (!sorted_) {
    std::stable_sort(items_.begin(), items_.end(), StandsBefore);
    sorted_ = true;
  }
  return items_;
}

const Diagnostic* Diagnostics::FirstError() const {
  for (const Diagnostic& item : items()) {
    if (item.severity == Severity::kError) return &item;
  }
  return nullptr;
}

std::string Quote(absl::string_view user_text) { return absl::StrCat("`", Escape(user_text), "`"); }

std::string Escape(absl::string_view user_text, size_t max_bytes) {
  std::string escaped;
  size_t at = 0;
  while (at < user_text.size()) {
    const size_t length = Utf8Length(user_text, at);
    const std::string piece =
        length == 0 ? absl::StrFormat("\\x%02x", static_cast<unsigned char>(user_text[at]))
                    : EscapeOne(user_text.substr(at, length));
    if (escaped.size() + piece.size() > max_bytes) return escaped + "…";
    escaped += piece;
    at += std::max<size_t>(length, 1);
  }
  return escaped;
}

}  // namespace deputy
