// Draws a sequence as an SVG that stands in a page: lanes from left to right, time downwards, a
// stop sign where it ended. Long names are broken into lines, so that nothing lies over anything.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_SEQUENCE_HTML_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_SEQUENCE_HTML_H_

#include <string>

#include "absl/strings/string_view.h"
#include "simulator/report/html/sequence.h"
#include "simulator/report/html/view.h"

namespace deputy {

// `id` is unique in the page. `title` and `description` are what a screen reader says of it; see
// DescribeSequence.
Html SequenceHtml(const Sequence& sequence, absl::string_view id, absl::string_view title,
                  absl::string_view description);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_SEQUENCE_HTML_H_
