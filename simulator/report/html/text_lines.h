// Text broken into lines for a drawing, where nothing wraps by itself.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_TEXT_LINES_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_TEXT_LINES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputy {

// Lines of at most `columns`, broken behind a blank or one of `-_:/.` (not inside a number), else
// anywhere; at most `most`, the last with `…` where there was more. Wide characters count two
// columns.
std::vector<std::string> BreakLines(absl::string_view text, size_t columns, size_t most);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_TEXT_LINES_H_
