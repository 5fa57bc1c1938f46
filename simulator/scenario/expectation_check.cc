#include "simulator/scenario/expectation_check.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "simulator/scenario/narrative.h"

namespace deputy {
namespace {

std::string Found(const StepResult& result) {
  if (result.outcome != Outcome::kBlocked) return std::string(OutcomeName(result.outcome));
  return absl::StrCat("blocked by ", GuardName(*result.stopped_by));
}

bool Fits(const Expectation& expected, const Cause& cause) {
  return (!expected.reason || *expected.reason == cause.reason) &&
         (expected.key.empty() || absl::EqualsIgnoreCase(expected.key, cause.key)) &&
         (!expected.sid || *expected.sid == cause.sid);
}

// Of a step that was stopped the last call is the one that was; of one that succeeded any may fit.
bool FitsWhy(const Expectation& expected, const StepResult& result) {
  for (size_t i = 0; i < result.calls.size(); ++i) {
    if (result.outcome == Outcome::kBlocked && i + 1 < result.calls.size()) continue;
    for (const Cause& cause : result.calls[i].causes) {
      if (Fits(expected, cause)) return true;
    }
  }
  return false;
}

std::string FoundCauses(const StepResult& result) {
  std::vector<std::string> causes;
  if (result.calls.empty()) return "nothing";
  for (const Cause& cause : result.calls.back().causes) {
    std::string text(CauseReasonName(cause.reason));
    if (!cause.key.empty()) absl::StrAppend(&text, " ", cause.key);
    if (!cause.sid.empty()) absl::StrAppend(&text, " (Sid ", Quote(cause.sid), ")");
    causes.push_back(std::move(text));
  }
  return absl::StrJoin(causes, ", ");
}

std::string Names(const std::vector<Index>& resources, const World& world) {
  if (resources.empty()) return "nothing";
  return absl::StrJoin(resources, ", ", [&](std::string* names, Index index) {
    names->append(world.resources[index].id);
  });
}

void CheckLosses(const Expectation& expected, const World& world, StepResult& result) {
  if (!expected.loses) return;
  std::set<Index> lost;
  for (const Loss& loss : result.losses) lost.insert(loss.resource);
  const std::vector<Index> found(lost.begin(), lost.end());
  if (found == *expected.loses) return;
  result.mismatches.push_back(absl::StrCat("expected to lose ", Names(*expected.loses, world),
                                           ", lost ", Names(found, world)));
}

void CheckRejection(const Expectation& expected, const ScenarioVariant& variant,
                    StepResult& result) {
  std::vector<std::string> rules;
  for (const Diagnostic& diagnostic : variant.refused->diagnostics) {
    if (diagnostic.severity != Severity::kError) continue;
    if (diagnostic.rule == expected.rule) return;
    rules.push_back(diagnostic.rule);
  }
  result.mismatches.push_back(absl::StrCat("expected rejected by ", expected.rule,
                                           ", found rejected by ", absl::StrJoin(rules, ", ")));
}

}  // namespace

void CheckExpectation(const Expectation& expected, const ScenarioVariant& variant,
                      StepResult& result) {
  const bool other_guard = expected.outcome == Outcome::kBlocked &&
                           result.outcome == Outcome::kBlocked && expected.by != *result.stopped_by;
  if (expected.outcome != result.outcome || other_guard) {
    result.mismatches.push_back(
        absl::StrCat("expected ", NarrateExpectation(expected), ", found ", Found(result)));
  } else if (expected.outcome == Outcome::kRejected) {
    CheckRejection(expected, variant, result);
  } else {
    const bool asks_why = expected.reason || !expected.key.empty() || expected.sid;
    if (asks_why && !FitsWhy(expected, result)) {
      result.mismatches.push_back(absl::StrCat("expected ", NarrateExpectation(expected),
                                               ", found the reasons ", FoundCauses(result)));
    }
    if (!expected.at.empty() && !result.calls.empty() &&
        result.calls.back().request.resource != expected.at) {
      result.mismatches.push_back(absl::StrCat("expected to be stopped at ", expected.at,
                                               ", found at ",
                                               result.calls.back().request.resource));
    }
    CheckLosses(expected, variant.world, result);
  }
  result.as_expected = result.mismatches.empty();
}

}  // namespace deputy
