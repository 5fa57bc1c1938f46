// `deputy explain`: one request against one role, told to a person.

#include <unistd.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/batch/evaluation.h"
#include "simulator/batch/line_evaluator.h"
#include "simulator/batch/nearest_flip.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/cli/role_files.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/report/explanation_text.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

struct ExplainFlags {
  std::string request;
  std::vector<const CLI::Option*> of_request;  // the flags that say what a request FILE says
  std::string policy;
  std::string service;
  std::string aws;
  std::string federated;
  bool anonymous = false;
  std::string action = "sts:AssumeRole";
  std::string resource;
  std::vector<std::string> context;
  std::vector<std::string> roles;
  std::string expect;
  std::string format;
  std::string color;
  bool all = false;
};

// The request that the flags describe, as the JSON that a request file would hold: one reader for
// both.
std::string RequestOf(const ExplainFlags& flags) {
  JsonWriter writer;
  writer.BeginObject().Key("principal");
  if (flags.anonymous) {
    writer.String("*");
  } else {
    const bool service = !flags.service.empty();
    writer.BeginObject().Member(service             ? "Service"
                                : flags.aws.empty() ? "Federated"
                                                    : "AWS",
                                service             ? flags.service
                                : flags.aws.empty() ? flags.federated
                                                    : flags.aws);
    writer.EndObject();
  }
  writer.Member("action", flags.action);
  writer.Member("resource", flags.resource).Key("context").BeginObject();
  // A key given twice has several values.
  std::vector<std::pair<std::string, std::vector<std::string>>> context;
  for (const std::string& pair : flags.context) {
    const std::pair<std::string, std::string> entry = absl::StrSplit(pair, absl::MaxSplits('=', 1));
    bool known = false;
    for (auto& [key, values] : context) {
      if (key != entry.first) continue;
      values.push_back(entry.second);
      known = true;
    }
    if (!known) context.push_back({entry.first, {entry.second}});
  }
  for (const auto& [key, values] : context) {
    writer.Key(key).Strings(values);
  }
  writer.EndObject().EndObject();
  return writer.Take();
}

class Explain {
 public:
  explicit Explain(const ExplainFlags& flags) : flags_(flags) {}

  ExitCode Run() {
    const int callers = !flags_.service.empty() + !flags_.aws.empty() + !flags_.federated.empty() +
                        flags_.anonymous;
    if (callers > 1)
      return ReportUsage("give only one of --service, --aws, --federated, --anonymous");
    if (flags_.request.empty() && callers != 1) {
      return ReportUsage(
          "say who calls: one of --service, --aws, --federated, --anonymous, or a request FILE");
    }
    for (const CLI::Option* option : flags_.of_request) {
      if (flags_.request.empty() || option->count() == 0) continue;
      return ReportUsage(
          absl::StrCat("a request FILE says it all; leave `", option->get_name(), "` out"));
    }
    ExitCode code = LoadRoles(flags_.roles, store_);
    if (code != ExitCode::kOk) return code;
    code = LoadRequest();
    if (code == ExitCode::kOk && !flags_.policy.empty()) code = LoadPolicy();
    return code == ExitCode::kOk ? Decide() : code;
  }

 private:
  ExitCode Reject(const Source& source, const Diagnostics& diagnostics) {
    WriteError(FormatDiagnostics(source, diagnostics, StyleFor(flags_.color, STDERR_FILENO)));
    return ExitCode::kRejected;
  }

  ExitCode LoadRequest() {
    Source source{flags_.request, ""};
    if (flags_.request.empty()) {
      source = {"<flags>", RequestOf(flags_)};
    } else {
      absl::StatusOr<std::string> text = ReadInput(flags_.request, kMaxLineBytes);
      if (!text.ok()) return ReportFailure(text.status());
      source.text = *std::move(text);
    }
    JsonLimits limits;
    limits.max_bytes = kMaxLineBytes;
    Diagnostics diagnostics;
    const std::optional<JsonValue> document = ReadJson(source.text, limits, diagnostics);
    if (!document) return Reject(source, diagnostics);
    auto read = ReadEvaluationRequest(*document);
    if (const auto* error = std::get_if<EvaluationError>(&read))
      return Reject(source, error->diagnostics);
    request_ = std::get<EvaluationRequest>(std::move(read));
    for (const auto& [folded, entry] : request_.request.context) {
      if (IsNoContextKey(entry.name)) {
        WriteError(
            Wrap("deputy: warning: ", absl::StrCat("no context key ", Quote(entry.name),
                                                   " is known", ContextKeySuggestion(entry.name))));
      }
    }
    return ExitCode::kOk;
  }

