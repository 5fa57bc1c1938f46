// A text that is edited in several rounds, and what became of it as a unified diff.
// https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
#ifndef DEPUTY_SIMULATOR_CHECK_EDITED_TEXT_H_
#define DEPUTY_SIMULATOR_CHECK_EDITED_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/lint/finding.h"

namespace deputy {

class EditedText {
 public:
  explicit EditedText(std::string original);

  // Edits of the text as it is now, in order and apart from each other.
  void Apply(const std::vector<TextEdit>& edits);

  const std::string& original() const { return original_; }
  const std::string& text() const { return text_; }

  // With three lines of context; empty when nothing changed. Applied by `patch -p0`, and whatever
  // stands in the name, it begins no line of its own.
  std::string UnifiedDiff(absl::string_view name) const;

 private:
  // A stretch of the original that is still there.
  struct Kept {
    uint32_t original = 0;
    uint32_t now = 0;
    uint32_t size = 0;
  };

  std::string original_;
  std::string text_;
  std::vector<Kept> kept_;  // in order
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CHECK_EDITED_TEXT_H_
