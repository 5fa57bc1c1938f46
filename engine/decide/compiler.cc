#include "engine/decide/compiler.h"

#include <utility>

#include "absl/strings/match.h"
#include "engine/iam/action.h"
#include "engine/iam/base64.h"
#include "engine/iam/context_key.h"

namespace deputy {
namespace {

// From so many exact strings on, a hash finds the value faster than trying one after the other.
constexpr size_t kHashFrom = 8;

class Compiler {
 public:
  Compiler(const Policy& policy, KeyTable& keys) : policy_(policy), keys_(keys) {}

  Program Run() {
    Program program;
    program.statements.reserve(policy_.statements.size());
    for (const Statement& statement : policy_.statements)
      program.statements.push_back(CompileStatement(statement));
    return program;
  }

 private:
  CompiledStatement CompileStatement(const Statement& statement) {
    CompiledStatement result;
    result.sid = statement.sid;
    result.effect = statement.effect;
    if (statement.principal) {
      result.has_principal = true;
      result.principal_negated = statement.principal->negated;
      result.principals = statement.principal->entries;
    }
    result.action_negated = statement.action.negated;
    for (const PolicyString& action : statement.action.patterns) {
      result.actions.emplace_back(EncodePattern(FoldAction(action.text)));
    }
    if (statement.resource) {
      result.has_resource = true;
      result.resource_negated = statement.resource->negated;
      for (const PolicyString& resource : statement.resource->patterns) {
        result.resources.push_back(resource.text == "*" ? Operand(Pattern(std::string(1, kAnyRun)))
                                                        : ArnOperand(resource.text));
      }
    }
    for (const ConditionClause& clause : statement.conditions)
      result.clauses.push_back(CompileClause(clause));
    return result;
  }

  CompiledClause CompileClause(const ConditionClause& clause) {
    const OperatorInfo& info = InfoOf(clause.op.base);
    CompiledClause result;
    result.slot = keys_.Intern(clause.key);
    result.op = clause.op;
    result.type = info.operand;
    result.comparison = info.comparison;
    result.negated = info.negated;
    result.operands.reserve(clause.values.size());
    for (const PolicyString& value : clause.values)
      result.operands.push_back(CompileValue(info, value.text));
    for (const Operand& operand : result.operands) {
      if (std::holds_alternative<VariableOperand>(operand)) result.has_variables = true;
    }
    IndexExact(result);
    return result;
  }

  Operand CompileValue(const OperatorInfo& info, absl::string_view value) {
    switch (info.operand) {
      case OperandType::kString:
        return StringOperand(value, info.comparison);
      case OperandType::kArn:
        return ArnOperand(value);
      case OperandType::kNumeric:
        return *ParseDecimal(value);
      case OperandType::kDate:
        return *ParseTimestamp(value);
      case OperandType::kBool:
      case OperandType::kPresence:
        return absl::EqualsIgnoreCase(value, "true");
      case OperandType::kBinary:
        return *DecodeBase64(value);
      case OperandType::kIpAddress:
        return *ParseCidr(value);
    }
    return NeverMatches{};
  }

  ValueTemplate TemplateOf(absl::string_view value, Wildcards wildcards) const {
    const Variables variables =
        policy_.version == PolicyVersion::k2012 ? Variables::kExpand : Variables::kPlainText;
    return std::get<ValueTemplate>(ParseTemplate(value, wildcards, variables));
  }

  Operand StringOperand(absl::string_view value, Comparison comparison) {
    const bool like = comparison == Comparison::kLike;
    const ValueTemplate parsed =
        TemplateOf(value, like ? Wildcards::kPattern : Wildcards::kPlainText);
    if (!parsed.IsLiteral()) return Variable(parsed);
    if (like) return Pattern(parsed.Literal());
    return parsed.Literal();
  }

  Operand ArnOperand(absl::string_view value) {
    const ValueTemplate parsed = TemplateOf(value, Wildcards::kPattern);
    if (!parsed.IsLiteral()) return Variable(parsed);
    if (auto pattern = CutArnPattern(parsed.Literal())) return *std::move(pattern);
    return NeverMatches{};
  }

  Operand Variable(const ValueTemplate& parsed) {
    VariableOperand operand;
    for (const TemplatePiece& piece : parsed.pieces) {
      if (piece.key.empty()) {
        operand.pieces.push_back({piece.text, kNoSlot, false, {}});
        continue;
      }
      const ContextKeyInfo* info = FindContextKey(piece.key);
      const bool multivalued = info != nullptr && info->cardinality == Cardinality::kMulti;
      operand.pieces.push_back({"", keys_.Intern(piece.key), multivalued, piece.default_value});
    }
    return operand;
  }

  static void IndexExact(CompiledClause& clause) {
    if (clause.type != OperandType::kString || clause.comparison != Comparison::kEquals) return;
    if (clause.operands.size() < kHashFrom) return;
    for (uint32_t i = 0; i < clause.operands.size(); ++i) {
      if (const auto* text = std::get_if<std::string>(&clause.operands[i]))
        clause.exact.try_emplace(*text, i);
    }
  }

  const Policy& policy_;
  KeyTable& keys_;
};

}  // namespace

Program Compile(const Policy& policy, KeyTable& keys) { return Compiler(policy, keys).Run(); }

}  // namespace deputy
