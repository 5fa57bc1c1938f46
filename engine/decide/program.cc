#include "engine/decide/program.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/iam/arn.h"
#include "engine/iam/cidr.h"
#include "engine/iam/decimal.h"
#include "engine/iam/timestamp.h"
#include "engine/iam/wildcard.h"
#include "engine/policy/policy_variable.h"

namespace deputy {

PolicyVersion Program::version() const { return header().version; }

absl::string_view Program::memory() const {
  return {reinterpret_cast<const char*>(memory_.get()), size_};
}

std::string Program::Encoded(const Operand& operand) const {
  if (operand.kind == OperandKind::kText) return std::string(Text(operand.text));
  const Variables variables =
      version() == PolicyVersion::k2012 ? Variables::kExpand : Variables::kPlainText;
  return std::get<ValueTemplate>(ParseTemplate(Text(operand.text), Wildcards::kPattern, variables))
      .Literal();
}

namespace {

std::string ParsedText(OperandType type, absl::string_view text) {
  if (type == OperandType::kNumeric) {
    const Decimal number = *ParseDecimal(text);
    return absl::StrCat("number ", number.negative ? "-" : "", number.whole,
                        number.fraction.empty() ? "" : ".", number.fraction);
  }
  if (type == OperandType::kDate) {
    const Timestamp time = *ParseTimestamp(text);
    return absl::StrCat("time ", time.seconds, ".", time.nanos);
  }
  if (type == OperandType::kBinary) return absl::StrCat("binary ", text);
  const Cidr block = *ParseCidr(text);
  const size_t bytes = block.network.v6 ? 16 : 4;
  return absl::StrCat(block.network.v6 ? "ipv6 " : "ipv4 ",
                      absl::StrJoin(absl::MakeConstSpan(block.network.bytes).first(bytes), "."),
                      "/", block.prefix);
}

class Dumper {
 public:
  Dumper(const Program& program, const Vocabulary& vocabulary)
      : program_(program), vocabulary_(vocabulary) {}

  std::string Run() {
    for (size_t i = 0; i < program_.statements().size(); ++i)
      DumpStatement(i, program_.statements()[i]);
    return std::move(out_);
  }

 private:
  void DumpStatement(size_t i, const CompiledStatement& statement) {
    absl::StrAppend(&out_, i, " ", statement.effect == Effect::kAllow ? "allow" : "deny", "\n");
    for (const CompiledPrincipal& principal : program_.PrincipalsOf(statement)) {
      absl::StrAppend(&out_, statement.principal_negated ? "  not-principal " : "  principal ",
                      KindOf(principal), " ", vocabulary_.Text(principal.written), "\n");
    }
    for (const CompiledAction& action : program_.ActionsOf(statement)) {
      absl::StrAppend(&out_, statement.action_negated ? "  not-action " : "  action ",
                      action.word == kNoWord ? DecodePattern(program_.Text(action.pattern))
                                             : std::string(vocabulary_.Text(action.word)),
                      "\n");
    }
    for (const Operand& resource : program_.ResourcesOf(statement)) {
      absl::StrAppend(&out_, statement.resource_negated ? "  not-resource " : "  resource ",
                      OperandText(OperandType::kArn, Comparison::kLike, resource), "\n");
    }
    for (const CompiledClause& clause : program_.ClausesOf(statement)) {
      absl::StrAppend(&out_, "  ", clause.op.Name(), " ", vocabulary_.FoldedName(clause.slot),
                      clause.index == kNotIndexed ? "" : " indexed", "\n");
      for (const Operand& operand : program_.OperandsOf(clause)) {
        absl::StrAppend(&out_, "    ", OperandText(clause.type, clause.comparison, operand), "\n");
      }
    }
  }

  static absl::string_view KindOf(const CompiledPrincipal& principal) {
    if (principal.kind != PrincipalEntryKind::kPrincipal) return "";
    Principal named;
    named.kind = principal.principal;
    return named.KindName();
  }

  std::string OperandText(OperandType type, Comparison comparison, const Operand& operand) const {
    const absl::string_view text = program_.Text(operand.text);
    switch (operand.kind) {
      case OperandKind::kNever:
        return "never";
      case OperandKind::kText:
        return absl::StrCat(comparison == Comparison::kLike ? "like " : "text ", text);
      case OperandKind::kPattern:
        return absl::StrCat("like ", DecodePattern(program_.Encoded(operand)), Tests(operand));
      case OperandKind::kArn:
        return absl::StrCat("arn ", DecodePattern(program_.Encoded(operand)), Tests(operand));
      case OperandKind::kTemplate:
        return absl::StrCat("expand ", Pieces(operand));
      case OperandKind::kParsed:
        return ParsedText(type, text);
      case OperandKind::kTrue:
        return "true";
      case OperandKind::kFalse:
        return "false";
    }
    return "";  // cannot happen: every kind is above
  }

  // What a pattern was cut into: `0:arn:aws:dms:…` begins so at component 0, `5=x` is all of it
  // from there, `3~us-*` a pattern for that component.
  std::string Tests(const Operand& operand) const {
    std::string out;
    for (const PatternPart& part : program_.PartsOf(operand)) {
      const absl::string_view mark = part.kind == PartKind::kStart  ? ":"
                                     : part.kind == PartKind::kRest ? "="
                                                                    : "~";
      absl::StrAppend(&out, " [", int{part.component}, mark,
                      DecodePattern(program_.Text(part.text)), "]");
    }
    return out;
  }

  std::string Pieces(const Operand& operand) const {
    std::string out;
    for (const PatternPart& part : program_.PartsOf(operand)) {
      const absl::string_view text = program_.Text(part.text);
      if (part.kind == PartKind::kLiteral) {
        absl::StrAppend(&out, DecodePattern(text));
      } else {
        absl::StrAppend(&out, "${", vocabulary_.FoldedName(part.slot),
                        part.has_default ? absl::StrCat(", '", text, "'") : "", "}");
      }
    }
    return out;
  }

  const Program& program_;
  const Vocabulary& vocabulary_;
  std::string out_;
};

}  // namespace

std::string Program::Dump(const Vocabulary& vocabulary) const {
  return Dumper(*this, vocabulary).Run();
}

}  // namespace deputy
