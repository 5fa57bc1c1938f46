// Text in GitHub's Markdown. https://github.github.com/gfm/
#ifndef DEPUTY_SIMULATOR_REPORT_MARKDOWN_H_
#define DEPUTY_SIMULATOR_REPORT_MARKDOWN_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

// As text, in a cell of a table too: no mark-up, no HTML, no mention, no link, no end of the cell
// or line. Backticks are shown and quote nothing.
std::string MarkdownText(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_MARKDOWN_H_
