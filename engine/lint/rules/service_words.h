// What is known of a service, said in a finding: the keys it sends, and whether it checks
// iam:PassRole. No fact, no word.
#ifndef DEPUTY_ENGINE_LINT_RULES_SERVICE_WORDS_H_
#define DEPUTY_ENGINE_LINT_RULES_SERVICE_WORDS_H_

#include <string>

#include "engine/lint/rules/rule_run.h"

namespace deputy {

// That the facts say it sends neither key in any version: a source condition would lock it out.
bool SendsNoKeys(const ServiceFact* fact);

// That no source says that it sends either.
bool MaySendNoKeys(const ServiceFact* fact);

// "`dms.amazonaws.com` (AWS Database Migration Service)".
std::string ServiceWords(const RuleRun& run, absl::string_view service);

// Behind a finding about a service: of a role "exploitable if …", and which keys it sends.
void AddServiceNotes(const RuleRun& run, const PrincipalEntry& who, Finding& finding);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_SERVICE_WORDS_H_
