#include "simulator/batch/nearest_flip.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/iam/account_id.h"
#include "engine/iam/context_key.h"
#include "engine/iam/wildcard.h"
#include "simulator/batch/evaluation.h"

namespace deputy {
namespace {

constexpr size_t kMaxKeys = 10;
constexpr size_t kMaxValuesPerKey = 8;
constexpr size_t kMaxOperands = 3;  // of one clause that are tried as values
constexpr absl::string_view kForeignAccount = "999988887777";

// A text that the pattern matches and a person can read: each wildcard becomes the shortest thing
// that may stand there.
std::string Instantiate(absl::string_view pattern) {
  std::string text;
  for (const char c : pattern) {
    if (c == kAnyRun || c == kAnyOne) {
      text.push_back('x');
    } else {
      text.push_back(c);
    }
  }
  return text;
}

std::string InstantiateArn(absl::string_view pattern) {
  static constexpr absl::string_view kAnyComponent[] = {"arn",       "aws",           "dms",
                                                        "us-east-1", kForeignAccount, "x"};
  const std::optional<Arn> cut = SplitArn(pattern);
  std::vector<std::string> parts;
  for (size_t i = 0; i < kArnComponents; ++i) {
    const absl::string_view part = cut->components[i];
    const bool any = part.size() == 1 && part[0] == kAnyRun;
    parts.push_back(any ? std::string(kAnyComponent[i]) : Instantiate(part));
  }
  return absl::StrJoin(parts, ":");
}

// A value of the request that the operand would match, where one is easily named.
std::optional<std::string> ValueFor(const Program& program, const CompiledClause& clause,
                                    const Operand& operand) {
  const std::string text(program.Text(operand.text));
  switch (operand.kind) {
    case OperandKind::kText:
      return text;
    case OperandKind::kPattern:
      return Instantiate(program.Encoded(operand));
    case OperandKind::kArn:
      return InstantiateArn(program.Encoded(operand));
    case OperandKind::kTrue:
      return "true";
    case OperandKind::kFalse:
      return "false";
    case OperandKind::kParsed:
      if (clause.type == OperandType::kBinary) return std::nullopt;
      return clause.type == OperandType::kIpAddress ? text.substr(0, text.find('/')) : text;
    default:
      return std::nullopt;
  }
}

// A value that is not the given one but of its kind: another account, or another text.
std::string Other(absl::string_view value) {
  if (IsAccountId(value))
    return std::string(value == kForeignAccount ? "000000000000" : kForeignAccount);
  if (const std::optional<Arn> arn = ParseArn(value); arn && !arn->account().empty()) {
    std::vector<absl::string_view> parts(arn->components.begin(), arn->components.end());
    const std::string account = Other(arn->account());
    parts[4] = account;
    return absl::StrJoin(parts, ":");
  }
  return absl::StrCat(value, "x");
}

// The edits worth trying, by key: what the clauses of the policies ask about.
class Candidates {
 public:
  explicit Candidates(const EvaluationRequest& request, const PreparedEvaluation& evaluation)
      : request_(request) {
    Trace trace;
    evaluation.Decide(&trace);
    for (const PolicyTrace& policy : trace.policies) {
      const Program& program = evaluation.ProgramOf(policy.policy);
      for (const CompiledStatement& statement : program.statements()) {
        for (const CompiledClause& clause : program.ClausesOf(statement)) {
          AddClause(program, clause, std::string(evaluation.vocabulary().KeyName(clause.slot)));
        }
      }
    }
  }

  const std::vector<std::pair<std::string, std::vector<ContextEdit>>>& by_key() const {
    return by_key_;
  }

