// What the lines of a stream have in common: the text around their values. Who writes a stream
// writes the same names in the same order, line after line; so a line that has been read shows how
// to read the others: compare the text between the values, and take these from their places.
//
// A line is taken only where it is one that was learned with other plain text in its strings (ASCII
// without quotes, escapes and control characters). So it is the same JSON with other values, and
// whoever accepted the one can accept the other without reading it again.
#ifndef DEPUTY_SIMULATOR_BATCH_LINE_LAYOUTS_H_
#define DEPUTY_SIMULATOR_BATCH_LINE_LAYOUTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputy {

// A string of a line, and what it says: a number of whoever reads lines.
struct LineValue {
  absl::string_view text;
  uint32_t meaning = 0;
};

// All strings of a line but the names of members, in their order.
class LineValues {
 public:
  static constexpr size_t kMost = 32;

  void Clear() { size_ = 0; }
  bool full() const { return size_ == kMost; }
  void Add(absl::string_view text, uint32_t meaning) {  // unless it is full
    LineValue& value = values_[size_++];
    value.text = text;
    value.meaning = meaning;
  }
  const LineValue* begin() const { return values_.data(); }
  const LineValue* end() const { return values_.data() + size_; }

 private:
  std::array<LineValue, kMost> values_;
  size_t size_ = 0;
};

// Bounded, whatever the lines: when there are too many layouts it starts anew.
class LineLayouts {
 public:
  static constexpr size_t kUnknown = absl::string_view::npos;

  LineLayouts();

  // The values of the first line of `lines`, and its size; kUnknown where its layout is. Behind the
  // lines kByteBlock bytes must be readable; the first is NUL where the last line has no line end.
  size_t Take(absl::string_view lines, LineValues& values);

  // How a line is read that has these values. It is JSON and has no escapes.
  void Learn(absl::string_view line, const LineValues& values);

 private:
  // A step: the text up to a value, with the quotes before and behind it. The last one has no
  // value, its text goes to the end of the line. Of the steps from one place no two fit the same
  // line: where the next value begins follows from the text up to there.
  struct Step {
    std::string text;
    uint32_t meaning = 0;
    bool last = false;
    Step* met = nullptr;      // the next one, when a line last came here
    std::vector<Step*> next;  // all of them
  };

  static bool Fits(const Step& step, const char* at, size_t left);
  static Step* Follow(Step& from, const char* at, size_t left);
  Step* AddStep(Step& from, absl::string_view text, uint32_t meaning, bool last);
  void Forget();

  std::deque<Step> steps_;  // a tree; the first is before every line
  size_t bytes_ = 0;        // of all texts
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_LINE_LAYOUTS_H_
