// Text in lines of a terminal's width.
#ifndef DEPUTY_SIMULATOR_REPORT_WRAP_H_
#define DEPUTY_SIMULATOR_REPORT_WRAP_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

inline constexpr size_t kTerminalWidth = 80;

// How many columns the text takes: a column a code point.
size_t WidthOf(absl::string_view text);

// The text with blanks behind it, up to `width` columns.
std::string PadRight(absl::string_view text, size_t width);

// `first` and then the text, broken at blanks so that no line is wider than the terminal where a
// break is to be had; further lines begin with as many blanks as `first` is wide. With a line end
// behind it. `first` must not hold colour codes.
std::string Wrap(absl::string_view first, absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_WRAP_H_
