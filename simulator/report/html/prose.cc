#include "simulator/report/html/prose.h"

#include <utility>

#include "absl/strings/str_split.h"

namespace deputy {

Html ProseHtml(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '`');
  std::vector<View> pieces;
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool unmatched = i % 2 == 1 && i + 1 == parts.size();  // a backtick that none follows
    View piece;
    piece.Flag("code", i % 2 == 1 && !unmatched)
        .Flag("unmatched", unmatched)
        .Text("text", parts[i]);
    pieces.push_back(std::move(piece));
  }
  View view;
  view.List("pieces", pieces);
  return RenderHtml("prose", view);
}

std::vector<View> ProseViews(const std::vector<std::string>& texts) {
  std::vector<View> views;
  for (const std::string& text : texts) {
    View view;
    view.Fragment("text_html", ProseHtml(text));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace deputy
