#include "simulator/mend/file_edit.h"

#include <utility>

#include "engine/harden/change_text.h"
#include "engine/lint/linter.h"
#include "engine/lint/policy_text.h"
#include "simulator/intake/edit_text.h"
#include "simulator/mend/yaml_block.h"

namespace deputy {
namespace {

constexpr size_t kMostMendings = 50;  // words of one policy

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

PolicyFile Read(absl::string_view name, absl::string_view text, const IntakeOptions& options) {
  Diagnostics ignored;
  return ReadPolicyFile(name, text, options, ignored);
}

bool HoldsOnly(const PolicyFile& before, const PolicyFile& after, size_t index,
               const Policy& wanted) {
  if (before.policies.size() != after.policies.size()) return false;
  for (size_t i = 0; i < after.policies.size(); ++i) {
    const std::optional<Policy>& is = after.policies[i].policy;
    const std::optional<Policy>& was = before.policies[i].policy;
    if (i != index && is.has_value() != was.has_value()) return false;
    if (i != index && !is) continue;
    if (!is || !SamePolicy(*is, i == index ? wanted : *was)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> ChangeFile(const NamedText& file, const IntakeOptions& options,
                                      size_t index, const Change& change) {
  const PolicyFile before = Read(file.name, file.text, options);
  if (index >= before.policies.size() || !before.policies[index].policy) return std::nullopt;
  const FoundPolicy& found = before.policies[index];
  const std::optional<Policy> wanted = ApplyChange(*found.policy, change);
  if (!wanted) return std::nullopt;
  for (const auto way : kWays) {
    const std::optional<Edits> edits = way(found, file.text, change);
    if (!edits) continue;
    std::string text = ApplyFix(file.text, {"", *edits});
    if (HoldsOnly(before, Read(file.name, text, options), index, *wanted)) return text;
  }
  return std::nullopt;
}

std::optional<std::string> MendSpelling(const NamedText& file, const IntakeOptions& options,
                                        size_t index, std::vector<std::string>& mended) {
  std::string text = file.text;
  for (size_t round = 0; round < kMostMendings; ++round) {
    const PolicyFile read = Read(file.name, text, options);
    if (index >= read.policies.size()) return std::nullopt;
    const FoundPolicy& found = read.policies[index];
    if (found.policy) return text;
    // One at a time, as it is read again.
    const Diagnostic* error = found.diagnostics.FirstError();
    if (error == nullptr) return std::nullopt;
    const std::optional<Fix> fix = FromDiagnostic(*error).fix;
    if (!fix) return std::nullopt;
    const auto edits = Wrapped(found, text, fix->edits);
    if (!edits) return std::nullopt;
    mended.push_back(fix->title);
    text = ApplyFix(text, {"", *edits});
  }
  return std::nullopt;
}

}  // namespace deputy
