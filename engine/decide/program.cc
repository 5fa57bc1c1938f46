#include "engine/decide/program.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace deputy {

bool ArnPattern::Matches(const Arn& arn) const {
  for (size_t i = 0; i < kArnComponents; ++i) {
    if (!components[i].Matches(arn.components[i])) return false;
  }
  return true;
}

std::optional<ArnPattern> CutArnPattern(absl::string_view encoded) {
  const std::optional<Arn> cut = SplitArn(encoded);
  if (!cut) return std::nullopt;
  ArnPattern pattern;
  for (size_t i = 0; i < cut->components.size(); ++i)
    pattern.components[i] = Pattern(std::string(cut->components[i]));
  return pattern;
}

namespace {

// How an operand is written in a dump: its kind and its text.
struct OperandDumper {
  const KeyTable& keys;

  std::string operator()(const NeverMatches&) const { return "never"; }
  std::string operator()(const std::string& text) const { return absl::StrCat("text ", text); }
  std::string operator()(const Pattern& pattern) const {
    return absl::StrCat("like ", DecodePattern(pattern.encoded()));
  }
  std::string operator()(const ArnPattern& pattern) const {
    return absl::StrCat(
        "arn ", absl::StrJoin(pattern.components, "|", [](std::string* out, const Pattern& part) {
          absl::StrAppend(out, DecodePattern(part.encoded()));
        }));
  }
  std::string operator()(const Decimal& number) const {
    return absl::StrCat("number ", number.negative ? "-" : "", number.whole,
                        number.fraction.empty() ? "" : ".", number.fraction);
  }
  std::string operator()(const Timestamp& time) const {
    return absl::StrCat("time ", time.seconds, ".", time.nanos);
  }
  std::string operator()(bool wanted) const { return wanted ? "true" : "false"; }
  std::string operator()(const Cidr& block) const {
    return absl::StrCat(
        block.network.v6 ? "ipv6 " : "ipv4 ",
        absl::StrJoin(absl::MakeConstSpan(block.network.bytes).first(block.network.v6 ? 16 : 4),
                      "."),
        "/", block.prefix);
  }
  std::string operator()(const VariableOperand& operand) const {
    std::string out = "expand ";
    for (const VariableOperand::Piece& piece : operand.pieces) {
      if (piece.slot == kNoSlot) {
        absl::StrAppend(&out, DecodePattern(piece.text));
      } else {
        absl::StrAppend(&out, "${", keys.FoldedName(piece.slot), piece.default_value ? ", '" : "",
                        piece.default_value.value_or(""), piece.default_value ? "'" : "", "}");
      }
    }
    return out;
  }
};

}  // namespace

std::string Program::Dump(const KeyTable& keys) const {
  std::string out;
  const OperandDumper dump{keys};
  for (size_t i = 0; i < statements.size(); ++i) {
    const CompiledStatement& statement = statements[i];
    absl::StrAppend(&out, i, " ", statement.effect == Effect::kAllow ? "allow" : "deny", "\n");
    for (const PrincipalEntry& entry : statement.principals) {
      absl::StrAppend(
          &out, "  ", statement.principal_negated ? "not-principal " : "principal ",
          entry.kind == PrincipalEntryKind::kPrincipal ? entry.principal.KindName() : "", " ",
          entry.written.text, "\n");
    }
    for (const Pattern& action : statement.actions) {
      absl::StrAppend(&out, statement.action_negated ? "  not-action " : "  action ",
                      DecodePattern(action.encoded()), "\n");
    }
    for (const Operand& resource : statement.resources) {
      absl::StrAppend(&out, statement.resource_negated ? "  not-resource " : "  resource ",
                      std::visit(dump, resource), "\n");
    }
    for (const CompiledClause& clause : statement.clauses) {
      absl::StrAppend(&out, "  ", clause.op.Name(), " ", keys.FoldedName(clause.slot),
                      clause.exact.empty() ? "" : " hashed", "\n");
      for (const Operand& operand : clause.operands)
        absl::StrAppend(&out, "    ", std::visit(dump, operand), "\n");
    }
  }
  return out;
}

}  // namespace deputy
