#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/lint/linter.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/json_reader.h"
#include "simulator/batch/request_reader.h"
#include "simulator/lab/answers.h"
#include "simulator/lab/finding_json.h"
#include "simulator/lab/prove_commands.h"
#include "simulator/report/proof_json.h"

namespace deputy {
namespace {

const std::vector<ServiceFact>& FactsFor(const KnownServices& services, PolicyType type) {
  return type == PolicyType::kTrust ? services.of_roles : services.of_resources;
}

// Whose policy it is, as far as the resource says it: what `--account` says on the command line.
std::string OwnerOf(const LabQuestion& question) {
  const std::string resource = question.Resource();
  const auto arn = ParseArn(resource);
  return arn && IsAccountId(arn->account()) ? std::string(arn->account()) : "";
}

// As `deputy prove` is told by its flags: the owner is mine, and the first.
TrustedParties TrustedOf(const LabQuestion& question, std::vector<std::string>& misread) {
  TrustedParties trusted = ReadTrusted(question.trusted, misread);
  const std::string owner = OwnerOf(question);
  if (owner.empty()) return trusted;
  std::erase(trusted.accounts, owner);
  trusted.accounts.insert(trusted.accounts.begin(), owner);
  return trusted;
}

// What `deputy check` can be told: neither third parties nor claims, and no name of the role.
std::vector<Finding> FindingsOf(const LabQuestion& question, const Policy& policy,
                                const TrustedParties& trusted, const KnownServices& services) {
  LintContext context;
  context.text = question.policy;
  context.role_account = OwnerOf(question);
  context.trusted.accounts = trusted.accounts;
  context.trusted.organizations = trusted.organizations;
  context.services = FactsFor(services, policy.type);
  return Lint(policy, context);
}

// The resource control policies that the request brings stand around the policy here as well.
std::vector<Policy> RcpsOf(const LabQuestion& question) {
  std::vector<Policy> rcps;
  auto read = ReadEvaluationRequest(question.request);
  if (auto* request = std::get_if<EvaluationRequest>(&read)) {
    for (std::vector<Policy>& level : request->policies.rcp) {
      for (Policy& policy : level) rcps.push_back(std::move(policy));
    }
  }
  return rcps;
}

ProofReport ProofOf(const LabQuestion& question, const Policy& policy,
                    const std::vector<Policy>& rcps, const TrustedParties& trusted,
                    const KnownServices& services) {
  PolicyProof proof;
  proof.file = kPolicyFile;
  const std::string resource = question.Resource();
  proof.subject = resource.empty() ? kPolicyFile : resource;
  // Of another policy all that it speaks of, and not what this request is about.
  if (policy.type == PolicyType::kTrust && IsRoleArn(resource)) proof.resource = resource;
  proof.scene.policy = &policy;
  if (policy.type == PolicyType::kTrust) proof.scene.policy_path = kPolicyFile;
  for (const Policy& rcp : rcps) proof.scene.rcps.push_back(&rcp);

  RoleQuestion asked;
  asked.policy = &policy;
  asked.rcps = proof.scene.rcps;
  asked.resource = proof.resource;
  asked.trusted = trusted;
  asked.services = FactsFor(services, policy.type);
  asked.budget = kLabStateBudget;
  proof.answers = std::make_shared<const std::vector<Answer>>(Prove(asked));
  proof.verdict = VerdictOf(*proof.answers);
  ProofReport report;
  report.trusted = DescribeTrusted(trusted);
  report.policies.push_back(std::move(proof));
  return report;
}

}  // namespace

size_t PartsOf(const Policy& policy) {
  size_t parts = policy.statements.size();
  for (const Statement& statement : policy.statements) parts += statement.conditions.size();
  return parts;
}

std::string ProveAnswer(const LabQuestion& question, const KnownServices& services) {
  std::vector<std::string> misread;
  const TrustedParties trusted = TrustedOf(question, misread);
  const std::vector<Policy> rcps = RcpsOf(question);
  Diagnostics diagnostics;
  const std::optional<Policy> policy =
      ParsePolicyText(question.policy, question.Type(), diagnostics);
  const bool is_small = policy && PartsOf(*policy) <= kMostProvedParts;
  std::string unasked;
  if (!policy) {
    unasked = "IAM would refuse the policy";
  } else if (!is_small) {
    unasked = absl::StrCat("the policy has more than ", kMostProvedParts,
                           " statements and conditions; the command line searches it");
  } else if (!IsAnybodyMine(trusted)) {
    unasked = "nothing says who is mine, and the resource names no account";
  }

  std::string proof = "null\n";
  std::vector<Finding> findings;
  if (is_small) findings = FindingsOf(question, *policy, trusted, services);
  if (unasked.empty()) proof = ProofAsJson(ProofOf(question, *policy, rcps, trusted, services));
  JsonWriter writer;
  WriteFindings(question.policy, findings, writer.BeginObject().Key("findings"));
  writer.Key("misread").Strings(misread).Member("unasked", unasked);
  writer.Key("commands")
      .Strings(ProveCommands(OwnerOf(question), trusted, rcps.size()))
      .EndObject();
  const std::string rest = writer.Take();
  return absl::StrCat("{\"proof\":", proof, ",", absl::string_view(rest).substr(1), "\n");
}

}  // namespace deputy
