// What the tests of the JSON reader share: read and expect one refusal, at one place.
#ifndef DEPUTY_TESTS_TEXT_JSON_TEST_SUPPORT_H_
#define DEPUTY_TESTS_TEXT_JSON_TEST_SUPPORT_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_value.h"
#include "engine/text/source.h"

namespace deputy {

// "rule@begin-end line:column" of every diagnostic, or "accepted".
inline std::string Verdict(absl::string_view text, const JsonLimits& limits = {}) {
  Diagnostics diagnostics;
  const std::optional<JsonValue> value = ReadJson(text, limits, diagnostics);
  EXPECT_EQ(value.has_value(), !diagnostics.has_errors());
  std::string verdict;
  for (const Diagnostic& item : diagnostics.items()) {
    const TextPosition position = PositionOf(text, item.range.begin);
    absl::StrAppend(&verdict, verdict.empty() ? "" : ", ", item.rule, "@", item.range.begin, "-",
                    item.range.end, " ", position.line, ":", position.column);
  }
  return value ? "accepted" : verdict;
}

// The message of the only diagnostic, with its notes in brackets.
inline std::string Complaint(absl::string_view text, const JsonLimits& limits = {}) {
  Diagnostics diagnostics;
  ReadJson(text, limits, diagnostics);
  if (diagnostics.items().size() != 1) {
    return absl::StrCat(diagnostics.items().size(), " diagnostics");
  }
  const Diagnostic& item = diagnostics.items().front();
  std::string complaint = item.message;
  for (const std::string& note : item.notes) absl::StrAppend(&complaint, " [", note, "]");
  return complaint;
}

inline JsonValue MustRead(absl::string_view text, const JsonLimits& limits = {}) {
  Diagnostics diagnostics;
  std::optional<JsonValue> value = ReadJson(text, limits, diagnostics);
  EXPECT_TRUE(value.has_value()) << Escape(text) << ": " << Verdict(text, limits);
  return value ? *std::move(value) : JsonValue{};
}

inline absl::string_view Slice(absl::string_view text, TextRange range) {
  return text.substr(range.begin, range.end - range.begin);
}

// The same document, wherever its parts stand.
inline bool SameValue(const JsonValue& a, const JsonValue& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
      a.members.size() != b.members.size()) {
    return false;
  }
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!SameValue(a.items[i], b.items[i])) return false;
  }
  for (size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].name != b.members[i].name) return false;
    if (!SameValue(a.members[i].value, b.members[i].value)) return false;
  }
  return true;
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_TEXT_JSON_TEST_SUPPORT_H_
