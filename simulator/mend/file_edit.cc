#include "simulator/mend/file_edit.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "engine/harden/change_text.h"
#include "engine/lint/linter.h"
#include "engine/lint/policy_text.h"
#include "simulator/intake/edit_text.h"
#include "simulator/mend/yaml_block.h"

namespace deputy {
namespace {

using Edits = std::vector<TextEdit>;

// JSON edits as the file writes them.
std::optional<Edits> Wrapped(const FoundPolicy& found, absl::string_view file, Edits edits) {
  for (TextEdit& edit : edits) {
    auto text = WrapEdit(found, file, edit.range, edit.replacement);
    if (!text) return std::nullopt;
    edit.replacement = *std::move(text);
  }
  return edits;
}

std::optional<Edits> SmallEdits(const FoundPolicy& found, absl::string_view file,
                                const Change& change) {
  auto edits = EditsOf(*found.policy, file, change);
  if (!edits) return std::nullopt;
  return Wrapped(found, file, *std::move(edits));
}

std::optional<Edits> BlockEdits(const FoundPolicy& found, absl::string_view file,
                                const Change& change) {
  if (found.wrapping != Wrapping::kYaml) return std::nullopt;
  auto edits = YamlBlockEdits(*found.policy, file, change);
  if (!edits) return std::nullopt;
  for (TextEdit& edit : *edits)
    edit.replacement = WithLineEndsOf(file, std::move(edit.replacement));
  return edits;
}

std::optional<Edits> WholeEdits(const FoundPolicy& found, absl::string_view file,
                                const Change& change) {
  auto edits = WholeStatementEdit(*found.policy, file, change);
  if (!edits) return std::nullopt;
  return Wrapped(found, file, *std::move(edits));
}

// The smallest edits first.
constexpr decltype(&SmallEdits) kWays[] = {SmallEdits, BlockEdits, WholeEdits};

// By the first of the ways from `first` on by which it can be made at all.
std::optional<Edits> EditsFor(const FoundPolicy& found, absl::string_view file,
                              const Change& change, size_t first) {
  for (size_t way = first; found.policy && way < std::size(kWays); ++way) {
    if (auto edits = kWays[way](found, file, change)) return edits;
  }
  return std::nullopt;
}

// The first word that the parser knows better.
std::optional<Fix> WordFix(const FoundPolicy& found, absl::string_view file) {
  const Diagnostic* error = found.diagnostics.FirstError();
  if (error == nullptr) return std::nullopt;
  std::optional<Fix> fix = FromDiagnostic(*error).fix;
  if (!fix) return std::nullopt;
  auto edits = Wrapped(found, file, std::move(fix->edits));
  if (!edits) return std::nullopt;
  fix->edits = *std::move(edits);
  return fix;
}

// The text with the edits of several policies. Nothing when two of them touch: through an alias of
// YAML they may have their text together.
std::optional<std::string> WithEdits(absl::string_view text, std::vector<Edits> policies) {
  std::erase_if(policies, [](const Edits& edits) { return edits.empty(); });
  absl::c_sort(policies, [](const Edits& a, const Edits& b) {
    return a.front().range.begin < b.front().range.begin;
  });
  Edits all;
  for (Edits& edits : policies) {
    if (!all.empty() && edits.front().range.begin <= all.back().range.end) return std::nullopt;
    absl::c_move(edits, std::back_inserter(all));
  }
  return ApplyFix(text, {"", std::move(all)});
}

// `all` does something to all of some policies, with one reading, or to none of them. Where it does
// nothing to one alone, that one has failed.
void InHalves(absl::Span<const size_t> policies,
              const std::function<bool(absl::Span<const size_t>)>& all,
              FileEdit::Policies& failed) {
  if (policies.empty() || all(policies)) return;
  if (policies.size() == 1) return failed.push_back(policies[0]);
  InHalves(policies.first(policies.size() / 2), all, failed);
  InHalves(policies.subspan(policies.size() / 2), all, failed);
}

// Whether the changed policies are now as wanted, and all others as they were.
bool HoldsOnly(const PolicyFile& before, const PolicyFile& after, absl::Span<const size_t> changed,
               const std::vector<Policy>& wanted) {
  if (before.policies.size() != after.policies.size()) return false;
  size_t next = 0;
  for (size_t i = 0; i < after.policies.size(); ++i) {
    const std::optional<Policy>& is = after.policies[i].policy;
    const std::optional<Policy>& was = before.policies[i].policy;
    const bool is_changed = next < changed.size() && changed[next] == i;
    if (!is_changed && is.has_value() != was.has_value()) return false;
    if (!is_changed && !is) continue;
    if (!is || !SamePolicy(*is, is_changed ? wanted[next++] : *was)) return false;
  }
  return true;
}

}  // namespace

FileEdit::FileEdit(NamedText file, const IntakeOptions& options, Diagnostics& diagnostics)
    : file_(std::move(file)),
      options_(&options),
      read_(ReadPolicyFile(file_.name, file_.text, options, diagnostics)) {}

FileEdit::Policies FileEdit::MakeChanges(const Policies& policies, const ChangeOf& change_of) {
  Policies failed;
  Policies possible;
  for (const size_t i : policies) {
    const bool some = EditsFor(read_.policies[i], file_.text, change_of(i), 0).has_value();
    (some ? possible : failed).push_back(i);
  }
  InHalves(
      possible, [&](Some some) { return MakeAll(some, change_of); }, failed);
  absl::c_sort(failed);
  return failed;
}

bool FileEdit::MakeAll(Some policies, const ChangeOf& change_of) {
  std::vector<Policy> wanted;
  for (const size_t i : policies) {
    const std::optional<Policy>& policy = read_.policies[i].policy;
    auto changed = policy ? ApplyChange(*policy, change_of(i)) : std::nullopt;
    if (!changed) return false;
    wanted.push_back(*std::move(changed));
  }
  for (size_t first = 0; first < std::size(kWays); ++first) {
    std::vector<Edits> all;
    for (const size_t i : policies) {
      auto edits = EditsFor(read_.policies[i], file_.text, change_of(i), first);
      if (!edits) return false;
      all.push_back(*std::move(edits));
    }
    std::optional<std::string> text = WithEdits(file_.text, std::move(all));
    if (!text) return false;
    PolicyFile after = Read(*text);
    if (!HoldsOnly(read_, after, policies, wanted)) continue;
    file_.text = *std::move(text);
    read_ = std::move(after);
    return true;
  }
  return false;
}

FileEdit::Policies FileEdit::MendWords(const Policies& policies, const Tell& tell) {
  Policies failed;
  Policies possible;
  for (const size_t i : policies)
    (WordFix(read_.policies[i], file_.text) ? possible : failed).push_back(i);
  InHalves(
      possible, [&](Some some) { return MendAll(some, tell); }, failed);
  return failed;
}

bool FileEdit::MendAll(Some policies, const Tell& tell) {
  std::vector<Edits> all;
  std::vector<std::pair<size_t, std::string>> told;
  for (const size_t i : policies) {
    if (read_.policies[i].policy) continue;  // by the word of another, of which it is an alias
    std::optional<Fix> fix = WordFix(read_.policies[i], file_.text);
    if (!fix) return false;
    all.push_back(std::move(fix->edits));
    told.emplace_back(i, std::move(fix->title));
  }
  std::optional<std::string> text = WithEdits(file_.text, std::move(all));
  if (!text) return false;
  PolicyFile after = Read(*text);
  if (after.policies.size() != read_.policies.size()) return false;
  file_.text = *std::move(text);
  read_ = std::move(after);
  for (auto& [policy, title] : told) tell(policy, std::move(title));
  return true;
}

PolicyFile FileEdit::Read(absl::string_view text) const {
  Diagnostics ignored;
  return ReadPolicyFile(file_.name, text, *options_, ignored);
}

}  // namespace deputy
