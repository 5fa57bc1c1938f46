#include "simulator/report/diagnostic_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

constexpr size_t kMaxLine =
    100;  // of the document's line, in code points; a longer one is cut around the caret

Ink InkOf(Severity severity) {
  static constexpr Ink kInks[] = {Ink::kRed, Ink::kRed, Ink::kYellow, Ink::kCyan};
  return kInks[static_cast<size_t>(severity)];
}

// The bytes of `text` cut into code points; invalid bytes stand alone.
std::vector<absl::string_view> CodePoints(absl::string_view text) {
  std::vector<absl::string_view> points;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    points.push_back(text.substr(i, end - i));
    i = end;
  }
  return points;
}

// The line and a caret under the range. Tabs become blanks, so that the caret stands where it
// belongs.
std::string Snippet(const Source& source, const Diagnostic& diagnostic, const Style& style) {
  const absl::string_view line = LineAt(source.text, diagnostic.range.begin);
  if (line.empty()) return "";
  std::vector<absl::string_view> points = CodePoints(line);
  const size_t column = static_cast<size_t>(source.PositionOf(diagnostic.range.begin).column) - 1;
  const size_t line_begin = static_cast<size_t>(line.data() - source.text.data());
  const size_t line_end = line_begin + line.size();
  const size_t range_end =
      std::min<size_t>(std::max(diagnostic.range.end, diagnostic.range.begin + 1), line_end);
  const size_t range_begin = std::min<size_t>(diagnostic.range.begin, range_end);
  size_t marks =
      CodePoints(absl::string_view(source.text).substr(range_begin, range_end - range_begin))
          .size();
  const size_t first =
      column > kMaxLine / 2 && points.size() > kMaxLine ? column - kMaxLine / 2 : 0;
  const size_t last = std::min(points.size(), first + kMaxLine);
  std::string shown;
  for (size_t i = first; i < last; ++i)
    absl::StrAppend(&shown, points[i] == "\t" ? " " : Escape(points[i]));
  if (first > 0) shown.insert(0, "…");
  if (last < points.size()) shown.append("…");
  marks = std::max<size_t>(1, std::min(marks, last - std::min(last, column)));
  const std::string indent(2 + (column - first) + (first > 0 ? 1 : 0), ' ');
  return absl::StrCat("\n  ", shown, "\n", indent,
                      style.Paint(Ink::kGreen, "^" + std::string(marks - 1, '~')));
}

}  // namespace

std::string FormatDiagnostic(const Source& source, const Diagnostic& diagnostic,
                             const Style& style) {
  const TextPosition position = source.PositionOf(diagnostic.range.begin);
  std::string out = style.Paint(
      Ink::kBold,
      absl::StrCat(Escape(source.name, 4096), ":", position.line, ":", position.column, ": "));
  absl::StrAppend(&out,
                  style.Paint(InkOf(diagnostic.severity),
                              absl::StrCat(SeverityName(diagnostic.severity), ": ")),
                  diagnostic.message, " ",
                  style.Paint(Ink::kDim, absl::StrCat("[", diagnostic.rule, "]")),
                  Snippet(source, diagnostic, style));
  for (const std::string& note : diagnostic.notes) absl::StrAppend(&out, "\n  note: ", note);
  return out;
}

std::string FormatDiagnostics(const Source& source, const Diagnostics& diagnostics,
                              const Style& style) {
  std::string out;
  size_t errors = 0;
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    absl::StrAppend(&out, FormatDiagnostic(source, diagnostic, style), "\n");
    errors += diagnostic.severity == Severity::kError ? 1 : 0;
  }
  if (diagnostics.error_count() > errors) {
    absl::StrAppend(&out, Escape(source.name, 4096), ": ", diagnostics.error_count() - errors,
                    " more errors\n");
  }
  return out;
}

}  // namespace deputy
