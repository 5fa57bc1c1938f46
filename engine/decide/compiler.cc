#include "engine/decide/compiler.h"

#include <utility>

#include "absl/strings/match.h"
#include "engine/decide/pattern_parts.h"
#include "engine/decide/principal_words.h"
#include "engine/decide/program_builder.h"
#include "engine/decide/quick_tests.h"
#include "engine/decide/statement_index.h"
#include "engine/decide/value_index.h"
#include "engine/iam/action.h"
#include "engine/iam/context_key.h"
#include "engine/iam/wildcard.h"
#include "engine/policy/policy_variable.h"

namespace deputy {
namespace {

class Compiler {
 public:
  Compiler(const Policy& policy, Vocabulary& vocabulary)
      : policy_(policy), vocabulary_(vocabulary), builder_(policy.version) {}

  Program Run() {
    builder_.statements.reserve(policy_.statements.size());
    for (const Statement& statement : policy_.statements) CompileStatement(statement);
    IndexStatements(builder_);
    return std::move(builder_).Build();
  }

 private:
  void CompileStatement(const Statement& statement) {
    CompiledStatement result;
    result.effect = statement.effect;
    result.sid = builder_.AddText(statement.sid);
    if (statement.principal) CompilePrincipals(*statement.principal, result);
    CompileActions(statement.action, result);
    if (statement.resource) {
      result.has_resource = true;
      result.resource_negated = statement.resource->negated;
      const size_t first = builder_.operands.size();
      for (const PolicyString& resource : statement.resource->patterns)
        builder_.operands.push_back(ResourceOperand(resource.text));
      result.resources = Since(first, builder_.operands);
    }
    const size_t first = builder_.clauses.size();
    for (const ConditionClause& clause : statement.conditions) CompileClause(clause);
    result.clauses = Since(first, builder_.clauses);
    result.tests = MakeQuickTests(result, builder_);
    builder_.statements.push_back(result);
  }

  void CompilePrincipals(const PrincipalElement& element, CompiledStatement& statement) {
    statement.has_principal = true;
    statement.principal_negated = element.negated;
    const size_t first = builder_.principals.size();
    for (size_t i = 0; i < element.entries.size(); ++i) {
      for (CompiledPrincipal word : WordsOf(element.entries[i], vocabulary_)) {
        word.entry = static_cast<uint32_t>(i);
        builder_.principals.push_back(word);
      }
    }
    statement.principals = Since(first, builder_.principals);
  }

  void CompileActions(const PatternElement& element, CompiledStatement& statement) {
    statement.action_negated = element.negated;
    const size_t first = builder_.actions.size();
    for (const PolicyString& written : element.patterns) {
      const std::string folded = FoldAction(written.text);
      CompiledAction action;
      action.written = vocabulary_.Intern(WordKind::kText, written.text);
      if (folded.find_first_of("*?") == std::string::npos) {
        action.word = vocabulary_.Intern(WordKind::kAction, folded);
      } else {
        action.pattern = builder_.AddText(EncodePattern(folded));
      }
      builder_.actions.push_back(action);
    }
    statement.actions = Since(first, builder_.actions);
  }

  void CompileClause(const ConditionClause& clause) {
    const OperatorInfo& info = InfoOf(clause.op.base);
    CompiledClause result;
    result.slot = vocabulary_.InternKey(clause.key);
    result.op = clause.op;
    result.type = info.operand;
    result.comparison = info.comparison;
    result.negated = info.negated;
    const size_t first = builder_.operands.size();
    for (const PolicyString& value : clause.values)
      builder_.operands.push_back(ValueOperand(info, value.text));
    result.operands = Since(first, builder_.operands);
    result.index = IndexValues(result, builder_);
    builder_.clauses.push_back(result);
  }

  Operand ResourceOperand(absl::string_view text) {
    if (text != "*") return PatternOperand(text, OperandType::kArn);
    Operand everything;
    everything.kind = OperandKind::kPattern;
    everything.text = builder_.AddText(text);
    return everything;
  }

  Operand ValueOperand(const OperatorInfo& info, absl::string_view text) {
    switch (info.operand) {
      case OperandType::kArn:
        return PatternOperand(text, OperandType::kArn);
      case OperandType::kString:
        return info.comparison == Comparison::kLike ? PatternOperand(text, OperandType::kString)
                                                    : TextOperand(text);
      default:
        break;
    }
    Operand operand;
    operand.text = builder_.AddText(text);
    const bool is_truth =
        info.operand == OperandType::kBool || info.operand == OperandType::kPresence;
    operand.kind = !is_truth                              ? OperandKind::kParsed
                   : absl::EqualsIgnoreCase(text, "true") ? OperandKind::kTrue
                                                          : OperandKind::kFalse;
    return operand;
  }

  ValueTemplate TemplateOf(absl::string_view value, Wildcards wildcards) const {
    const Variables variables =
        policy_.version == PolicyVersion::k2012 ? Variables::kExpand : Variables::kPlainText;
    return std::get<ValueTemplate>(ParseTemplate(value, wildcards, variables));
  }

  Operand TextOperand(absl::string_view value) {
    const ValueTemplate parsed = TemplateOf(value, Wildcards::kPlainText);
    Operand operand;
    operand.text = builder_.AddText(value);
    if (!parsed.IsLiteral()) return TemplateOperand(parsed, operand);
    operand.kind = OperandKind::kText;
    // `${*}` is a star: what is compared is not what is written.
    if (parsed.Literal() != value) operand.text = builder_.AddText(parsed.Literal());
    return operand;
  }

  Operand PatternOperand(absl::string_view value, OperandType type) {
    const ValueTemplate parsed = TemplateOf(value, Wildcards::kPattern);
    Operand operand;
    operand.text = builder_.AddText(value);
    return parsed.IsLiteral() ? CutPattern(parsed.Literal(), type, operand, builder_)
                              : TemplateOperand(parsed, operand);
  }

  Operand TemplateOperand(const ValueTemplate& parsed, Operand operand) {
    operand.kind = OperandKind::kTemplate;
    const size_t first = builder_.parts.size();
    for (const TemplatePiece& piece : parsed.pieces) {
      PatternPart part;
      part.kind = piece.key.empty() ? PartKind::kLiteral : PartKind::kVariable;
      part.text =
          builder_.AddText(piece.key.empty() ? piece.text : piece.default_value.value_or(""));
      if (!piece.key.empty()) {
        const ContextKeyInfo* info = FindContextKey(piece.key);
        part.slot = vocabulary_.InternKey(piece.key);
        part.multivalued = info != nullptr && info->cardinality == Cardinality::kMulti;
        part.has_default = piece.default_value.has_value();
      }
      builder_.parts.push_back(part);
    }
    operand.parts = Since(first, builder_.parts);
    return operand;
  }

  const Policy& policy_;
  Vocabulary& vocabulary_;
  ProgramBuilder builder_;
};

}  // namespace

Program Compile(const Policy& policy, Vocabulary& vocabulary) {
  return Compiler(policy, vocabulary).Run();
}

}  // namespace deputy
