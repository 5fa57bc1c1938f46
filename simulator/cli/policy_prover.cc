#include "simulator/cli/policy_prover.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "engine/iam/arn.h"
#include "engine/prove/judge.h"
#include "engine/prove/likeness.h"

namespace deputy {

PolicyProver::PolicyProver(const TrustSetup& setup, uint64_t budget)
    : setup_(setup), budget_(budget) {
  report_.trusted = DescribeTrusted(setup.trusted);
}

void PolicyProver::Prove(const LoadedFile& file, const FoundPolicy& found, PositionFinder& places) {
  if (found.service_linked) {
    ++report_.service_linked;
    return;
  }
  PolicyProof proof;
  proof.file = file.source.name;
  proof.line = places.Find(found.range.begin).line;
  proof.subject = SubjectOf(file, found);
  if (IsRoleArn(found.role_arn)) proof.resource = found.role_arn;
  for (const UnknownPart& part : found.unknown)
    proof.unknown.push_back({places.Find(part.range.begin).line, part.what});
  if (!found.policy) {
    proof.verdict =
        found.diagnostics.has_errors() ? PolicyVerdict::kRefused : PolicyVerdict::kUnknown;
  } else if (proof.unknown.empty()) {
    proof.scene = SceneFor(file, found);
    for (const Policy& rcp : setup_.rcps) proof.scene.rcps.push_back(&rcp);
    const auto [entry, is_new] = proved_.try_emplace(
        LikenessOf(*proof.scene.policy, proof.resource, proof.scene.rcps), report_.policies.size());
    if (!is_new) {
      proof.answers = report_.policies[entry->second].answers;
      proof.same_as = entry->second;
    }
    if (is_new || !StillHolds(proof)) {
      proof.same_as.reset();
      proof.answers = std::make_shared<const std::vector<Answer>>(deputy::Prove(QuestionOf(proof)));
    }
    proof.verdict = VerdictOf(*proof.answers);
  }
  report_.policies.push_back(std::move(proof));
}

RoleQuestion PolicyProver::QuestionOf(const PolicyProof& proof) const {
  RoleQuestion question;
  question.policy = proof.scene.policy;
  question.rcps = proof.scene.rcps;
  question.resource = proof.resource;
  question.trusted = setup_.trusted;
  question.services =
      proof.scene.policy->type == PolicyType::kResource ? setup_.resource_facts : setup_.role_facts;
  question.budget = budget_;
  return question;
}

// What was found about another role of the account is shown about this one: it must get in here.
bool PolicyProver::StillHolds(const PolicyProof& proof) const {
  const Judge judge(*proof.scene.policy, proof.scene.rcps);
  return absl::c_all_of(*proof.answers, [&](const Answer& answer) {
    return !answer.witness || judge.Allows(WitnessOf(proof, answer));
  });
}

}  // namespace deputy