 private:
  void AddClause(const Program& program, const CompiledClause& clause, const std::string& key) {
    const ContextKeyInfo* info = FindContextKey(key);
    if (info != nullptr &&
        (info->origin == KeyOrigin::kPrincipal || info->origin == KeyOrigin::kResource))
      return;
    std::vector<ContextEdit>* edits =
        EditsOf(info != nullptr && info->name.back() != '/' ? std::string(info->name) : key);
    if (edits == nullptr) return;
    if (clause.comparison == Comparison::kIsNull) return Add(*edits, key, "x");
    const absl::Span<const Operand> operands = program.OperandsOf(clause);
    for (const Operand& operand : operands.first(std::min(kMaxOperands, operands.size()))) {
      if (auto value = ValueFor(program, clause, operand)) {
        Add(*edits, key, *value);
        Add(*edits, key, Other(*value));
      }
    }
  }

  // The edits of a key; a new one begins with its removal, where there is something to remove. Null
  // when there are enough keys.
  std::vector<ContextEdit>* EditsOf(const std::string& key) {
    for (auto& [known, edits] : by_key_) {
      if (FoldKey(known) == FoldKey(key)) return &edits;
    }
    if (by_key_.size() >= kMaxKeys) return nullptr;
    by_key_.emplace_back(key, std::vector<ContextEdit>());
    std::vector<ContextEdit>& edits = by_key_.back().second;
    if (request_.request.Find(key) != nullptr) edits.push_back({key, std::nullopt});
    return &edits;
  }

  void Add(std::vector<ContextEdit>& edits, const std::string& key, const std::string& value) {
    const std::string* given = request_.request.Find(key);
    if (edits.size() >= kMaxValuesPerKey || (given != nullptr && *given == value)) return;
    if (absl::c_any_of(edits, [&](const ContextEdit& edit) { return edit.value == value; })) return;
    edits.push_back({edits.empty() ? key : edits[0].key, value});
  }

  const EvaluationRequest& request_;
  std::vector<std::pair<std::string, std::vector<ContextEdit>>> by_key_;
};

// Tries combinations of edits, fewest first.
class FlipSearch {
 public:
  FlipSearch(const EvaluationRequest& request, const RoleStore* store)
      : edited_(request), evaluation_(request, store), candidates_(request, evaluation_) {}

  std::optional<Flip> Run() {
    if (evaluation_.role_state() != PreparedEvaluation::RoleState::kKnown) return std::nullopt;
    was_allowed_ = evaluation_.Decide().kind == DecisionKind::kAllowed;
    for (size_t edits = 1; edits <= kMaxFlipEdits; ++edits) {
      if (Try(0, edits)) return std::move(flip_);
    }
    return std::nullopt;
  }

 private:
  // Extends the edits made so far by `left` more, on keys from `first` on.
  bool Try(size_t first, size_t left) {
    if (left == 0) return Flips();
    for (size_t i = first; i < candidates_.by_key().size(); ++i) {
      for (const ContextEdit& edit : candidates_.by_key()[i].second) {
        const RequestContext saved = edited_.request.context;
        Apply(edit);
        flip_.edits.push_back(edit);
        if (Try(i + 1, left - 1)) return true;
        flip_.edits.pop_back();
        edited_.request.context = saved;
      }
    }
    return false;
  }

  void Apply(const ContextEdit& edit) {
    if (edit.value) {
      edited_.request.Set(edit.key, *edit.value);
    } else {
      edited_.request.context.erase(FoldKey(edit.key));
    }
  }

  bool Flips() {
    const BoundRequest bound(edited_.request, evaluation_.vocabulary());
    flip_.decision = Authorize(evaluation_.applicable(), bound);
    return (flip_.decision.kind == DecisionKind::kAllowed) != was_allowed_;
  }

  EvaluationRequest edited_;
  PreparedEvaluation evaluation_;
  Candidates candidates_;
  bool was_allowed_ = false;
  Flip flip_;
};

}  // namespace

std::optional<Flip> FindNearestFlip(const EvaluationRequest& request, const RoleStore* store) {
  return FlipSearch(request, store).Run();
}

}  // namespace deputy
