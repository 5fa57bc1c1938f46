#include "simulator/batch/line_layouts.h"

#include <algorithm>
#include <bit>

#include "absl/base/attributes.h"
#include "engine/decide/same_text.h"
#include "engine/text/byte_block.h"

namespace deputy {
namespace {

constexpr size_t kMostNext = 16;  // tried in turn
constexpr size_t kMostSteps = 1024;
constexpr size_t kMostBytes = size_t{256} << 10;

// The first byte from `at` on that is not plain text; there is one.
const char* EndOfPlain(const char* at) {
  for (;; at += kByteBlock) {
    const uint32_t found = BytesNotPlain(at);
    if (found != 0) return at + std::countr_zero(found);
  }
}

}  // namespace

LineLayouts::LineLayouts() : steps_(1) {}

inline bool LineLayouts::Fits(const Step& step, const char* at, size_t left) {
  const size_t size = step.text.size();
  if (size > left || !SameBytes(at, step.text.data(), size)) return false;
  return !step.last || size == left || at[size] == '\n';
}

// The step from there that fits, or null.
ABSL_ATTRIBUTE_NOINLINE LineLayouts::Step* LineLayouts::Follow(Step& from, const char* at,
                                                               size_t left) {
  const auto found = std::find_if(from.next.begin(), from.next.end(),
                                  [&](const Step* step) { return Fits(*step, at, left); });
  return found == from.next.end() ? nullptr : from.met = *found;
}

size_t LineLayouts::Take(absl::string_view lines, LineValues& values) {
  values.Clear();
  const char* at = lines.data();
  const char* const end = at + lines.size();
  for (Step* step = &steps_.front();;) {
    const auto left = static_cast<size_t>(end - at);
    Step* const met = step->met;
    step = met != nullptr && Fits(*met, at, left) ? met : Follow(*step, at, left);
    if (step == nullptr) return kUnknown;
    at += step->text.size();
    if (step->last) return static_cast<size_t>(at - lines.data());
    const char* const close = EndOfPlain(at);
    if (*close != '"') return kUnknown;
    values.Add({at, static_cast<size_t>(close - at)}, step->meaning);
    at = close;
  }
}

void LineLayouts::Learn(absl::string_view line, const LineValues& values) {
  Step* step = &steps_.front();
  size_t begin = 0;  // of the text before the next value
  const LineValue* value = values.begin();
  for (size_t open = line.find('"'); step != nullptr && open != absl::string_view::npos;) {
    const size_t close = line.find('"', open + 1);
    const bool is_name = line[line.find_first_not_of(" \t\r", close + 1)] == ':';
    if (!is_name) {
      step = AddStep(*step, line.substr(begin, open + 1 - begin), (value++)->meaning, false);
      begin = close;
    }
    open = line.find('"', close + 1);
  }
  if (step == nullptr || AddStep(*step, line.substr(begin), 0, true) == nullptr) Forget();
}

// The step, new or known; null where there is no room for it.
LineLayouts::Step* LineLayouts::AddStep(Step& from, absl::string_view text, uint32_t meaning,
                                        bool last) {
  for (Step* known : from.next) {
    if (known->last == last && known->text == text) return from.met = known;
  }
  bytes_ += text.size();
  if (steps_.size() == kMostSteps || from.next.size() == kMostNext || bytes_ > kMostBytes)
    return nullptr;
  Step& added = steps_.emplace_back();
  added.text = std::string(text);
  added.meaning = meaning;
  added.last = last;
  from.next.push_back(&added);
  return from.met = &added;
}

void LineLayouts::Forget() {
  steps_.clear();
  steps_.emplace_back();
  bytes_ = 0;
}

}  // namespace deputy
