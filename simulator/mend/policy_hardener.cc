#include "simulator/mend/policy_hardener.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/prove/judge.h"
#include "engine/prove/likeness.h"

namespace deputy {
namespace {

// Requests that are to be kept are of one role.
std::string KeyOf(const HardenQuestion& question) {
  const RoleQuestion& role = question.role;
  return absl::StrCat(question.kept.empty() ? "" : role.resource, "\n",
                      LikenessOf(*role.policy, role.resource, role.rcps));
}

// What was found for another role of the account is told of this one: it must get in here.
bool TakeOver(HardenResult& result, const RoleQuestion& role) {
  result.proofs = 0;
  if (!result.witness) return true;
  if (!role.resource.empty()) result.witness->resource = role.resource;
  return Judge(*role.policy, role.rcps).Allows(*result.witness);
}

}  // namespace

HardenResult PolicyHardener::Harden(const FoundPolicy& found) {
  const HardenQuestion question = QuestionOf(found);
  const auto [like, is_new] = hardened_.try_emplace(KeyOf(question));
  if (!is_new) {
    HardenResult result = like->second;
    if (TakeOver(result, question.role)) return result;
  }
  return like->second = deputy::Harden(question);
}

const std::vector<Answer>& PolicyHardener::Prove(const FoundPolicy& found) {
  const HardenQuestion question = QuestionOf(found);
  const auto [like, is_new] = proved_.try_emplace(KeyOf(question));
  if (is_new) like->second = deputy::Prove(question.role);
  return like->second;
}

HardenQuestion PolicyHardener::QuestionOf(const FoundPolicy& found) {
  HardenQuestion question;
  const bool trust = found.policy->type == PolicyType::kTrust;
  question.role.policy = &*found.policy;
  question.role.resource = found.role_arn.empty() ? settings_.role : found.role_arn;
  question.role.rcps = settings_.rcps;
  question.role.trusted = settings_.trusted;
  question.role.services = trust ? settings_.role_services : settings_.resource_services;
  keep_.clear();
  for (const KeptRequest& request : settings_.keep) {
    if (alone_ || request.resource == question.role.resource) keep_.push_back(&request);
  }
  for (const KeptRequest* request : keep_) question.kept.push_back(request->told);
  question.allows = [this](const Policy& policy, size_t request) {
    return keep_[request]->allowed_by(policy);
  };
  return question;
}

}  // namespace deputy
