#include "simulator/batch/role_store.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

#include "engine/decide/compiler.h"
#include "engine/decide/same_text.h"
#include "engine/decide/text_hash.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

// A place is the number of a block and the word in it where the record begins; a record that is
// longer than a block has one of its own.
constexpr size_t kWord = 2;
constexpr uint32_t kBlockBits = 15;
constexpr size_t kBlockWords = size_t{1} << kBlockBits;
constexpr size_t kMostBlocks = size_t{1} << (32 - kBlockBits);

}  // namespace

uint32_t RoleStore::Keep(const Policy& trust_policy) {
  programs_->push_back(Compile(trust_policy, vocabulary_));
  const auto [kept, is_new] = by_memory_.insert(static_cast<uint32_t>(programs_->size() - 1));
  if (!is_new) programs_->pop_back();
  return *kept;
}

inline const char* RoleStore::At(uint32_t place) const {
  return blocks_[place >> kBlockBits].get() + kWord * (place & (kBlockWords - 1));
}

// The first slot from there on that may hold the role, or an empty one.
inline size_t RoleStore::Candidate(size_t slot, uint32_t hash) const {
  while (slots_[slot].place != kEmpty && slots_[slot].hash != hash)
    slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

// The role, if it is in that slot, or else in one behind it.
inline StoredRole RoleStore::FindFrom(size_t slot, uint32_t hash, absl::string_view arn) const {
  while (slots_[slot].place != kEmpty) {
    const Record record(At(slots_[slot].place));
    if (SameText(record.Arn(), arn)) return {true, record.program()};
    slot = Candidate((slot + 1) & (slots_.size() - 1), hash);
  }
  return {};
}

StoredRole RoleStore::Find(absl::string_view arn) const {
  if (slots_.empty()) return {};
  const uint32_t hash = HashOfText(arn);
  return FindFrom(Candidate(hash & (slots_.size() - 1), hash), hash, arn);
}

void RoleStore::Find(absl::Span<const absl::string_view> arns, StoredRole* roles) const {
  if (slots_.empty()) {
    std::fill_n(roles, arns.size(), StoredRole());
    return;
  }
  constexpr size_t kAtOnce = 8;
  std::array<uint32_t, kAtOnce> hashes;
  std::array<size_t, kAtOnce> slots;
  for (; !arns.empty(); arns.remove_prefix(std::min(kAtOnce, arns.size()))) {
    const size_t count = std::min(kAtOnce, arns.size());
    for (size_t i = 0; i < count; ++i) {
      hashes[i] = HashOfText(arns[i]);
      slots[i] = hashes[i] & (slots_.size() - 1);
      __builtin_prefetch(&slots_[slots[i]]);
    }
    for (size_t i = 0; i < count; ++i) {
      slots[i] = Candidate(slots[i], hashes[i]);
      if (const uint32_t place = slots_[slots[i]].place; place != kEmpty)
        __builtin_prefetch(At(place));
    }
    for (size_t i = 0; i < count; ++i) *roles++ = FindFrom(slots[i], hashes[i], arns[i]);
  }
}

bool RoleStore::AddRecord(absl::string_view arn, const Program* program) {
  if (5 * (size_ + 1) > 4 * slots_.size()) Grow();
  const uint32_t hash = HashOfText(arn);
  if (FindFrom(Candidate(hash & (slots_.size() - 1), hash), hash, arn).known) return false;
  const uint32_t place = PlaceFor(Record::kArn + arn.size());
  const auto arn_size = static_cast<uint32_t>(arn.size());
  char* bytes = blocks_.back().get() + kWord * (place & (kBlockWords - 1));
  std::memcpy(bytes, &program, Record::kSize);
  std::memcpy(bytes + Record::kSize, &arn_size, sizeof(arn_size));
  std::memcpy(bytes + Record::kArn, arn.data(), arn.size());
  Insert({hash, place});
  ++size_;
  return true;
}

uint32_t RoleStore::PlaceFor(size_t bytes) {
  const size_t words = (bytes + kWord - 1) / kWord;
  if (words > left_) {
    if (blocks_.size() + 1 == kMostBlocks) throw std::bad_alloc();
    left_ = std::max(kBlockWords, words);
    blocks_.push_back(std::make_unique<char[]>(kWord * left_));
    used_ = 0;
  }
  const auto place = static_cast<uint32_t>((blocks_.size() - 1) << kBlockBits | used_);
  used_ += words;
  left_ -= words;
  return place;
}

void RoleStore::Insert(Slot added) {
  size_t slot = added.hash & (slots_.size() - 1);
  while (slots_[slot].place != kEmpty) slot = (slot + 1) & (slots_.size() - 1);
  slots_[slot] = added;
}

void RoleStore::Grow() {
  constexpr size_t kFewest = 16;
  std::vector<Slot> small(std::max(kFewest, 2 * slots_.size()));
  slots_.swap(small);
  for (const Slot& slot : small) {
    if (slot.place != kEmpty) Insert(slot);
  }
}

std::string RoleStore::Nearest(absl::string_view arn) const {
  constexpr size_t kMostRoles = 10000;  // a suggestion is not worth more than a look at so many
  if (size_ > kMostRoles) return "";
  std::vector<absl::string_view> arns;
  arns.reserve(size_);
  for (const Slot& slot : slots_) {
    if (slot.place != kEmpty) arns.push_back(Record(At(slot.place)).Arn());
  }
  std::sort(arns.begin(), arns.end());  // hash order must not show
  return std::string(NearestWord(arn, arns));
}

}  // namespace deputy
