// The sentences in which a report tells a scenario: small templates, all of them here, so that
// every format tells the same story. Free of layout; user text is escaped.
#ifndef DEPUTY_SIMULATOR_SCENARIO_NARRATIVE_H_
#define DEPUTY_SIMULATOR_SCENARIO_NARRATIVE_H_

#include <string>

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// What came of a step, in one to three sentences: "AWS Database Migration Service assumes role
// `dms-dynamodb-role`. It then does dynamodb:DeleteTable on `orders`: nothing stops it."
std::string Narrate(const Scenario& scenario, const ScenarioResult& result, int variant, int step);

// One call, as a clause: "dms.amazonaws.com, acting for arn:aws:dms:…:endpoint:X of account
// 999988887777, asks to assume role `dms-dynamodb-role`".
std::string NarrateCall(const World& world, const CallResult& call);

// Why a call was stopped or let through, as far as one cause says, as a clause:
// "`aws:SourceAccount` is `999988887777`, and the policy asks for `111122223333`".
std::string NarrateCause(const CallResult& call, const Cause& cause);

// "every order of Acme's customers (dynamodb:DeleteTable on arn:…)", and the author's words.
std::string NarrateLoss(const World& world, const Loss& loss);

// "`aws:SourceArn` is not sent before version 3.4.7".
std::string NarrateAbsence(const AbsentKey& absent);

// The expectation as a clause: "blocked by trust-policy (keyAbsent aws:SourceArn)".
std::string NarrateExpectation(const Expectation& expectation);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_NARRATIVE_H_
