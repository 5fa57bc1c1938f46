// The one escaper of everything that becomes HTML or XML.
#ifndef DEPUTY_SIMULATOR_REPORT_MARKUP_H_
#define DEPUTY_SIMULATOR_REPORT_MARKUP_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

// As the text of an element or the quoted value of an attribute. What XML 1.0 cannot hold and what
// is no UTF-8 becomes U+FFFD; marks that turn the direction of the text around them are written
// out, `[U+202E]`, so that nothing reads other than it is.
std::string EscapeMarkup(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_MARKUP_H_
