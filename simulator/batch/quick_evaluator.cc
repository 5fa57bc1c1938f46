#include "simulator/batch/quick_evaluator.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "engine/decide/authorizer.h"
#include "engine/decide/same_text.h"
#include "engine/iam/action.h"
#include "engine/iam/context_key.h"
#include "engine/text/json_writer.h"
#include "simulator/batch/line_layouts.h"
#include "simulator/batch/quick_reader.h"

namespace deputy {
namespace {

constexpr size_t kMostCallers = 4096;  // of a type; then it starts anew

constexpr size_t kLinesAtOnce = 8;

// A caller with the keys that follow from it, of those that some stored policy asks for.
struct Caller {
  std::string text;
  std::optional<Principal> principal;  // nothing: not a caller that the short way takes
  std::vector<std::pair<KeySlot, std::string>> implied;
  // Bound to the action it called last.
  std::string action;
  std::optional<BoundCall> call;
};

// Callers of one type; the last one is asked first.
struct Callers {
  std::optional<Principal> (*parse)(absl::string_view);
  absl::flat_hash_map<std::string, std::unique_ptr<Caller>> by_text;
  Caller* last = nullptr;
};

// What is written behind the id where one statement decided; the same for roles of other policies.
struct Answer {
  std::string sid;
  uint32_t statement = 0;
  DecisionKind kind = DecisionKind::kImplicitDeny;
  std::string text;  // empty: not made yet
};
constexpr size_t kAnswers = 64;  // remembered

}  // namespace

class QuickEvaluator::Impl {
 public:
  explicit Impl(const RoleStore& store)
      : store_(store),
        resource_account_slot_(store.vocabulary().FindFolded("aws:resourceaccount")),
        reader_(store.vocabulary()),
        bound_(store.vocabulary()),
        denied_(AnswerText({}, nullptr)) {}

  size_t Evaluate(absl::string_view lines, std::string& out, EvaluationCounts& counts) {
    size_t done = 0;
    while (done < lines.size()) {
      const absl::string_view rest = lines.substr(done);
      size_t size = EvaluateKnown(rest, out, counts);
      if (size == 0) size = EvaluateFirst(rest, out, counts);
      if (size == 0) break;
      done += size;
    }
    return std::min(done, lines.size());
  }

 private:
  // A line as its values.
  struct Asked {
    size_t size = 0;  // of the line, with its line end
    LineValues values;
    std::array<absl::string_view, kUnasked> fields;
  };

  // Lines of known layout, some at a time and step by step: so the processor looks for all their
  // roles at once, which in a large store are far away.
  size_t EvaluateKnown(absl::string_view lines, std::string& out, EvaluationCounts& counts) {
    size_t taken = 0;
    for (size_t at = 0; taken < asked_.size() && at < lines.size(); ++taken) {
      Asked& asked = asked_[taken];
      const size_t size = layouts_.Take(lines.substr(at), asked.values);
      if (size > QuickReader::kLongestLine) break;  // or kUnknown
      asked.size = size + 1;
      at += asked.size;
    }
    Find(taken);
    size_t done = 0;
    for (size_t i = 0; i < taken && Decide(asked_[i], roles_[i], out, counts); ++i)
      done += asked_[i].size;
    return done;
  }

  // The first line, whatever its layout; 0 where it is not of the quick form.
  size_t EvaluateFirst(absl::string_view lines, std::string& out, EvaluationCounts& counts) {
    const absl::string_view line = lines.substr(0, lines.find('\n'));
    Asked& asked = asked_[0];
    if (!reader_.Read(line, asked.values)) return 0;
    Find(1);
    if (!Decide(asked, roles_[0], out, counts)) return 0;
    layouts_.Learn(line, asked.values);
    return line.size() + 1;
  }

  // The roles of the first so many.
  void Find(size_t count) {
    for (size_t i = 0; i < count; ++i) {
      Asked& asked = asked_[i];
      asked.fields = {};
      for (const LineValue& value : asked.values) {
        if (value.meaning < kUnasked) asked.fields[value.meaning] = value.text;
      }
      arns_[i] = asked.fields[kResource];
    }
    store_.Find(absl::MakeConstSpan(arns_).first(count), roles_.data());
  }

  bool Decide(const Asked& asked, const StoredRole& role, std::string& out,
              EvaluationCounts& counts) {
    const auto& fields = asked.fields;
    Caller* caller = fields[kService].data() != nullptr
                         ? FindCaller(fields[kService], services_)
                         : FindCaller(fields[kIamCaller], iam_callers_);
    if (role.program == nullptr || !caller->principal || !BindCall(*caller, fields[kAction]))
      return false;
    // A trust policy has no Resource, so the role's ARN is cut only where its account is asked for.
    const bool account_asked = resource_account_slot_ != kNoSlot || caller->principal->IsIam();
    bound_.Start(*caller->call, account_asked ? fields[kResource] : "");
    for (const LineValue& value : asked.values) {
      if (value.meaning >= kFirstSlot) bound_.Add(value.meaning - kFirstSlot, value.text);
    }
    for (const auto& [slot, value] : caller->implied) bound_.Add(slot, value);
    if (resource_account_slot_ != kNoSlot)
      bound_.Add(resource_account_slot_, bound_.resource_account());
    ApplicablePolicies policies;
    policies.resource = role.program;
    const Decision decision = Authorize(policies, bound_);
    ++counts.lines;
    ++counts.Of(decision.kind);
    Write(fields[kId], decision, *role.program, out);
    return true;
  }

