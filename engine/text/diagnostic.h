// What is said to the author of a document: a rule, a range and a sentence. One of the three
// channels that never mix: absl::Status is for machinery, Diagnostic for authors, Decision for
// outcomes.
//
// Grammar of a message: lower case, no full stop, user text through Quote(), advice in a note.
#ifndef DEPUTY_ENGINE_TEXT_DIAGNOSTIC_H_
#define DEPUTY_ENGINE_TEXT_DIAGNOSTIC_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/source.h"

namespace deputy {

// IAM Access Analyzer's four levels:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
enum class Severity { kError, kSecurityWarning, kWarning, kSuggestion };

absl::string_view SeverityName(
    Severity severity);  // "error", "security-warning", "warning", "suggestion"

struct Diagnostic {
  Severity severity = Severity::kError;
  std::string rule;  // a permanent id, e.g. "unknown-operator"
  TextRange range;
  std::string message;
  std::vector<std::string> notes;
};

// Collects what one reading of a document has to say, all of it and not only the first. Keeps at
// most kMaxItems, so that a hostile document cannot fill the memory with complaints; errors are
// counted on.
class Diagnostics {
 public:
  static constexpr size_t kMaxItems = 200;

  void Add(Diagnostic diagnostic);
  void Error(absl::string_view rule, TextRange range, std::string message, std::string note = "");
  void Warning(absl::string_view rule, TextRange range, std::string message, std::string note = "");

  bool has_errors() const { return errors_ > 0; }
  size_t error_count() const { return errors_; }

  // In order of position; at one position errors first.
  const std::vector<Diagnostic>& items() const;

  // The error that stands first in the document; null when there is none.
  const Diagnostic* FirstError() const;

 private:
  mutable std::vector<Diagnostic> items_;
  mutable bool sorted_ = true;
  size_t errors_ = 0;
};

// User text for a message: in backticks, control bytes and invalid UTF-8 escaped (`\n`, `\x1b`),
// cut at 120 bytes (never inside a code point) with `…` behind it.
std::string Quote(absl::string_view user_text);

// The same without the backticks, and cut at `max_bytes`.
std::string Escape(absl::string_view user_text, size_t max_bytes = 120);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_DIAGNOSTIC_H_
