// A request made ready for deciding: keys, caller and action are numbers, ARNs are cut, everything
// once. Bind once, decide against any number of programs of the same Vocabulary.
#ifndef DEPUTY_ENGINE_DECIDE_BOUND_REQUEST_H_
#define DEPUTY_ENGINE_DECIDE_BOUND_REQUEST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/decide/principal_words.h"
#include "engine/decide/request.h"
#include "engine/iam/arn.h"

namespace deputy {

// One value of a context key; a view into the request.
struct BoundValue {
  absl::string_view text;
  std::optional<Arn> arn;  // where it is one (4.6)
};

// Views into what it was bound from, which must outlive it. Once bound it is immutable and may be
// shared between threads.
class BoundRequest {
 public:
  BoundRequest(const Request& request, const Vocabulary& vocabulary);
  // Without a context, for a reader that adds the values as it meets them.
  BoundRequest(const Principal& principal, absl::string_view action, absl::string_view resource,
               absl::string_view resource_account, const Vocabulary& vocabulary);
  BoundRequest(const BoundRequest&) = delete;
  BoundRequest& operator=(const BoundRequest&) = delete;

  // The one value of a key that has none yet.
  void Add(KeySlot slot, absl::string_view value);

  const Principal& principal() const { return *principal_; }
  const CallerWords& caller_words() const { return caller_words_; }
  WordId action_word() const { return action_word_; }
  absl::string_view action() const { return action_; }
  absl::string_view folded_action() const { return folded_action_; }
  const std::optional<Arn>& resource() const { return resource_; }
  absl::string_view resource_account() const { return resource_account_; }

  // The values of the key of that slot; none when the key is absent, and for a slot made after the
  // request was bound.
  absl::Span<const BoundValue> ValuesOf(KeySlot slot) const {
    if (slot >= slot_count_) return {};
    const Slice slice = first_slot_[slot];
    return {reinterpret_cast<const BoundValue*>(first_value_ + slice.begin), slice.count};
  }

 private:
  struct Slice {
    uint32_t begin = 0;  // in bytes, so that to go there is one addition
    uint32_t count = 0;
  };
  uint32_t End() const { return static_cast<uint32_t>(values_.size() * sizeof(BoundValue)); }

  const Principal* principal_;
  absl::string_view action_;
  std::string folded_action_;
  std::optional<Arn> resource_;
  absl::string_view resource_account_;
  CallerWords caller_words_;
  WordId action_word_;
  absl::InlinedVector<Slice, 16> slots_;
  absl::InlinedVector<BoundValue, 8> values_;
  // Where these two are, so that looking there is one step.
  const Slice* first_slot_ = nullptr;
  const char* first_value_ = nullptr;
  size_t slot_count_ = 0;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_BOUND_REQUEST_H_
