#include "engine/harden/advice.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/text/add_once.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

Known Sends(const ServiceFact* fact, absl::string_view folded_key) {
  if (fact == nullptr) return Known::kUnknown;
  const Known arn = fact->sends_source_arn;
  const Known account = fact->sends_source_account;
  if (folded_key == "aws:sourcearn" || arn == account) return arn;
  if (folded_key == "aws:sourceaccount") return account;
  // The organization comes along with either of them.
  return arn == Known::kYes || account == Known::kYes ? Known::kYes : Known::kUnknown;
}

// The source keys that the conditions of an Allow need.
std::set<std::string> NeededKeys(const Statement& statement) {
  std::set<std::string> keys;
  for (const ConditionClause& clause : statement.conditions) {
    std::string key = FoldKey(clause.key);
    if (IsSourceKey(key)) keys.insert(std::move(key));
  }
  return keys;
}

std::string Spelled(const std::string& folded) {
  const ContextKeyInfo* info = FindContextKey(folded);
  return info == nullptr ? folded : std::string(info->name);
}

}  // namespace

std::string WhyImpossible(const Statement& statement, const Circumstances& circumstances) {
  for (const PrincipalEntry& entry : statement.principal->entries) {
    if (entry.principal.kind != PrincipalKind::kService) continue;
    const ServiceFact* fact = circumstances.FindFact(entry.principal.text);
    if (Sends(fact, "aws:sourcearn") != Known::kNo ||
        Sends(fact, "aws:sourceaccount") != Known::kNo)
      continue;
    std::string why = absl::StrCat(Quote(entry.principal.text),
                                   " sends neither aws:SourceArn nor aws:SourceAccount");
    if (!fact->version.empty()) absl::StrAppend(&why, " in version ", fact->version);
    absl::StrAppend(&why, ", so that no condition tells for whom it acts");
    if (fact->checks_pass_role == Known::kYes) {
      absl::StrAppend(&why,
                      "; it checks iam:PassRole, so that only principals of the role's account who "
                      "may pass the role can give it to the service");
    } else {
      absl::StrAppend(&why, "; use a role that holds nothing worth having, or a newer version");
    }
    return why;
  }
  for (const PrincipalEntry& entry : statement.principal->entries) {
    const std::string& account = entry.principal.account;
    if (entry.principal.kind == PrincipalKind::kFederated &&
        circumstances.question->trusted.claims.empty())
      return "which tokens are yours was not said; give --trust-claim KEY=PATTERN";
    if (entry.principal.IsIam() && !circumstances.Trusts(account) &&
        circumstances.FindThirdParty(account) == nullptr) {
      return absl::StrCat("account ", account, " is not trusted; if it is a third party, give ",
                          "--third-party ", account, "=EXTERNAL-ID");
    }
  }
  return "no change that was tried keeps everybody who is foreign out and those in who are not";
}

std::vector<std::string> NotesOn(const Policy& policy, const std::vector<Change>& changes,
                                 const Circumstances& circumstances) {
  std::vector<std::string> notes;
  for (const Statement& statement : policy.statements) {
    if (statement.effect != Effect::kAllow || !statement.principal) continue;
    for (const std::string& key : NeededKeys(statement)) {
      for (const PrincipalEntry& entry : statement.principal->entries) {
        if (entry.principal.kind != PrincipalKind::kService) continue;
        const ServiceFact* fact = circumstances.FindFact(entry.principal.text);
        if (Sends(fact, key) == Known::kUnknown) {
          AddOnce(absl::StrCat("no source says whether ", Quote(entry.principal.text), " sends ",
                               Spelled(key), "; where it does not, the policy locks it out"),
                  notes);
        } else if (!fact->sends_since.empty()) {
          AddOnce(
              absl::StrCat(Quote(entry.principal.text), " sends ", Spelled(key), " from version ",
                           fact->sends_since, " on; older ones are locked out"),
              notes);
        }
      }
    }
  }
  for (const Change& change : changes) {
    if (change.replaces_external_id) {
      AddOnce(absl::StrCat("the external id in statement ", change.told_statement + 1,
                           " was replaced: requests with the new one come in, so it is not only "
                           "narrower"),
              notes);
    }
  }
  return notes;
}

}  // namespace deputy
