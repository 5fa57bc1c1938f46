#include "engine/harden/statement_split.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"

namespace deputy {

std::optional<Change> SplitFor(const Policy& policy, size_t index,
                               const Circumstances& circumstances) {
  // Groups that need conditions of their own: services (each for itself where there is nothing
  // else), each provider, each third party, the rest.
  const bool only_services = absl::c_all_of(
      policy.statements[index].principal->entries,
      [](const PrincipalEntry& entry) { return entry.principal.kind == PrincipalKind::kService; });
  std::vector<std::pair<std::string, PrincipalEntries>> groups;
  const auto put = [&](const std::string& name, const PrincipalEntry& entry) {
    const auto group = absl::c_find_if(groups, [&](const auto& g) { return g.first == name; });
    if (group != groups.end()) {
      group->second.push_back(entry);
    } else {
      groups.push_back({name, {entry}});
    }
  };
  for (const PrincipalEntry& entry : policy.statements[index].principal->entries) {
    if (entry.kind == PrincipalEntryKind::kEveryone) {
      for (const std::string& account : circumstances.accounts)
        put("own", AccountEntry(account, circumstances.partition));
      for (const ThirdParty& party : circumstances.question->trusted.third_parties)
        put(party.account, AccountEntry(party.account, circumstances.partition));
    } else if (entry.principal.kind == PrincipalKind::kService) {
      put(only_services ? entry.principal.text : "services", entry);
    } else if (entry.principal.kind == PrincipalKind::kFederated) {
      put(entry.principal.text, entry);
    } else {
      const bool own = circumstances.Trusts(entry.principal.account);
      put(own ? "own" : entry.principal.account, entry);
    }
  }
  if (groups.size() < 2) return std::nullopt;
  for (auto& [name, entries] : groups) entries = EachOnce(std::move(entries));
  Change split;
  split.kind = ChangeKind::kSplit;
  split.statement = index;
  split.why = "each needs a condition of its own";
  for (size_t i = 0; i < groups.size(); ++i) {
    PrincipalEntries& side = i == 1 ? split.moved : split.principals;
    side.insert(side.end(), groups[i].second.begin(), groups[i].second.end());
  }
  return split;
}

}  // namespace deputy
