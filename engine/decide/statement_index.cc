#include "engine/decide/statement_index.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/numeric/bits.h"
#include "engine/decide/text_hash.h"

namespace deputy {
namespace {

// A statement about everyone, or about several actions, stands under kNoWord in place of one.
struct StatementTable {
  uint32_t mask = 0;  // slots of the table, less one
  uint32_t any_principal = 0;
  uint32_t any_action = 0;
  uint32_t others = 0;  // statements to be tried always

  static constexpr uint32_t kWords = 4;
};

uint32_t HashOf(WordId principal, WordId action) {
  return static_cast<uint32_t>(absl::HashOf(principal, action));
}

WordId OnlyAction(const ProgramBuilder& builder, const CompiledStatement& statement) {
  return statement.actions.size == 1 ? builder.actions[statement.actions.begin].word : kNoWord;
}

}  // namespace

void IndexStatements(ProgramBuilder& builder) {
  if (builder.statements.size() < kIndexFrom || builder.statements.size() >= kSlotMask) return;
  struct Entry {
    WordId principal;
    WordId action;
    uint32_t statement;
  };
  std::vector<Entry> entries;
  std::vector<uint32_t> others;
  StatementTable layout;
  for (uint32_t i = 0; i < builder.statements.size(); ++i) {
    const CompiledStatement& statement = builder.statements[i];
    if (statement.principal_negated || statement.action_negated) {
      others.push_back(i);
      continue;
    }
    const WordId action = OnlyAction(builder, statement);
    if (action == kNoWord) layout.any_action = 1;
    if (!statement.has_principal) {
      layout.any_principal = 1;
      entries.push_back({kNoWord, action, i});
    }
    for (uint32_t p = 0; p < statement.principals.size; ++p)
      entries.push_back({builder.principals[statement.principals.begin + p].word, action, i});
  }
  layout.mask = static_cast<uint32_t>(absl::bit_ceil(entries.size() * 2 + 1)) - 1;
  layout.others = static_cast<uint32_t>(others.size());
  std::vector<uint32_t> table(layout.mask + 1, kNotIndexed);
  for (const Entry& entry : entries) {
    const uint32_t hash = HashOf(entry.principal, entry.action);
    uint32_t slot = hash & layout.mask;
    while (table[slot] != kNotIndexed) slot = (slot + 1) & layout.mask;
    table[slot] = (hash & ~kSlotMask) | entry.statement;
  }
  builder.statement_index = static_cast<uint32_t>(builder.index.size());
  builder.index.insert(builder.index.end(),
                       {layout.mask, layout.any_principal, layout.any_action, layout.others});
  builder.index.insert(builder.index.end(), others.begin(), others.end());
  builder.index.insert(builder.index.end(), table.begin(), table.end());
}

absl::InlinedVector<uint32_t, 16> StatementsFor(const Program& program,
                                                const BoundRequest& request) {
  const uint32_t* at = program.Index(program.statement_index());
  const StatementTable layout{at[0], at[1], at[2], at[3]};
  const uint32_t* others = at + StatementTable::kWords;
  const uint32_t* table = others + layout.others;
  absl::InlinedVector<uint32_t, 16> found(others, others + layout.others);
  const auto probe = [&](WordId principal, WordId action) {
    const uint32_t hash = HashOf(principal, action);
    for (uint32_t slot = hash & layout.mask; table[slot] != kNotIndexed;
         slot = (slot + 1) & layout.mask) {
      if ((table[slot] ^ hash) >> kSlotBits == 0) found.push_back(table[slot] & kSlotMask);
    }
  };
  const auto probe_actions = [&](WordId principal) {
    if (request.action_word() != kNoWord) probe(principal, request.action_word());
    if (layout.any_action != 0) probe(principal, kNoWord);
  };
  for (const WordId word : request.caller_words()) {
    if (word != kNoWord) probe_actions(word);
  }
  if (layout.any_principal != 0) probe_actions(kNoWord);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace deputy
