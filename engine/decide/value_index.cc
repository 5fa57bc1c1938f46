#include "engine/decide/value_index.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/numeric/bits.h"
#include "engine/iam/wildcard.h"
#include "engine/policy/policy_variable.h"

namespace deputy {
namespace {

constexpr size_t kLeastDistinct = 4;  // keys that a group must tell apart
constexpr uint32_t kLeastPrefix = 4;

// An operand that may stand in a group.
struct Candidate {
  uint32_t operand;
  std::string encoded;  // wildcard.h
};

class Indexer {
 public:
  Indexer(const CompiledClause& clause, ProgramBuilder& builder)
      : clause_(clause), builder_(builder) {}

  uint32_t Run() {
    if (clause_.operands.size < kIndexFrom || clause_.operands.size >= kSlotMask || !IsIndexable())
      return kNotIndexed;
    for (uint32_t i = 0; i < clause_.operands.size; ++i) Consider(i);
    const size_t begin = builder_.index.size();
    builder_.index.push_back(0);
    while (AddBestGroup()) ++builder_.index[begin];
    if (builder_.index[begin] == 0) {
      builder_.index.resize(begin);
      return kNotIndexed;
    }
    for (const Candidate& candidate : left_) others_.push_back(candidate.operand);
    std::sort(others_.begin(), others_.end());
    builder_.index.push_back(static_cast<uint32_t>(others_.size()));
    builder_.index.insert(builder_.index.end(), others_.begin(), others_.end());
    return static_cast<uint32_t>(begin);
  }

 private:
  bool IsIndexable() const {
    return clause_.type == OperandType::kArn ||
           (clause_.type == OperandType::kString &&
            clause_.comparison != Comparison::kEqualsIgnoreCase);
  }

  void Consider(uint32_t i) {
    const Operand& operand = builder_.operands[clause_.operands.begin + i];
    const absl::string_view text = builder_.Text(operand.text);
    const Variables variables =
        builder_.version == PolicyVersion::k2012 ? Variables::kExpand : Variables::kPlainText;
    if (operand.kind == OperandKind::kNever) return;  // never to be tried
    if (operand.kind == OperandKind::kText) {
      left_.push_back({i, std::string(text)});
    } else if (operand.kind == OperandKind::kArn) {
      const auto parsed = ParseTemplate(text, Wildcards::kPattern, variables);
      left_.push_back({i, std::get<ValueTemplate>(parsed).Literal()});
    } else {
      others_.push_back(i);
    }
  }

  // What the operand requires of the key of the group; nothing where it does not require one text.
  static std::optional<absl::string_view> KeyOf(const ValueGroup& group,
                                                const Candidate& candidate) {
    if (group.component == ValueGroup::kWholeText) return absl::string_view(candidate.encoded);
    const absl::string_view text = SplitArn(candidate.encoded)->components[group.component];
    const size_t wildcard = text.find_first_of(kWildcards);
    if (group.prefix == 0)
      return wildcard == absl::string_view::npos ? std::optional(text) : std::nullopt;
    const size_t literal = std::min(wildcard, text.size());
    return literal >= group.prefix ? std::optional(text.substr(0, group.prefix)) : std::nullopt;
  }

  // How many different keys the group would tell apart.
  size_t Distinct(const ValueGroup& group) const {
    absl::flat_hash_set<absl::string_view> keys;
    for (const Candidate& candidate : left_) {
      if (const auto key = KeyOf(group, candidate)) keys.insert(*key);
    }
    return keys.size();
  }

  // The shortest literal start of a resource, of those that are long enough to tell something.
  uint32_t ShortestPrefix() const {
    size_t shortest = absl::string_view::npos;
    for (const Candidate& candidate : left_) {
      const absl::string_view text = SplitArn(candidate.encoded)->resource();
      const size_t literal = std::min(text.find_first_of(kWildcards), text.size());
      if (literal >= kLeastPrefix) shortest = std::min(shortest, literal);
    }
    return shortest == absl::string_view::npos ? 0 : static_cast<uint32_t>(shortest);
  }

  std::vector<ValueGroup> Choices() const {
    if (clause_.type != OperandType::kArn) return {ValueGroup{}};
    std::vector<ValueGroup> choices;
    for (const uint32_t component : {4u, 5u, 3u, 2u}) choices.push_back({component, 0, 0});
    if (const uint32_t prefix = ShortestPrefix()) choices.push_back({5, prefix, 0});
    return choices;
  }

  bool AddBestGroup() {
    if (left_.size() < kIndexFrom) return false;
    ValueGroup best;
    size_t most = 0;
    for (const ValueGroup& choice : Choices()) {
      const size_t distinct = Distinct(choice);
      if (distinct <= most) continue;
      most = distinct;
      best = choice;
    }
    if (most < kLeastDistinct) return false;
    AddGroup(best);
    return true;
  }

  void AddGroup(ValueGroup group) {
    group.mask = static_cast<uint32_t>(absl::bit_ceil(left_.size() * 4)) - 1;
    std::vector<uint32_t> table(group.mask + 1, kNotIndexed);
    std::vector<Candidate> others;
    for (Candidate& candidate : left_) {
      const auto key = KeyOf(group, candidate);
      if (!key) {
        others.push_back(std::move(candidate));
        continue;
      }
      const uint32_t hash = HashOfText(*key);
      uint32_t slot = hash & group.mask;
      while (table[slot] != kNotIndexed) slot = (slot + 1) & group.mask;
      table[slot] = (hash & ~kSlotMask) | candidate.operand;
    }
    builder_.index.insert(builder_.index.end(), {group.component, group.prefix, group.mask});
    builder_.index.insert(builder_.index.end(), table.begin(), table.end());
    left_ = std::move(others);
  }

  const CompiledClause& clause_;
  ProgramBuilder& builder_;
  std::vector<Candidate> left_;
  std::vector<uint32_t> others_;
};

}  // namespace

uint32_t IndexValues(const CompiledClause& clause, ProgramBuilder& builder) {
  return Indexer(clause, builder).Run();
}

}  // namespace deputy
