// The rules, in the order in which they run. Each reports on its own; linter.cc sorts.
#ifndef DEPUTY_ENGINE_LINT_RULES_RULES_H_
#define DEPUTY_ENGINE_LINT_RULES_RULES_H_

#include "engine/lint/rules/rule_run.h"

namespace deputy {

void CheckServices(RuleRun& run);        // DEP1xx and what is to blame for their holes
void CheckSharedRoles(RuleRun& run);     // DEP110
void CheckThirdParties(RuleRun& run);    // DEP2xx
void CheckFederation(RuleRun& run);      // DEP3xx
void CheckConditions(RuleRun& run);      // DEP4xx without a hole
void CheckDeadStatements(RuleRun& run);  // DEP5xx
void CheckForm(RuleRun& run);            // DEP6xx

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_RULES_H_