  ExitCode LoadPolicy() {
    absl::StatusOr<std::string> text = ReadInput(flags_.policy, JsonLimits().max_bytes);
    if (!text.ok()) return ReportFailure(text.status());
    const Source source{flags_.policy, *std::move(text)};
    Diagnostics diagnostics;
    std::optional<Policy> policy = ParsePolicyText(source.text, PolicyType::kTrust, diagnostics);
    WriteError(FormatDiagnostics(source, diagnostics, StyleFor(flags_.color, STDERR_FILENO)));
    if (!policy) return ExitCode::kRejected;
    if (request_.policies.trust)
      return ReportUsage("the request brings a `trustPolicy` of its own; leave --policy out");
    if (!IsRoleArn(request_.request.resource) || !IsRoleTrustAction(request_.request.action)) {
      return ReportUsage(
          "--policy is a role's trust policy, and the request does not assume a role");
    }
    request_.policies.trust = std::move(policy);
    return ExitCode::kOk;
  }

  ExitCode Decide() {
    const PreparedEvaluation evaluation(request_, &store_);
    if (evaluation.role_state() != PreparedEvaluation::RoleState::kKnown) {
      WriteError(absl::StrCat("deputy: error: no trust policy for the role ",
                              Quote(request_.request.resource),
                              "; give one with --policy or --roles\n"));
      return ExitCode::kRejected;
    }
    Trace trace;
    const Decision decision = evaluation.Decide(&trace);
    const std::optional<Flip> flip = FindNearestFlip(request_, &store_);
    const std::string text = ExplainAsText(request_.request, evaluation, decision, trace, flip,
                                           flags_.all ? Detail::kAll : Detail::kDeciding,
                                           StyleFor(flags_.color, STDOUT_FILENO));
    absl::StatusOr<Output> output = Output::Open("");
    const absl::Status status = output->Write(text);
    if (!status.ok()) return ReportFailure(status);
    if (flags_.expect.empty() || flags_.expect == DecisionName(decision.kind) ||
        (flags_.expect == "denied" && decision.kind != DecisionKind::kAllowed)) {
      return ExitCode::kOk;
    }
    WriteError(absl::StrCat("deputy: expected ", flags_.expect, ", found ",
                            DecisionName(decision.kind), "\n"));
    return ExitCode::kNotAsExpected;
  }

  const ExplainFlags& flags_;
  RoleStore store_;
  EvaluationRequest request_;
};

}  // namespace

std::function<ExitCode()> SetUpExplain(CLI::App& app) {
  auto flags = std::make_shared<ExplainFlags>();
  app.add_option("FILE", flags->request,
                 "a request as JSON, as `deputy eval` takes them; `-` is standard input");
  app.add_option("--policy,-p", flags->policy, "the role's trust policy")->type_name("FILE");
  app.add_option("--roles", flags->roles, "roles by ARN, as for `deputy eval`")
      ->type_name("FILE|DIR")
      ->allow_extra_args(false);
  const auto of_request = [&](CLI::Option* option) {
    flags->of_request.push_back(option);
    return option;
  };
  of_request(app.add_option("--service", flags->service, "the caller is this service principal"))
      ->type_name("NAME");
  of_request(app.add_option("--aws", flags->aws, "the caller is this account id or ARN"))
      ->type_name("ARN");
  of_request(app.add_option("--federated", flags->federated,
                            "the caller comes from this identity provider"))
      ->type_name("PROVIDER");
  of_request(app.add_flag("--anonymous", flags->anonymous, "the caller is anonymous"));
  of_request(app.add_option("--action", flags->action, "what is called"))
      ->capture_default_str()
      ->type_name("ACTION");
  of_request(app.add_option("--resource", flags->resource, "the ARN of the role"))
      ->type_name("ARN")
      ->default_val("arn:aws:iam::111122223333:role/example");
  of_request(app.add_option("--context,-c", flags->context,
                            "a context key of the request; repeat it for more keys or values"))
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->check(CLI::Validator(
          [](std::string& pair) {
            return pair.find('=') == std::string::npos ? "write KEY=VALUE" : std::string();
          },
          ""));
  app.add_option("--expect", flags->expect, "exit 1 unless the decision is this")
      ->check(CLI::IsMember({"allowed", "explicitDeny", "implicitDeny", "denied"}))
      ->type_name("DECISION");
  app.add_flag("--all", flags->all,
               "every statement of every policy, not only the one that decided");
  AddColorFlag(app, flags->color);
  app.footer(R"(The first line of the answer is exactly ALLOWED, EXPLICIT DENY or IMPLICIT DENY.

Example:
  deputy explain --policy trust.json --service dms.amazonaws.com -c aws:SourceAccount=999988887777)");
  return [flags] { return Explain(*flags).Run(); };
}

}  // namespace deputy
