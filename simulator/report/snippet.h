// The line of a document where something stands, with a caret under it.
#ifndef DEPUTY_SIMULATOR_REPORT_SNIPPET_H_
#define DEPUTY_SIMULATOR_REPORT_SNIPPET_H_

#include <string>

#include "absl/strings/string_view.h"
#include "engine/text/source.h"
#include "simulator/report/style.h"

namespace deputy {

// Begins with a line end and ends without one; empty when the line is. A line that is too wide is
// cut around the range, control bytes are escaped. Looks at no more of the text than it shows.
std::string Snippet(absl::string_view text, TextRange range, const Style& style);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_SNIPPET_H_
