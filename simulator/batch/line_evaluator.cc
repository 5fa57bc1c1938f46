#include "simulator/batch/line_evaluator.h"

#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/batch/evaluation.h"
#include "simulator/batch/request_reader.h"
#include "simulator/batch/trace_writer.h"

namespace deputy {
namespace {

JsonLimits LineLimits() {
  JsonLimits limits;
  limits.max_bytes = kMaxLineBytes;
  return limits;
}

class LineWriter {
 public:
  LineWriter(absl::string_view line, int64_t line_number, std::string& out,
             EvaluationCounts& counts)
      : line_(line), line_number_(line_number), out_(out), counts_(counts) {
    ++counts_.lines;
  }

  // The id of the line, where it could be read.
  void SetId(const JsonValue& document) {
    const JsonMember* id = document.is_object() ? document.Find("id") : nullptr;
    if (id != nullptr && (id->value.is_string() || id->value.is_number())) id_ = &id->value;
  }

  // Says where in `out` the line number stands: right before the column, which comes last.
  size_t Error(EvaluationErrorCode code, const Diagnostic& diagnostic) {
    Begin();
    const absl::string_view name = EvaluationErrorName(code);
    ++counts_.Of(code);
    writer_.Key("error").BeginObject().Member("code", name).Member("rule", diagnostic.rule);
    writer_.Member("message", diagnostic.message);
    writer_.Member("line", line_number_);
    writer_.Member("column", int64_t{PositionOf(line_, diagnostic.range.begin).column}).EndObject();
    End();
    return out_.rfind(",\"column\":") - absl::StrCat(line_number_).size();
  }

  size_t Decision(const Request& request, const PreparedEvaluation& evaluation,
                  const deputy::Decision& decision, const Trace* trace) {
    Begin();
    const absl::string_view name = DecisionName(decision.kind);
    ++counts_.Of(decision.kind);
    writer_.Member("decision", name).Key("determining").BeginArray();
    for (const StatementRef& ref : decision.determining) {
      writer_.BeginObject()
          .Member("policy", ref.policy.Name())
          .Member("statement", int64_t{ref.statement});
      const Program& program = evaluation.ProgramOf(ref.policy);
      writer_.Member("sid", program.Text(program.statements()[ref.statement].sid)).EndObject();
    }
    writer_.EndArray();
    if (trace != nullptr) {
      const auto policies = [&](const PolicyRef& ref) { return &evaluation.PolicyOf(ref); };
      WriteTrace(policies, request, decision, *trace, writer_.Key("trace"));
    }
    End();
    return std::string::npos;
  }

 private:
  void Begin() {
    writer_.BeginObject().Key("id");
    if (id_ == nullptr) {
      writer_.Null();
    } else {
      writer_.Value(*id_);
    }
  }

  void End() {
    writer_.EndObject();
    absl::StrAppend(&out_, writer_.Take(), "\n");
  }

  absl::string_view line_;
  int64_t line_number_;
  std::string& out_;
  EvaluationCounts& counts_;
  const JsonValue* id_ = nullptr;
  JsonWriter writer_;
};

// What stands alone on the first line of a file that is laid out for people.
absl::string_view HintAbout(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (line == "{") return "; a request is one line here, and `deputy explain` takes such a file";
  if (line == "[") return "; a request is one line here, without a list around the lines";
  return "";
}

Diagnostic UnknownRole(const JsonValue& document, const LineOptions& options) {
  const JsonValue& role = document.Find("resource")->value;
  Diagnostic diagnostic{Severity::kError,
                        "unknown-role",
                        role.range,
                        absl::StrCat("no trust policy for the role ", Quote(role.text), "; "),
                        {}};
  const std::string near = options.store == nullptr ? "" : options.store->Nearest(role.text);
  absl::StrAppend(&diagnostic.message, near.empty()
                                           ? "give one as `trustPolicy` or with --roles"
                                           : absl::StrCat("did you mean ", Quote(near), "?"));
  return diagnostic;
}

Diagnostic RefusedRole(const JsonValue& document) {
  const JsonValue& role = document.Find("resource")->value;
  return {Severity::kError,
          "refused-role",
          role.range,
          absl::StrCat("the stored trust policy of ", Quote(role.text),
                       " is one that IAM would refuse"),
          {}};
}

}  // namespace

void EvaluationCounts::Add(const EvaluationCounts& other) {
  lines += other.lines;
  for (size_t i = 0; i < decisions.size(); ++i) decisions[i] += other.decisions[i];
  for (size_t i = 0; i < errors.size(); ++i) errors[i] += other.errors[i];
}

int64_t EvaluationCounts::Errors() const {
  return std::accumulate(errors.begin(), errors.end(), int64_t{0});
}

std::string EvaluationCounts::ToJson() const {
  JsonWriter writer;
  writer.BeginObject().Member("lines", lines);
  for (size_t i = 0; i < decisions.size(); ++i) {
    writer.Member(DecisionName(static_cast<DecisionKind>(i)), decisions[i]);
  }
  writer.Member("errors", Errors());
  for (size_t i = 0; i < errors.size(); ++i) {
    writer.Member(EvaluationErrorName(static_cast<EvaluationErrorCode>(i)), errors[i]);
  }
  writer.EndObject();
  return writer.Take();
}

size_t EvaluateLine(absl::string_view line, int64_t line_number, const LineOptions& options,
                    std::string& out, EvaluationCounts& counts) {
  LineWriter writer(line, line_number, out, counts);
  Diagnostics diagnostics;
  const std::optional<JsonValue> document = ReadJson(line, LineLimits(), diagnostics);
  if (!document) {
    Diagnostic error = *diagnostics.FirstError();
    absl::StrAppend(&error.message, HintAbout(line));
    return writer.Error(EvaluationErrorCode::kInvalidJson, error);
  }
  writer.SetId(*document);
  const auto read = ReadEvaluationRequest(*document);
  if (const auto* error = std::get_if<EvaluationError>(&read)) {
    return writer.Error(error->code, *error->diagnostics.FirstError());
  }
  const PreparedEvaluation evaluation(std::get<EvaluationRequest>(read), options.store);
  using RoleState = PreparedEvaluation::RoleState;
  if (evaluation.role_state() == RoleState::kUnknown) {
    return writer.Error(EvaluationErrorCode::kUnknownRole, UnknownRole(*document, options));
  }
  if (evaluation.role_state() == RoleState::kRefused) {
    return writer.Error(EvaluationErrorCode::kInvalidPolicy, RefusedRole(*document));
  }
  Trace trace;
  const Decision decision = evaluation.Decide(options.explain ? &trace : nullptr);
  return writer.Decision(std::get<EvaluationRequest>(read).request, evaluation, decision,
                         options.explain ? &trace : nullptr);
}

}  // namespace deputy
