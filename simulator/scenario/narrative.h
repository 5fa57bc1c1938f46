// The sentences in which a report tells a scenario: small templates, all of them here, so that every
// format tells the same story. ASCII and free of layout; user text is escaped.
#ifndef DEPUTY_SIMULATOR_SCENARIO_NARRATIVE_H_
#define DEPUTY_SIMULATOR_SCENARIO_NARRATIVE_H_

#include <string>

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// What came of a step, in one to three sentences:
// "DMS assumes role `dms-dynamodb-role` of acme (111122223333). It calls dynamodb:DeleteTable …"
std::string Narrate(const Scenario& scenario, const ScenarioResult& result, int variant, int step);

// One call: "dms.amazonaws.com asks to assume role `dms-dynamodb-role` for
// arn:aws:dms:…:endpoint:X of account 999988887777".
std::string NarrateCall(const World& world, const CallResult& call);

// Why a call was stopped or let through, as far as one cause says:
// "`aws:SourceAccount` is 999988887777; the policy asks for 111122223333".
std::string NarrateCause(const CallResult& call, const Cause& cause);

// "lost: every order of Acme's customers (dynamodb:DeleteTable on arn:…)".
std::string NarrateLoss(const World& world, const Loss& loss);

// "aws:SourceArn is not sent: DMS sends it from 3.4.7".
std::string NarrateAbsence(const AbsentKey& absent);

// The expectation as a clause: "blocked by the trust policy (keyAbsent aws:SourceArn)".
std::string NarrateExpectation(const Expectation& expectation);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_NARRATIVE_H_
