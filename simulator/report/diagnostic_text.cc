#include "simulator/report/diagnostic_text.h"

#include "absl/strings/str_cat.h"
#include "simulator/report/snippet.h"

namespace deputy {
namespace {

std::string FormatDiagnostic(const Source& source, PositionFinder& places,
                             const Diagnostic& diagnostic, const Style& style) {
  const TextPosition position = places.Find(diagnostic.range.begin);
  std::string out = style.Paint(
      Ink::kBold,
      absl::StrCat(Escape(source.name, 4096), ":", position.line, ":", position.column, ": "));
  absl::StrAppend(&out,
                  style.Paint(InkOf(diagnostic.severity),
                              absl::StrCat(SeverityName(diagnostic.severity), ": ")),
                  diagnostic.message, " ",
                  style.Paint(Ink::kDim, absl::StrCat("[", diagnostic.rule, "]")),
                  Snippet(source.text, diagnostic.range, style));
  for (const std::string& note : diagnostic.notes) absl::StrAppend(&out, "\n  note: ", note);
  return out;
}

}  // namespace

Ink InkOf(Severity severity) {
  static constexpr Ink kInks[] = {Ink::kRed, Ink::kRed, Ink::kYellow, Ink::kCyan};
  return kInks[static_cast<size_t>(severity)];
}

std::string FormatDiagnostics(const Source& source, const Diagnostics& diagnostics,
                              const Style& style) {
  PositionFinder places(source.text, source.first_line);
  return FormatDiagnostics(source, places, diagnostics, style);
}

std::string FormatDiagnostics(const Source& source, PositionFinder& places,
                              const Diagnostics& diagnostics, const Style& style) {
  std::string out;
  size_t errors = 0;
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    absl::StrAppend(&out, FormatDiagnostic(source, places, diagnostic, style), "\n");
    errors += diagnostic.severity == Severity::kError ? 1 : 0;
  }
  if (diagnostics.error_count() > errors) {
    absl::StrAppend(&out, Escape(source.name, 4096), ": ", diagnostics.error_count() - errors,
                    " more errors\n");
  }
  return out;
}

}  // namespace deputy
