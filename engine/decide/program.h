// A policy compiled: keys are slots, operands are parsed into patterns, networks, numbers and
// times. Data, not code: the fast path, the explanation and the prover read the same Program, and
// Dump() shows it.
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
    bool multivalued = false;  // a variable of such a key counts as absent (5.2)
    std::optional<std::string> default_value;
  };
  std::vector<Piece> pieces;
};

struct NeverMatches {};  // an ARN pattern with too few components
using Operand = std::variant<NeverMatches, std::string, Pattern, ArnPattern, Decimal, Timestamp,
                             bool, Cidr, VariableOperand>;

struct CompiledClause {
  KeySlot slot = kNoSlot;
  ConditionOperator op;
  OperandType type = OperandType::kString;
  Comparison comparison = Comparison::kEquals;
  bool negated = false;
  std::vector<Operand> operands;  // in the order of the policy's values
  // Many exact strings are found by hash: text → index of the first operand that equals it. Empty
  // where there are few.
  absl::flat_hash_map<std::string, uint32_t> exact;
  bool has_variables = false;
};

// How a statement names the caller; rule 6.5 turns on it. Flags: a statement may do so in several
// ways.
enum PrincipalMatch : uint8_t {
  kNoMatch = 0,
  kByAccount = 1,   // by its account
  kByEveryone = 2,  // by `*`, or by a NotPrincipal that leaves it out
  kByName = 4,      // by its role, service or provider; or the policy is attached to the caller
  kByItself = 8,    // by the user, role session or federated user itself
};

struct CompiledStatement {
  std::string sid;
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
