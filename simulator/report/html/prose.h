// A sentence with user text in backticks, as the narratives and messages have it: what they quote
// stands as code.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_PROSE_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_PROSE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "simulator/report/html/view.h"

namespace deputy {

Html ProseHtml(absl::string_view text);

// A view a text, with the name `text_html`.
std::vector<View> ProseViews(const std::vector<std::string>& texts);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_PROSE_H_
