#include "simulator/mend/hardened_file.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

class FileHardener {
 public:
  FileHardener(const NamedText& file, const HardenSettings& settings)
      : settings_(settings), file_(file) {}

  HardenedFile Run() {
    HardenedFile result;
    read_ = ReadPolicyFile(file_.name, file_.text, settings_.intake, result.diagnostics);
    for (size_t i = 0; i < read_.policies.size(); ++i) result.policies.push_back(One(i));
    result.text = file_.text;
    return result;
  }

 private:
  static void Fail(HardenedPolicy& policy, HardenOutcome outcome, std::string reason) {
    policy.result.outcome = outcome;
    policy.result.reason = std::move(reason);
    policy.result.changes.clear();
  }

  void SetText(std::string text) {
    Diagnostics ignored;
    file_.text = std::move(text);
    read_ = ReadPolicyFile(file_.name, file_.text, settings_.intake, ignored);
  }

  HardenedPolicy One(size_t index) {
    const std::string before = file_.text;
    HardenedPolicy policy;
    policy.subject = read_.policies[index].subject;
    Harden(index, policy);
    const HardenOutcome outcome = policy.result.outcome;
    if (outcome == HardenOutcome::kImpossible || outcome == HardenOutcome::kUnknown) {
      policy.result.changes.clear();
      if (file_.text != before) SetText(before);
    }
    return policy;
  }

  void Harden(size_t index, HardenedPolicy& policy) {
    const FoundPolicy& first = read_.policies[index];
    if (!first.policy && first.unknown.empty() && !first.service_linked) {
      auto text = MendSpelling(file_, settings_.intake, index, policy.mended);
      if (!text) {
        policy.mended.clear();
        policy.refused = first.diagnostics;
        return Fail(policy, HardenOutcome::kImpossible, "IAM would refuse it");
      }
      SetText(*std::move(text));
    }
    const FoundPolicy found = read_.policies[index];
    if (IsOutOfReach(found, policy)) return;
    policy.before = found.policy;
    policy.result = deputy::Harden(QuestionOf(found));
    Write(index, policy);
    // What was refused before is hardened by the word alone.
    if (policy.result.outcome == HardenOutcome::kAlready && !policy.mended.empty())
      policy.result.outcome = HardenOutcome::kHardened;
  }

  static bool IsOutOfReach(const FoundPolicy& found, HardenedPolicy& policy) {
    if (found.service_linked) {
      policy.left_out = true;
      Fail(policy, HardenOutcome::kAlready,
           "the role is linked to a service, and nobody can edit its trust policy");
    } else if (!found.unknown.empty()) {
      Fail(policy, HardenOutcome::kUnknown,
           absl::StrCat(found.unknown.front().what,
                        " is known only when the file is used; give --parameter NAME=VALUE"));
    } else if (found.synthesized) {
      Fail(
          policy, HardenOutcome::kImpossible,
          "it is put together from the fields of a permission, which has no conditions of its own");
    } else {
      return false;
    }
    return true;
  }

  HardenQuestion QuestionOf(const FoundPolicy& found) {
    HardenQuestion question;
    const bool trust = found.policy->type == PolicyType::kTrust;
    question.role.policy = &*found.policy;
    question.role.resource = found.role_arn.empty() ? settings_.role : found.role_arn;
    question.role.rcps = settings_.rcps;
    question.role.trusted = settings_.trusted;
    question.role.services = trust ? settings_.role_services : settings_.resource_services;
    keep_.clear();
    for (const KeptRequest& request : settings_.keep) {
      if (read_.policies.size() == 1 || request.resource == question.role.resource)
        keep_.push_back(&request);
    }
    for (const KeptRequest* request : keep_) question.kept.push_back(request->told);
    question.allows = [this](const Policy& policy, size_t request) {
      return keep_[request]->allowed_by(policy);
    };
    return question;
  }

  // Makes the changes in the file and proves what can be read there afterwards.
  void Write(size_t index, HardenedPolicy& policy) {
    if (policy.result.outcome != HardenOutcome::kHardened) return;
    for (const Change& change : policy.result.changes) {
      auto text = ChangeFile(file_, settings_.intake, index, change);
      if (!text) {
        const std::string title = ChangeTitle(change);
        Fail(policy, HardenOutcome::kImpossible,
             absl::StrCat("the file is written so that it cannot be changed there: ", title));
        return;
      }
      SetText(*std::move(text));
    }
    const FoundPolicy& written = read_.policies[index];
    HardenQuestion question = QuestionOf(written);
    policy.result.answers = Prove(question.role);
    const bool proved = absl::c_all_of(policy.result.answers, [](const Answer& answer) {
      return answer.property == Property::kSomeoneHonest || answer.verdict == Verdict::kProved;
    });
    if (!proved) Fail(policy, HardenOutcome::kUnknown, "what was written could not be proved");
  }

  const HardenSettings& settings_;
  NamedText file_;
  PolicyFile read_;  // of the text as it is now
  std::vector<const KeptRequest*> keep_;
};

}  // namespace

HardenedFile HardenFile(const NamedText& file, const HardenSettings& settings) {
  return FileHardener(file, settings).Run();
}

}  // namespace deputy
