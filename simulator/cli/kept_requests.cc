#include "simulator/cli/kept_requests.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/prove/judge.h"
#include "engine/text/json_reader.h"
#include "simulator/batch/evaluation.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/report/diagnostic_text.h"

namespace deputy {
namespace {

KeptRequest Kept(EvaluationRequest request, std::string told) {
  if (request.policies.identity.empty()) request.policies.identity.push_back(AllowsEverything());
  request.policies.trust.reset();
  request.policies.resource.reset();
  KeptRequest kept{std::move(told), request.request.resource, nullptr};
  const auto shared = std::make_shared<const EvaluationRequest>(std::move(request));
  kept.allowed_by = [shared](const Policy& policy) {
    EvaluationRequest asked = *shared;
    (policy.type == PolicyType::kTrust ? asked.policies.trust : asked.policies.resource) = policy;
    return PreparedEvaluation(asked, nullptr).Decide().kind == DecisionKind::kAllowed;
  };
  return kept;
}

}  // namespace

ExitCode ReadKeptRequests(const std::vector<std::string>& paths, const Style& errors,
                          std::vector<KeptRequest>& requests) {
  ExitCode code = ExitCode::kOk;
  for (const std::string& path : paths) {
    absl::StatusOr<std::string> text = ReadInput(path, JsonLimits::kMostBytes);
    if (!text.ok()) {
      code = Worst(code, ReportFailure(text.status()));
      continue;
    }
    const std::string name = path == "-" ? "<stdin>" : path;
    int number = 0;
    for (const absl::string_view line : absl::StrSplit(*text, '\n')) {
      ++number;
      if (line.find_first_not_of(" \t\r") == absl::string_view::npos) continue;
      const Source source{name, std::string(line), number};
      Diagnostics diagnostics;
      const std::optional<JsonValue> document = ReadJson(line, JsonLimits(), diagnostics);
      if (!document) {
        WriteError(FormatDiagnostics(source, diagnostics, errors));
        code = Worst(code, ExitCode::kRejected);
        continue;
      }
      auto read = ReadEvaluationRequest(*document);
      if (const auto* error = std::get_if<EvaluationError>(&read)) {
        WriteError(FormatDiagnostics(source, error->diagnostics, errors));
        code = Worst(code, ExitCode::kRejected);
        continue;
      }
      requests.push_back(
          Kept(std::get<EvaluationRequest>(std::move(read)), absl::StrCat(name, ":", number)));
    }
  }
  return code;
}

}  // namespace deputy
