#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/lint/linter.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/batch/evaluation.h"
#include "simulator/batch/line_evaluator.h"
#include "simulator/batch/nearest_flip.h"
#include "simulator/batch/request_reader.h"
#include "simulator/lab/answers.h"
#include "simulator/lab/finding_json.h"
#include "simulator/lab/setting_answer.h"
#include "simulator/report/explanation_text.h"
#include "simulator/report/html/decision_html.h"

namespace deputy {
namespace {

constexpr size_t kMostTables = 12;  // statements of a policy that are all shown

bool IsSmall(const RequestPolicies& policies) {
  size_t parts = 0;
  for (const auto* one : {&policies.trust, &policies.resource, &policies.boundary})
    parts += *one ? PartsOf(**one) : 0;
  for (const auto* list : {&policies.identity, &policies.session}) {
    for (const Policy& policy : *list) parts += PartsOf(policy);
  }
  for (const auto* levels : {&policies.scp, &policies.rcp}) {
    for (const std::vector<Policy>& level : *levels) {
      for (const Policy& policy : level) parts += PartsOf(policy);
    }
  }
  return parts <= kMostFlippedParts;
}

class Answerer {
 public:
  Answerer(const LabQuestion& question, const Shelf& shelf) : question_(question), shelf_(shelf) {}

  std::string Answer() {
    ReadPolicy();
    ReadRequest();
    writer_.BeginObject();
    WriteDiagnostics();
    WriteProblems();
    if (policy_ && request_) {
      WriteDecision();
    } else if (policy_ && question_.setting) {
      WriteSetting(question_, *policy_, nullptr, shelf_, writer_);
    }
    writer_.EndObject();
    return absl::StrCat(writer_.Take(), "\n");
  }

 private:
  void ReadPolicy() {
    document_ = ReadJson(question_.policy, JsonLimits(), diagnostics_);
    if (document_) policy_ = ParsePolicy(*document_, question_.Type(), diagnostics_);
  }

  // The policy's place is the editor; the request brings the others.
  void ReadRequest() {
    for (const absl::string_view member : {"trustPolicy", "resourcePolicy"}) {
      if (const JsonMember* policy = question_.request.Find(member); policy != nullptr) {
        problems_.Error("unknown-field", policy->name_range,
                        absl::StrCat("`", member, "` stands in the editor, not in the request"));
        return;
      }
    }
    auto read = ReadEvaluationRequest(question_.request);
    if (auto* error = std::get_if<EvaluationError>(&read)) {
      problems_ = std::move(error->diagnostics);
    } else {
      request_ = std::get<EvaluationRequest>(std::move(read));
    }
  }

  void WriteDiagnostics() {
    std::vector<Finding> findings;
    for (const Diagnostic& diagnostic : diagnostics_.items())
      findings.push_back(FromDiagnostic(diagnostic, question_.policy));
    WriteFindings(question_.policy, findings, writer_.Key("diagnostics"));
  }

  void WriteProblems() {
    writer_.Key("problems").BeginArray();
    for (const Diagnostic& problem : problems_.items()) {
      writer_.BeginObject()
          .Member("field", PointerTo(question_.request, problem.range))
          .Member("message", problem.message)
          .Key("notes")
          .BeginArray();
      for (const std::string& note : problem.notes) writer_.String(note);
      writer_.EndArray().EndObject();
    }
    writer_.EndArray();
  }

  // The line that is saved is the line that is decided, by what decides the lines of `deputy eval`.
  std::string Line() const {
    JsonWriter line;
    line.BeginObject();
    for (const JsonMember& member : question_.request.members)
      line.Key(member.name).Value(member.value);
    line.Key(question_.PolicyMember()).Value(*document_).EndObject();
    return line.Take();
  }

  void WriteDecision() {
    const std::string line = Line();
    EvaluationRequest& request = *request_;
    (question_.Type() == PolicyType::kTrust ? request.policies.trust : request.policies.resource) =
        *policy_;
    const PreparedEvaluation evaluation(request, nullptr);
    Trace trace;
    const Decision decision = evaluation.Decide(&trace);
    std::optional<Flip> flip;
    if (IsSmall(request.policies)) flip = FindNearestFlip(request, nullptr);
    std::string decided;
    EvaluationCounts counts;
    EvaluateLine(line, 1, {nullptr, /*explain=*/true}, decided, counts);

    writer_.Member("line", absl::StrCat(line, "\n"));
    WriteJson("decision", decided);
    writer_.Member("explanation", ExplainAsText(request.request, evaluation, decision, trace, flip,
                                                Detail::kDeciding, Style(false)));
    WriteFlip(flip);
    WriteFilledIn(request.request);
    const auto policies = [&](const PolicyRef& ref) { return &evaluation.PolicyOf(ref); };
    const auto why = [&](absl::string_view key) {
      return WhyAbsentInSetting(question_, shelf_, key);
    };
    const DecidedRequest shown{request.request, decision, trace, policies};
    const bool few = policy_->statements.size() <= kMostTables;
    const StatementsShown which = few ? StatementsShown::kAll : StatementsShown::kDeciding;
    writer_.Member("html", DecisionHtml(shown, which, why).text());
    if (question_.setting) {
      const DecidedHere here{request.request, decision, trace};
      WriteSetting(question_, *policy_, &here, shelf_, writer_);
    }
    writer_.Key("commands").BeginArray();
    writer_.String(absl::StrCat("deputy explain ", kRequestFile));
    writer_.String(absl::StrCat("deputy eval --explain ", kRequestFile)).EndArray();
  }

  void WriteJson(absl::string_view name, absl::string_view text) {
    Diagnostics none;
    JsonLimits limits;
    limits.max_bytes = JsonLimits::kMostBytes;
    if (const auto value = ReadJson(text, limits, none)) writer_.Key(name).Value(*value);
  }

  void WriteFlip(const std::optional<Flip>& flip) {
    writer_.Key("flip");
    if (!flip) {
      writer_.Null();
      return;
    }
    writer_.BeginObject().Key("edits").BeginArray();
    for (const ContextEdit& edit : flip->edits) {
      writer_.BeginObject().Member("key", edit.key).Key("value");
      if (edit.value) {
        writer_.String(*edit.value);
      } else {
        writer_.Null();
      }
      writer_.EndObject();
    }
    writer_.EndArray().Member("decision", DecisionName(flip->decision.kind)).EndObject();
  }

  void WriteFilledIn(const Request& request) {
    writer_.Key("filledIn").BeginArray();
    for (const auto& [folded, entry] : request.context) {
      if (!entry.filled_in) continue;
      writer_.BeginObject().Member("key", entry.name).Key("values").BeginArray();
      for (const std::string& value : entry.values) writer_.String(value);
      writer_.EndArray().EndObject();
    }
    writer_.EndArray();
  }

  const LabQuestion& question_;
  const Shelf& shelf_;
  Diagnostics diagnostics_;  // of the policy
  Diagnostics problems_;     // of the request
  std::optional<JsonValue> document_;
  std::optional<Policy> policy_;
  std::optional<EvaluationRequest> request_;
  JsonWriter writer_;
};

}  // namespace

std::string DecideAnswer(const LabQuestion& question, const Shelf& shelf) {
  return Answerer(question, shelf).Answer();
}

}  // namespace deputy
