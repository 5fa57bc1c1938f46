// Many roles, compiled once and then shared: role ARN → trust policy. Immutable after loading;
// look-ups need no lock. Roles with equal policies share one program, and of a policy nothing but
// the program is kept.
#ifndef DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_
#define DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "engine/decide/program.h"
#include "engine/decide/vocabulary.h"
#include "engine/policy/policy.h"

namespace deputy {

struct StoredRole {
  bool known = false;
  const Program* program = nullptr;

  // Its trust policy is one that IAM would not store: never evaluated.
  bool refused() const { return known && program == nullptr; }
};

class RoleStore {
 public:
  RoleStore() = default;
  RoleStore(RoleStore&&) = default;  // leaves one that must not be used
  RoleStore& operator=(RoleStore&&) = default;

  // False when a role of that ARN is there already.
  bool Add(absl::string_view arn, const Policy& trust_policy);
  // Notes a role whose trust policy was refused, so that a request for it is answered with that.
  bool Refuse(absl::string_view arn);

  StoredRole Find(absl::string_view arn) const;
  size_t size() const { return roles_.size(); }
  size_t programs() const { return programs_->size(); }
  const Vocabulary& vocabulary() const { return vocabulary_; }

  // A stored ARN near to `arn`, for "did you mean"; empty where there is none. Slow.
  std::string Nearest(absl::string_view arn) const;

 private:
  // A role in 16 bytes: there may be millions.
  struct Entry {
    const char* arn = nullptr;
    uint32_t arn_size = 0;
    uint32_t program = 0;  // index into programs_, or kRefused

    absl::string_view Arn() const { return {arn, arn_size}; }
  };
  static constexpr uint32_t kRefused = 0xffffffff;

  // Roles are found by their ARN, programs by their bytes; both are held elsewhere.
  static absl::string_view KeyOf(absl::string_view text) { return text; }
  static absl::string_view KeyOf(const Entry& entry) { return entry.Arn(); }
  struct ByArn {
    using is_transparent = void;
    template <class T>
    size_t operator()(const T& item) const {
      return absl::HashOf(KeyOf(item));
    }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return KeyOf(a) == KeyOf(b);
    }
  };
  struct ByMemory {
    using is_transparent = void;
    const std::deque<Program>* programs;
    absl::string_view Of(uint32_t program) const { return (*programs)[program].memory(); }
    absl::string_view Of(absl::string_view memory) const { return memory; }
    template <class T>
    size_t operator()(const T& item) const {
      return absl::HashOf(Of(item));
    }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return Of(a) == Of(b);
    }
  };

  bool AddEntry(absl::string_view arn, uint32_t program);

  Vocabulary vocabulary_;
  // Each once. Where they are does not change, for by_memory_ looks there.
  std::unique_ptr<std::deque<Program>> programs_ = std::make_unique<std::deque<Program>>();
  absl::flat_hash_set<uint32_t, ByMemory, ByMemory> by_memory_{0, ByMemory{programs_.get()},
                                                               ByMemory{programs_.get()}};
  absl::flat_hash_set<Entry, ByArn, ByArn> roles_;
  std::vector<std::unique_ptr<char[]>> arns_;  // blocks, filled in turn
  char* block_ = nullptr;                      // where the next one goes
  size_t left_ = 0;                            // of the last block
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_
