#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/lint/linter.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/json_reader.h"
#include "simulator/batch/request_reader.h"
#include "simulator/lab/answers.h"
#include "simulator/lab/finding_json.h"
#include "simulator/report/proof_json.h"
#include "simulator/report/replay.h"

namespace deputy {
namespace {

const std::vector<ServiceFact>& FactsFor(const KnownServices& services, PolicyType type) {
  return type == PolicyType::kTrust ? services.of_roles : services.of_resources;
}

std::vector<Finding> FindingsOf(const LabQuestion& question, const Policy& policy,
                                const TrustedParties& trusted, const KnownServices& services) {
  LintContext context;
  context.text = question.policy;
  const std::string resource = question.Resource();
  if (policy.type == PolicyType::kTrust) context.role_arn = resource;
  if (const auto arn = ParseArn(resource)) context.role_account = std::string(arn->account());
  context.trusted = trusted;
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
  proof.resource = policy.type == PolicyType::kTrust && !IsRoleArn(resource) ? "" : resource;
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

std::string ProveCommand(const TrustedParties& trusted) {
  std::string command = absl::StrCat("deputy prove ", kPolicyFile);
  for (const std::string& account : trusted.accounts)
    absl::StrAppend(&command, " --trust ", account);
  for (const std::string& id : trusted.organizations)
    absl::StrAppend(&command, " --trust-org ", id);
  for (const ThirdParty& party : trusted.third_parties) {
    absl::StrAppend(&command, " --third-party ",
                    ShellWord(absl::StrCat(party.account, "=", party.external_id)));
  }
  for (const TrustedClaim& claim : trusted.claims) {
    absl::StrAppend(&command, " --trust-claim ",
                    ShellWord(absl::StrCat(claim.key, "=", claim.pattern)));
  }
  return command;
}

}  // namespace

size_t PartsOf(const Policy& policy) {
  size_t parts = policy.statements.size();
  for (const Statement& statement : policy.statements) parts += statement.conditions.size();
  return parts;
}

std::string ProveAnswer(const LabQuestion& question, const KnownServices& services) {
  std::vector<std::string> misread;
  const TrustedParties trusted = ReadTrusted(question.trusted, misread);
  Diagnostics diagnostics;
  const std::optional<Policy> policy =
      ParsePolicyText(question.policy, question.Type(), diagnostics);
  std::string unasked;
  if (!policy) unasked = "IAM would refuse the policy";
  if (policy && PartsOf(*policy) > kMostProvedParts)
    unasked = absl::StrCat("the policy has more than ", kMostProvedParts,
                           " statements and conditions; the command line searches it");

  std::string proof = "null\n";
  std::vector<Finding> findings;
  if (unasked.empty()) {
    findings = FindingsOf(question, *policy, trusted, services);
    const std::vector<Policy> rcps = RcpsOf(question);
    proof = ProofAsJson(ProofOf(question, *policy, rcps, trusted, services));
  }
  JsonWriter writer;
  WriteFindings(question.policy, findings, writer.BeginObject().Key("findings"));
  writer.Key("misread").Strings(misread).Member("unasked", unasked).Key("commands").BeginArray();
  writer.String(absl::StrCat("deputy check ", kPolicyFile));
  writer.String(ProveCommand(trusted)).EndArray().EndObject();
  const std::string rest = writer.Take();
  return absl::StrCat("{\"proof\":", proof, ",", absl::string_view(rest).substr(1), "\n");
}

}  // namespace deputy
