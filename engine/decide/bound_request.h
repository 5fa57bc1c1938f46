// A request made ready for deciding: keys, caller and action are numbers, ARNs are cut, everything
// once. Bind once, decide against any number of programs of the same Vocabulary.
#ifndef DEPUTY_ENGINE_DECIDE_BOUND_REQUEST_H_
#define DEPUTY_ENGINE_DECIDE_BOUND_REQUEST_H_

#include <array>
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

// A text of a request, cut into its components where it is an ARN (4.6); a view into the request.
struct BoundValue {
  // In place of a component: the whole text.
  static constexpr size_t kWhole = kArnComponents;

  explicit BoundValue(absl::string_view text);

  bool is_arn() const { return begin[0] != nullptr; }
  absl::string_view text() const { return Component(kWhole); }
  absl::string_view Component(size_t i) const {
    const char* const until = i + 1 < kArnComponents ? begin[i + 1] - 1 : end;
    return {begin[i], static_cast<size_t>(until - begin[i])};
  }

  // Of each component, null where there is none; and of the whole, which is never null.
  std::array<const char*, kArnComponents + 1> begin;
  const char* end;
};

// Who calls and for what, without the role and the context: in a stream the same again and again.
struct BoundCall {
  BoundCall(const Principal& caller, absl::string_view called, const std::optional<Arn>& resource,
            const Vocabulary& vocabulary);

  const Principal* principal;
  absl::string_view action;
  std::string folded_action;
  WordId action_word;
  // Of a federated caller they depend on the account of the resource; of others not.
  CallerWords caller_words;
};

// Views into what it was bound from, which must outlive it. Once bound it is not changed, and may
// be shared between threads.
class BoundRequest {
 public:
  BoundRequest(const Request& request, const Vocabulary& vocabulary);
  // For a reader that binds one request after the other, in the same memory: Start(), and then the
  // context as it is met.
  explicit BoundRequest(const Vocabulary& vocabulary);
  BoundRequest(const BoundRequest&) = delete;
  BoundRequest& operator=(const BoundRequest&) = delete;

  // The resource's own account is then the one of its ARN, if it is one.
  void Start(const BoundCall& call, absl::string_view resource);
  // The one value of a key that has none yet.
  void Add(KeySlot slot, absl::string_view value);

  const Principal& principal() const { return *call_->principal; }
  const CallerWords& caller_words() const { return call_->caller_words; }
  WordId action_word() const { return call_->action_word; }
  absl::string_view action() const { return call_->action; }
  absl::string_view folded_action() const { return call_->folded_action; }
  const BoundValue& resource() const { return resource_; }
  absl::string_view resource_account() const { return resource_account_; }

  // The values of the key of that slot; none when the key is absent, and for a slot made after the
  // request was bound.
  absl::Span<const BoundValue> ValuesOf(KeySlot slot) const {
    if (slot >= slot_count_) return {};
    const Slice slice = first_slot_[slot];
    return {reinterpret_cast<const BoundValue*>(first_value_ + slice.begin), slice.count};
  }

  // The same where there is just one value, which is what nearly every key has.
  bool HasOneValue(KeySlot slot) const {
    return slot < slot_count_ && first_slot_[slot].count == 1;
  }
  const BoundValue& OneValueOf(KeySlot slot) const {
    return *reinterpret_cast<const BoundValue*>(first_value_ + first_slot_[slot].begin);
  }

 private:
  struct Slice {
    uint32_t begin = 0;  // in bytes, so that to go there is one addition
    uint32_t count = 0;
  };
  uint32_t End() const { return static_cast<uint32_t>(values_.size() * sizeof(BoundValue)); }

  std::optional<BoundCall> own_call_;
  const BoundCall* call_ = nullptr;
  BoundValue resource_{""};
  absl::string_view resource_account_;
  absl::InlinedVector<Slice, 16> slots_;
  absl::InlinedVector<BoundValue, 8> values_;
  // Where these two are, so that looking there is one step.
  const Slice* first_slot_ = nullptr;
  const char* first_value_ = nullptr;
  size_t slot_count_ = 0;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_BOUND_REQUEST_H_
