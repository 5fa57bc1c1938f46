#include "engine/prove/prover.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/prove/case_solver.h"
#include "engine/prove/judge.h"
#include "engine/text/add_once.h"

namespace deputy {
namespace {

// Beyond so many conditions nobody reads what each of them keeps out.
constexpr size_t kExplainedConditions = 24;

// Asks again without each condition of an Allow and without each Deny.
void AddKeptOut(const RoleQuestion& question, Answer& answer) {
  size_t conditions = 0;
  for (const Statement& statement : question.policy->statements)
    conditions += statement.effect == Effect::kAllow ? statement.conditions.size() : 1;
  if (conditions > kExplainedConditions) return;
  const auto ask = [&](const Policy& policy, const std::string& without) {
    RoleQuestion changed = question;
    changed.policy = &policy;
    const Answer other = ProveProperty(changed, answer.property);
    answer.states += other.states;
    if (other.verdict == Verdict::kRefuted)
      answer.kept_out.push_back(absl::StrCat(without, ": ", other.who_gets_in[0]));
  };
  for (size_t s = 0; s < question.policy->statements.size(); ++s) {
    const Statement& statement = question.policy->statements[s];
    if (statement.effect == Effect::kDeny) {
      Policy policy = *question.policy;
      policy.statements.erase(policy.statements.begin() + static_cast<ptrdiff_t>(s));
      ask(policy, absl::StrCat("the Deny of statement ", s + 1));
      continue;
    }
    for (size_t c = 0; c < statement.conditions.size(); ++c) {
      Policy policy = *question.policy;
      auto& clauses = policy.statements[s].conditions;
      const std::string name = absl::StrCat(clauses[c].op.Name(), " ", clauses[c].key);
      clauses.erase(clauses.begin() + static_cast<ptrdiff_t>(c));
      ask(policy, absl::StrCat(name, " of statement ", s + 1));
    }
  }
}

}  // namespace

bool AllowsCanonicalUser(const Statement& statement) {
  return statement.effect == Effect::kAllow && statement.principal &&
         absl::c_any_of(statement.principal->entries, [](const PrincipalEntry& entry) {
           return entry.kind == PrincipalEntryKind::kCanonicalUser;
         });
}

bool AllowsCanonicalUser(const Policy& policy) {
  return absl::c_any_of(policy.statements,
                        [](const Statement& statement) { return AllowsCanonicalUser(statement); });
}

Answer ProveProperty(const RoleQuestion& question, Property property) {
  const Scene scene = SceneOf(question);
  const Judge judge(*question.policy, question.rcps);
  const Wanted wanted = [&](const Request& request) { return judge.Allows(request); };
  const bool honest = property == Property::kSomeoneHonest;
  Answer answer;
  answer.property = property;
  uint64_t budget = question.budget;
  std::vector<std::string> told;  // cases that get in
  for (const Case& the_case :
       CasesOf(scene, honest ? Side::kHonest : Side::kForeign,
               property != Property::kNoForeignPrincipal, property != Property::kNoForeignSource)) {
    const auto is_told = [&](const std::string& who) {
      return who == the_case.who ||
             (!the_case.unless.empty() && absl::StartsWith(who, the_case.unless));
    };
    if (std::any_of(told.begin(), told.end(), is_told)) continue;
    CaseAnswer found = SolveCase(scene, the_case, wanted, budget);
    if (found.relevant) {
      for (const std::string& assumption : the_case.assumptions)
        AddOnce(assumption, answer.assumptions);
    }
    if (found.kind == CaseAnswer::Kind::kFound && !the_case.unclear.empty())
      found = {CaseAnswer::Kind::kUnknown, {}, {}, the_case.unclear, true};
    if (found.kind == CaseAnswer::Kind::kFound) {
      // What gets in anyhow need not be said of the times when fewer keys are sent.
      const bool said = std::any_of(told.begin(), told.end(), [&](const std::string& who) {
        return absl::StartsWith(the_case.who, who);
      });
      if (!said) answer.who_gets_in.push_back(found.who);
      told.push_back(the_case.who);
      if (!answer.witness) answer.witness = std::move(found.witness);
      if (honest) break;
    } else if (found.kind == CaseAnswer::Kind::kUnknown && answer.reason.empty()) {
      answer.reason = absl::StrCat(the_case.who, ": ", found.reason);
    }
  }
  answer.states = question.budget - budget;
  if (property == Property::kNoForeignPrincipal && answer.reason.empty() &&
      AllowsCanonicalUser(*question.policy))
    answer.reason = kWhoseCanonicalUser;
  if (answer.witness) {
    answer.verdict = honest ? Verdict::kProved : Verdict::kRefuted;
    answer.reason.clear();
  } else if (answer.reason.empty()) {
    answer.verdict = honest ? Verdict::kRefuted : Verdict::kProved;
  }
  if (answer.verdict == Verdict::kProved && !honest && !question.rcps.empty())
    answer.assumptions.emplace_back("the resource control policies that were given are in force");
  return answer;
}

std::vector<Answer> Prove(const RoleQuestion& question) {
  std::vector<Answer> answers;
  for (const Property property :
       {Property::kNoForeignSource, Property::kNoForeignPrincipal, Property::kSomeoneHonest}) {
    answers.push_back(ProveProperty(question, property));
    if (property != Property::kSomeoneHonest && answers.back().verdict == Verdict::kProved)
      AddKeptOut(question, answers.back());
  }
  return answers;
}

}  // namespace deputy
