// The words that policies use, as small integers: context keys, and the names of principals and
// actions. What no policy says has no number, and is not looked at again.
#ifndef DEPUTY_ENGINE_DECIDE_VOCABULARY_H_
#define DEPUTY_ENGINE_DECIDE_VOCABULARY_H_

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace deputy {

using KeySlot = uint32_t;
inline constexpr KeySlot kNoSlot = 0xffffffff;

using WordId = uint32_t;
inline constexpr WordId kNoWord = 0xffffffff;
inline constexpr WordId kNobody = 0xfffffffe;  // of a principal that no caller is

// The same text is another word as another kind: types do not mix (2.4).
enum class WordKind : uint8_t {
  kText,          // as a policy writes it
  kAction,        // folded
  kEveryone,      // `*`; its text is empty
  kService,       // a service principal
  kIam,           // the ARN of a user, role, session or federated user
  kAccount,       // an account id
  kSessionsOf,    // the role whose sessions are meant: partition, account and name
  kProvider,      // an identity provider
  kProviderHost,  // an OIDC host and the account that knows it
};

// Grows while policies are compiled; const, and then safe to share between threads, afterwards.
// Keys compare without case.
class Vocabulary {
 public:
  Vocabulary() = default;
  // On top of another, which must outlive it and grow no more: policies of one request beside the
  // shared ones of a store.
  explicit Vocabulary(const Vocabulary* base) : base_(base) {}
  Vocabulary(Vocabulary&&) = default;
  Vocabulary& operator=(Vocabulary&&) = default;

  KeySlot InternKey(absl::string_view name);
  // `folded` must be FoldKey'ed; kNoSlot when no policy asks for it.
  KeySlot FindFolded(absl::string_view folded) const;
  size_t keys() const { return base_keys() + keys_.size(); }
  absl::string_view FoldedName(KeySlot slot) const { return Key(slot).folded; }
  absl::string_view KeyName(KeySlot slot) const { return Key(slot).name; }  // as first spelled

  WordId Intern(WordKind kind, absl::string_view text);
  WordId Find(WordKind kind, absl::string_view text) const;
  absl::string_view Text(WordId word) const;

 private:
  struct KeyEntry {
    std::string folded;
    std::string name;
  };
  using Word = std::pair<WordKind, absl::string_view>;

  size_t base_keys() const { return base_ == nullptr ? 0 : base_->keys(); }
  size_t base_words() const { return base_ == nullptr ? 0 : base_->words(); }
  size_t words() const { return base_words() + texts_.size(); }
  const KeyEntry& Key(KeySlot slot) const {
    return slot < base_keys() ? base_->Key(slot) : keys_[slot - base_keys()];
  }

  const Vocabulary* base_ = nullptr;
  std::deque<KeyEntry> keys_;  // a deque: the maps hold views
  absl::flat_hash_map<absl::string_view, KeySlot> slots_;
  std::deque<std::string> texts_;
  absl::flat_hash_map<Word, WordId> words_;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_VOCABULARY_H_
