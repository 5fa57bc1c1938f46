// A policy compiled: keys are slots, operands are parsed into patterns, networks, numbers and times. Data, not code: the fast
// path, the explanation and the prover read the same Program, and Dump() shows it.
#ifndef DEPUTY_ENGINE_DECIDE_PROGRAM_H_
#define DEPUTY_ENGINE_DECIDE_PROGRAM_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/decide/key_table.h"
#include "engine/iam/arn.h"
#include "engine/iam/cidr.h"
#include "engine/iam/condition_operator.h"
#include "engine/iam/decimal.h"
#include "engine/iam/timestamp.h"
#include "engine/iam/wildcard.h"
#include "engine/policy/policy.h"
#include "engine/policy/policy_variable.h"

namespace deputy {

// A pattern over ARNs: six components, each matched on its own (4.6).
struct ArnPattern {
  std::array<Pattern, kArnComponents> components;

  bool Matches(const Arn& arn) const;
};

// Cuts an encoded pattern at its first five colons; nothing where it has fewer.
std::optional<ArnPattern> CutArnPattern(absl::string_view encoded);

// A value with variables in it (part 5): expanded for each request.
struct VariableOperand {
  struct Piece {
    std::string text;          // encoded literal
    KeySlot slot = kNoSlot;    // of a variable
    bool never = false;        // a variable of a multivalued key: matches nothing (5.2)
    std::optional<std::string> default_value;
  };
  std::vector<Piece> pieces;
};

struct NeverMatches {};  // an ARN pattern with too few components
using Operand = std::variant<NeverMatches, std::string, Pattern, ArnPattern, Decimal, Timestamp, bool, Cidr, VariableOperand>;

struct CompiledClause {
  KeySlot slot = kNoSlot;
  ConditionOperator op;
  OperandType type = OperandType::kString;
  Comparison comparison = Comparison::kEquals;
  bool negated = false;
  std::vector<Operand> operands;  // in the order of the policy's values
  // Many exact strings: found by hash. Text → index of the first operand that equals it.
  absl::flat_hash_map<std::string, uint32_t> exact;
};

// How directly a statement names the caller; 6.5 asks.
enum class PrincipalMatch : uint8_t {
  kNone,
  kIndirect,  // by everyone, by the account, or by NotPrincipal
  kDirect,    // by the service, provider or role
  kPast,      // by the user or session itself: goes past what limits others (6.5)
};

struct CompiledStatement {
  Effect effect = Effect::kAllow;
  bool has_principal = false;
  bool principal_negated = false;
  std::vector<PrincipalEntry> principals;
  bool action_negated = false;
  std::vector<Pattern> actions;  // folded
  bool has_resource = false;
  bool resource_negated = false;
  std::vector<Operand> resources;  // ArnPattern, VariableOperand; Pattern for `*`
  std::vector<CompiledClause> clauses;
};

struct Program {
  std::vector<CompiledStatement> statements;

  // The program as text, a line an instruction; for tests and the curious.
  std::string Dump(const KeyTable& keys) const;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_PROGRAM_H_
