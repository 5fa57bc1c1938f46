// A line of the quick form as its values, read by simdjson: id, principal, action, resource and
// context, all of them and nothing else, the values strings without escapes.
#ifndef DEPUTY_SIMULATOR_BATCH_QUICK_READER_H_
#define DEPUTY_SIMULATOR_BATCH_QUICK_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"
#include "engine/decide/vocabulary.h"
#include "simulator/batch/line_layouts.h"

namespace deputy {

// What a value of a line says. From kFirstSlot on: the value of the context key of that slot.
enum Meaning : uint32_t { kId, kAction, kResource, kService, kIamCaller, kUnasked, kFirstSlot };

class QuickReader {
 public:
  static constexpr size_t kLongestLine = size_t{64} << 10;

  explicit QuickReader(const Vocabulary& vocabulary);  // refers to it
  ~QuickReader();
  QuickReader(QuickReader&&) noexcept;

  // False for a line of any other form. The values last until the next call; behind the line
  // kLinePadding bytes must be readable.
  bool Read(absl::string_view line, LineValues& values);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_QUICK_READER_H_