  // False where the action is none of a role's.
  bool BindCall(Caller& caller, absl::string_view action) {
    if (caller.call && SameText(caller.action, action)) return true;
    if (!IsRoleTrustAction(action)) return false;
    caller.action = std::string(action);
    // Such a caller is not federated, so its words do not depend on the role.
    caller.call.emplace(*caller.principal, caller.action, std::nullopt, store_.vocabulary());
    return true;
  }

  Caller* FindCaller(absl::string_view text, Callers& callers) {
    if (callers.last != nullptr && SameText(callers.last->text, text)) return callers.last;
    callers.last = nullptr;
    if (callers.by_text.size() >= kMostCallers) callers.by_text.clear();
    std::unique_ptr<Caller>& caller = callers.by_text[text];
    if (caller == nullptr) {
      caller = std::make_unique<Caller>();
      caller->text = std::string(text);
      // A wildcard is for the long way to refuse.
      if (text.find_first_of("*?") == absl::string_view::npos)
        caller->principal = callers.parse(text);
      if (caller->principal) AddImplied(*caller);
    }
    callers.last = caller.get();
    return callers.last;
  }

  void AddImplied(Caller& caller) {
    for (ImpliedKey& implied : ImpliedKeys(*caller.principal)) {
      const KeySlot slot = store_.vocabulary().FindFolded(FoldKey(implied.name));
      if (slot != kNoSlot && !implied.value.empty())
        caller.implied.emplace_back(slot, std::move(implied.value));
    }
  }

  void Write(absl::string_view id, const Decision& decision, const Program& program,
             std::string& out) {
    // Without an escape in the line no text of it needs one.
    out.append("{\"id\":\"");
    out.append(id.data(), id.size());
    if (decision.determining.empty()) {
      out.append(denied_);
    } else if (decision.determining.size() == 1) {
      out.append(AnswerOf(decision, program));
    } else {
      out.append(AnswerText(decision, &program));
    }
  }

  // The answer of a decision by one statement, remembered.
  const std::string& AnswerOf(const Decision& decision, const Program& program) {
    const uint32_t statement = decision.determining[0].statement;
    const absl::string_view sid = program.Text(program.statements()[statement].sid);
    Answer& answer = answers_[(statement + 7 * sid.size()) % kAnswers];
    if (answer.text.empty() || answer.statement != statement || answer.kind != decision.kind ||
        !SameText(answer.sid, sid)) {
      answer = {std::string(sid), statement, decision.kind, AnswerText(decision, &program)};
    }
    return answer.text;
  }

  static std::string AnswerText(const Decision& decision, const Program* program) {
    std::string text =
        absl::StrCat("\",\"decision\":\"", DecisionName(decision.kind), "\",\"determining\":[");
    for (size_t i = 0; i < decision.determining.size(); ++i) {
      const uint32_t statement = decision.determining[i].statement;
      const absl::string_view sid = program->Text(program->statements()[statement].sid);
      absl::StrAppend(&text, i == 0 ? "" : ",",
                      "{\"policy\":\"trustPolicy\",\"statement\":", statement,
                      ",\"sid\":", JsonWriter().String(sid).Take(), "}");
    }
    return text + "]}\n";
  }

  const RoleStore& store_;
  KeySlot resource_account_slot_;
  QuickReader reader_;
  LineLayouts layouts_;
  std::array<Asked, kLinesAtOnce> asked_;
  std::array<absl::string_view, kLinesAtOnce> arns_;  // of their roles
  std::array<StoredRole, kLinesAtOnce> roles_;
  BoundRequest bound_;  // the one at hand
  Callers services_{ParseServicePrincipal, {}, nullptr};
  Callers iam_callers_{ParseIamPrincipal, {}, nullptr};
  const std::string denied_;  // the answer where nothing matched
  std::array<Answer, kAnswers> answers_;
};

QuickEvaluator::QuickEvaluator(const RoleStore& store) : impl_(std::make_unique<Impl>(store)) {}

QuickEvaluator::~QuickEvaluator() = default;
QuickEvaluator::QuickEvaluator(QuickEvaluator&&) noexcept = default;

size_t QuickEvaluator::Evaluate(absl::string_view lines, std::string& out,
                                EvaluationCounts& counts) {
  return impl_->Evaluate(lines, out, counts);
}

}  // namespace deputy
