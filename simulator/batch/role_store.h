// Many roles, compiled once and then shared: role ARN → trust policy. Immutable after loading;
// look-ups need no lock. Roles with equal policies share one program, and of a policy nothing but
// the program is kept.
#ifndef DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_
#define DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
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
  bool Add(absl::string_view arn, const Policy& trust_policy) {
    return !Find(arn).known && Add(arn, Keep(trust_policy));
  }
  // The same in two steps: the policy compiled and kept, whether or not a role comes to have it.
  uint32_t Keep(const Policy& trust_policy);
  bool Add(absl::string_view arn, uint32_t kept) { return AddRecord(arn, &(*programs_)[kept]); }
  // Notes a role whose trust policy was refused, so that a request for it is answered with that.
  bool Refuse(absl::string_view arn) { return AddRecord(arn, nullptr); }

  StoredRole Find(absl::string_view arn) const;
  // The same for several at a time, into `roles`: so the processor fetches them together, which in
  // a large store are far away.
  void Find(absl::Span<const absl::string_view> arns, StoredRole* roles) const;

  size_t size() const { return size_; }
  size_t programs() const { return programs_->size(); }
  const Vocabulary& vocabulary() const { return vocabulary_; }

  // A stored ARN near to `arn`, for "did you mean"; empty where there is none. Slow.
  std::string Nearest(absl::string_view arn) const;

 private:
  // A role as it is held: its program, null where it was refused, and its ARN. Packed: the bytes of
  // a pointer, of the size of the ARN, and of the ARN.
  class Record {
   public:
    static constexpr size_t kSize = sizeof(void*);            // where the size of the ARN stands
    static constexpr size_t kArn = kSize + sizeof(uint32_t);  // and where it begins

    explicit Record(const char* bytes) : bytes_(bytes) {}
    const Program* program() const { return Get<const Program*>(0); }
    absl::string_view Arn() const { return {bytes_ + kArn, Get<uint32_t>(kSize)}; }

   private:
    template <class T>
    T Get(size_t at) const {
      T value;
      // NOLINTNEXTLINE(bugprone-sizeof-expression): a pointer is copied, not what it points to
      std::memcpy(&value, bytes_ + at, sizeof(value));
      return value;
    }
    const char* bytes_;
  };

  // Of the table of roles, which is probed linearly. There may be millions: eight bytes.
  struct Slot {
    uint32_t hash = 0;
    uint32_t place = kEmpty;  // of the record: its block, and where it begins there
  };
  static constexpr uint32_t kEmpty = 0xffffffff;

  // Programs are found by their bytes.
  struct ByMemory {
    const std::deque<Program>* programs;
    absl::string_view Of(uint32_t program) const { return (*programs)[program].memory(); }
    size_t operator()(uint32_t program) const { return absl::HashOf(Of(program)); }
    bool operator()(uint32_t a, uint32_t b) const { return Of(a) == Of(b); }
  };

  bool AddRecord(absl::string_view arn, const Program* program);
  uint32_t PlaceFor(size_t bytes);
  void Insert(Slot slot);
  void Grow();
  size_t Candidate(size_t slot, uint32_t hash) const;
  StoredRole FindFrom(size_t slot, uint32_t hash, absl::string_view arn) const;
  const char* At(uint32_t place) const;

  Vocabulary vocabulary_;
  // Each once. Where they are does not change: roles and by_memory_ look there.
  std::unique_ptr<std::deque<Program>> programs_ = std::make_unique<std::deque<Program>>();
  absl::flat_hash_set<uint32_t, ByMemory, ByMemory> by_memory_{0, ByMemory{programs_.get()},
                                                               ByMemory{programs_.get()}};
  std::vector<Slot> slots_;                      // a power of two, or none
  size_t size_ = 0;                              // of them that are not empty
  std::vector<std::unique_ptr<char[]>> blocks_;  // of records, filled in turn
  size_t used_ = 0;                              // words of the last one
  size_t left_ = 0;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_
