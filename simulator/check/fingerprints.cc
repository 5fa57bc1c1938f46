#include "simulator/check/fingerprints.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/digest.h"

namespace deputy {
namespace {

// The index of the statement that the path leads into; their number where it leads into none.
size_t StatementOf(absl::string_view path, size_t statements) {
  if (!absl::ConsumePrefix(&path, "/Statement/")) return statements;
  size_t index = 0;
  if (absl::SimpleAtoi(path.substr(0, path.find('/')), &index)) return std::min(index, statements);
  return statements == 1 ? 0 : statements;  // one that stands in no list
}

}  // namespace

Fingerprints::Fingerprints(Policy policy) : policy_(std::move(policy)) {
  Policy denies{policy_.type, policy_.version, "", {}, {}};
  policy_.id.clear();
  for (Statement& statement : policy_.statements) {
    statement.sid.clear();
    if (statement.effect == Effect::kDeny) denies.statements.push_back(statement);
  }
  denies_ = Digest(PrintPolicy(denies, JsonStyle::kCompact));
  made_.resize(policy_.statements.size() + 1);
}

const std::string& Fingerprints::Of(absl::string_view path) {
  size_t index = StatementOf(path, policy_.statements.size());
  if (index < policy_.statements.size() && policy_.statements[index].effect == Effect::kDeny) {
    index = policy_.statements.size();  // whom it lets pass is said by every Allow
  }
  std::string& made = made_[index];
  if (!made.empty()) return made;
  if (index == policy_.statements.size()) {
    return made = Digest(PrintPolicy(policy_, JsonStyle::kCompact));
  }
  const Policy part{policy_.type, policy_.version, "", {policy_.statements[index]}, {}};
  return made = Digest(absl::StrCat(PrintPolicy(part, JsonStyle::kCompact), denies_));
}

}  // namespace deputy
