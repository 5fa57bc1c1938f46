// What a template of this folder is filled with, and the only way to HTML: everything a page shows
// goes through a template, and templates escape.
//
//   View row;
//   row.Text("name", statement.sid).Flag("deny", true).Fragment("ruler_html", ruler);
//   RenderHtml("row", row);
//   // templates/row.mustache: <td>{{name}}{{#deny}} (Deny){{/deny}}{{&ruler_html}}</td>
//
// Names are looked up in the innermost list item only, never in what is around it, and one that is
// not there is a bug (an assertion). A template takes in another one with `{{> name}}`, which then
// sees the same names. Templates are Mustache: https://mustache.github.io/mustache.5.html
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_VIEW_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_VIEW_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputy {

class View;

// HTML that a template made. No text becomes it in another way.
class Html {
 public:
  Html() = default;
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  Html& operator+=(const Html& other) {
    text_ += other.text_;
    return *this;
  }

 private:
  friend Html RenderHtml(absl::string_view template_name, const View& view);
  explicit Html(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

class View {
 public:
  View();
  ~View();
  View(View&&) noexcept;
  View& operator=(View&&) noexcept;

  View& Text(absl::string_view name, absl::string_view value);
  View& Number(absl::string_view name, int value);
  View& Flag(absl::string_view name, bool value);
  View& List(absl::string_view name, const std::vector<View>& items);
  // The name ends in `_html`, and only such names may stand in a template unescaped.
  View& Fragment(absl::string_view name, const Html& html);

 private:
  friend Html RenderHtml(absl::string_view template_name, const View& view);
  struct Data;
  std::unique_ptr<Data> data_;
};

// `template_name` is that of a file of templates/, without its ending. Thread-safe.
Html RenderHtml(absl::string_view template_name, const View& view);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_VIEW_H_
