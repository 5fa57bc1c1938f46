#include "engine/decide/decompiler.h"

#include <string>

#include "engine/iam/principal.h"

namespace deputy {
namespace {

class Decompiler {
 public:
  Decompiler(const Program& program, const Vocabulary& vocabulary)
      : program_(program), vocabulary_(vocabulary) {}

  Statement Of(const CompiledStatement& compiled) const {
    Statement statement;
    statement.sid = Text(compiled.sid);
    statement.effect = compiled.effect;
    if (compiled.has_principal) {
      statement.principal.emplace().negated = compiled.principal_negated;
      for (const CompiledPrincipal& principal : program_.PrincipalsOf(compiled)) {
        std::vector<PrincipalEntry>& entries = statement.principal->entries;
        if (principal.entry == entries.size()) entries.push_back(Entry(principal));
      }
    }
    statement.action.negated = compiled.action_negated;
    for (const CompiledAction& action : program_.ActionsOf(compiled))
      statement.action.patterns.push_back({Word(action.written), {}});
    if (compiled.has_resource) {
      statement.resource.emplace().negated = compiled.resource_negated;
      statement.resource->patterns = Strings(program_.ResourcesOf(compiled));
    }
    for (const CompiledClause& clause : program_.ClausesOf(compiled)) {
      ConditionClause condition;
      condition.op = clause.op;
      condition.key = std::string(vocabulary_.KeyName(clause.slot));
      condition.values = Strings(program_.OperandsOf(clause));
      statement.conditions.push_back(std::move(condition));
    }
    return statement;
  }

 private:
  std::string Text(Section text) const { return std::string(program_.Text(text)); }
  std::string Word(WordId word) const { return std::string(vocabulary_.Text(word)); }

  std::vector<PolicyString> Strings(absl::Span<const Operand> operands) const {
    std::vector<PolicyString> strings;
    strings.reserve(operands.size());
    for (const Operand& operand : operands) strings.push_back({Text(operand.text), {}});
    return strings;
  }

  PrincipalEntry Entry(const CompiledPrincipal& principal) const {
    PrincipalEntry entry;
    entry.kind = principal.kind;
    entry.written.text = Word(principal.written);
    if (principal.kind != PrincipalEntryKind::kPrincipal) return entry;
    const absl::string_view text = entry.written.text;
    entry.principal =
        principal.principal == PrincipalKind::kService     ? ParseServicePrincipal(text).value()
        : principal.principal == PrincipalKind::kFederated ? ParseFederatedPrincipal(text).value()
                                                           : ParseIamPrincipal(text).value();
    return entry;
  }

  const Program& program_;
  const Vocabulary& vocabulary_;
};

}  // namespace

Policy Decompile(const Program& program, PolicyType type, const Vocabulary& vocabulary) {
  Policy policy;
  policy.type = type;
  policy.version = program.version();
  const Decompiler decompiler(program, vocabulary);
  for (const CompiledStatement& statement : program.statements())
    policy.statements.push_back(decompiler.Of(statement));
  return policy;
}

}  // namespace deputy
