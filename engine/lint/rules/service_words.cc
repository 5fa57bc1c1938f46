#include "engine/lint/rules/service_words.h"

#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

std::string SentWords(const ServiceFact* known) {
  if (SendsNoKeys(known)) {
    return "it sends neither aws:SourceArn nor aws:SourceAccount: a condition on them would lock "
           "it out";
  }
  if (MaySendNoKeys(known)) {
    return "no source says whether it sends aws:SourceArn and aws:SourceAccount: ask for "
           "aws:SourceAccount if it does; if it does not, that locks it out";
  }
  const ServiceFact& fact = *known;
  const bool arn = fact.sends_source_arn == Known::kYes;
  const bool account = fact.sends_source_account == Known::kYes;
  const absl::string_view keys = arn && account ? "aws:SourceArn and aws:SourceAccount"
                                 : arn          ? "aws:SourceArn"
                                                : "aws:SourceAccount";
  if (fact.sends_since.empty()) return absl::StrCat("it sends ", keys);
  return absl::StrCat("it sends ", keys, " from version ", fact.sends_since,
                      " on, and neither before");
}

absl::string_view ExploitWords(Known checks_pass_role) {
  switch (checks_pass_role) {
    case Known::kYes:
      return "exploitable if its check of iam:PassRole, that the role is the caller's own, can be "
             "passed by; the trust policy is the second lock";
    case Known::kNo:
      return "exploitable: it does not check iam:PassRole, so whoever uses it can name this role";
    case Known::kUnknown:
      break;
  }
  return "exploitable if the service lets its users name roles of other accounts; whether it "
         "checks iam:PassRole is not known";
}

}  // namespace

bool SendsNoKeys(const ServiceFact* fact) {
  return fact != nullptr && fact->sends_source_arn == Known::kNo &&
         fact->sends_source_account == Known::kNo;
}

bool MaySendNoKeys(const ServiceFact* fact) {
  return fact == nullptr ||
         (fact->sends_source_arn != Known::kYes && fact->sends_source_account != Known::kYes);
}

std::string ServiceWords(const RuleRun& run, absl::string_view service) {
  const ServiceFact* fact = run.FactOf(service);
  const std::string quoted = Quote(service);
  return fact == nullptr || fact->name.empty() ? quoted
                                               : absl::StrCat(quoted, " (", fact->name, ")");
}

void AddServiceNotes(const RuleRun& run, const PrincipalEntry& who, Finding& finding) {
  if (who.kind != PrincipalEntryKind::kPrincipal || who.principal.kind != PrincipalKind::kService) {
    return;
  }
  const ServiceFact* fact = run.FactOf(who.principal.text);
  if (run.policy.type == PolicyType::kTrust) {
    finding.notes.emplace_back(
        ExploitWords(fact == nullptr ? Known::kUnknown : fact->checks_pass_role));
  }
  finding.notes.push_back(SentWords(fact));
  if (fact != nullptr && !fact->page.empty())
    finding.notes.push_back(absl::StrCat("see ", fact->page));
}

}  // namespace deputy
