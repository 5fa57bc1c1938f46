// Colours of the terminal, or none. Colour never carries meaning alone: what is red also says so.
#ifndef DEPUTY_SIMULATOR_REPORT_STYLE_H_
#define DEPUTY_SIMULATOR_REPORT_STYLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

enum class Ink { kPlain, kBold, kDim, kRed, kGreen, kYellow, kCyan };

class Style {
 public:
  explicit Style(bool color = false) : color_(color) {}

  bool color() const { return color_; }
  std::string Paint(Ink ink, absl::string_view text) const;

 private:
  bool color_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_STYLE_H_
