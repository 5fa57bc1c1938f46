#include "engine/prove/mentions.h"

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/partition.h"
#include "engine/text/add_once.h"

namespace deputy {
namespace {

// Whom the statements name, what their conditions ask for, and on what they are.
template <class Visit>
void ForEachText(const Sheet& sheet, const Visit& visit) {
  for (const Sheet::Row& row : sheet.rows) {
    if (row.statement->principal) {
      for (const PrincipalEntry& entry : row.statement->principal->entries)
        visit(entry.written.text);
    }
    for (const ConditionClause& clause : row.statement->conditions) {
      for (const PolicyString& value : clause.values) visit(value.text);
    }
    if (!row.statement->resource) continue;
    for (const PolicyString& pattern : row.statement->resource->patterns) visit(pattern.text);
  }
}

// Whether the pattern can match something that begins so.
bool CanBegin(absl::string_view pattern, absl::string_view beginning) {
  for (size_t i = 0; i < beginning.size(); ++i) {
    if (i == pattern.size()) return false;
    if (pattern[i] == '*' || pattern[i] == '$') return true;  // a policy variable is anything
    if (pattern[i] != '?' && pattern[i] != beginning[i]) return false;
  }
  return true;
}

bool CanBeOf(absl::string_view partition, absl::string_view pattern) {
  return CanBegin(pattern, absl::StrCat("arn:", partition, ":"));
}

absl::flat_hash_set<std::string> MentionedAccounts(const Sheet& sheet) {
  absl::flat_hash_set<std::string> mentioned;
  ForEachText(sheet, [&](absl::string_view text) {
    size_t digits = 0;  // any twelve in a row
    for (size_t i = 0; i < text.size(); ++i) {
      digits = absl::ascii_isdigit(static_cast<unsigned char>(text[i])) ? digits + 1 : 0;
      if (digits >= kAccountDigits)
        mentioned.emplace(text.substr(i + 1 - kAccountDigits, kAccountDigits));
    }
  });
  return mentioned;
}

}  // namespace

std::string UnmentionedAccount(const Sheet& sheet) {
  const absl::flat_hash_set<std::string> mentioned = MentionedAccounts(sheet);
  uint64_t account = kPlaceholderAccount;
  while (mentioned.contains(absl::StrCat(account))) ++account;
  return absl::StrCat(account);
}

std::vector<std::string> OwnersAmong(const std::vector<std::string>& accounts, const Sheet& sheet,
                                     const std::map<std::string, std::string>& keys) {
  if (!keys.contains("aws:resourceaccount")) return {accounts[0]};
  const absl::flat_hash_set<std::string> mentioned = MentionedAccounts(sheet);
  std::vector<std::string> owners;
  bool others = false;
  for (const std::string& account : accounts) {
    if (mentioned.contains(account) || !others) owners.push_back(account);
    others = others || !mentioned.contains(account);
  }
  return owners;
}

std::vector<std::string> PartitionsOf(const Sheet& sheet, absl::string_view resource) {
  if (const auto arn = ParseArn(resource)) return {std::string(arn->partition())};
  std::vector<std::string> partitions;
  ForEachText(sheet, [&](absl::string_view text) {
    const auto arn = SplitArn(text);
    if (arn && arn->components[0] == "arn" && IsPartition(arn->partition()))
      return AddOnce(std::string(arn->partition()), partitions);
    for (const absl::string_view known : KnownPartitions()) {
      if (absl::StrContains(text, absl::StrCat(":", known, ":")))
        AddOnce(std::string(known), partitions);
    }
  });
  if (partitions.empty()) partitions.emplace_back("aws");
  ForEachText(sheet, [&](absl::string_view text) {
    if (!absl::StrContains(text, "*") && !absl::StrContains(text, "?")) return;
    const auto can_be_of = [&](absl::string_view partition) { return CanBeOf(partition, text); };
    if (absl::c_any_of(partitions, can_be_of)) return;
    const absl::Span<const absl::string_view> all = KnownPartitions();
    const auto* const known = absl::c_find_if(all, can_be_of);
    if (known != all.end()) partitions.emplace_back(*known);
  });
  return partitions;
}

std::string PartitionOf(const Policy& policy, absl::string_view resource) {
  Sheet sheet;
  for (const Statement& statement : policy.statements)
    sheet.rows.push_back({&statement, policy.version});
  return PartitionsOf(sheet, resource)[0];
}

}  // namespace deputy
