// A policy document as IAM would store it: the parsed form of Elements (docs/semantics.md part 1).
// Every part knows where it stands.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
//
// Plain data. A Policy that the parser returned is valid; one built by hand is the builder's own
// responsibility.
#ifndef DEPUTY_ENGINE_POLICY_POLICY_H_
#define DEPUTY_ENGINE_POLICY_POLICY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/iam/condition_operator.h"
#include "engine/iam/principal.h"
#include "engine/text/source.h"

namespace deputy {

enum class PolicyType { kTrust, kIdentity, kBoundary, kSession, kScp, kRcp, kResource };

absl::string_view PolicyTypeWithArticle(PolicyType type);  // "a trust policy", "an SCP", …

enum class PolicyVersion : uint8_t { k2008, k2012 };
enum class Effect : uint8_t { kAllow, kDeny };

// A string of the document and its place.
struct PolicyString {
  std::string text;
  TextRange range;
};

enum class PrincipalEntryKind : uint8_t {
  kEveryone,       // "*" or {"AWS": "*"} (2.1)
  kPrincipal,      // `principal` says which; a kAccountRoot means the whole account (2.2)
  kUniqueId,       // a deleted principal: matches nobody (2.3)
  kCanonicalUser,  // matches nobody that a request can name (2.7)
};

struct PrincipalEntry {
  PrincipalEntryKind kind = PrincipalEntryKind::kEveryone;
  Principal principal;
  PolicyString written;
};

struct PrincipalElement {
  bool negated = false;  // NotPrincipal
  std::vector<PrincipalEntry> entries;
  TextRange range;
};

// Action, NotAction, Resource and NotResource: patterns as written.
struct PatternElement {
  bool negated = false;
  std::vector<PolicyString> patterns;
  TextRange range;
};

// One key under one operator; all clauses of a statement must hold (4.1).
struct ConditionClause {
  ConditionOperator op;
  TextRange op_range;
  std::string key;  // as spelled
  TextRange key_range;
  std::vector<PolicyString> values;  // numbers and booleans as their text (1.6)
  TextRange values_range;
};

struct Statement {
  std::string sid;
  Effect effect = Effect::kAllow;
  std::optional<PrincipalElement> principal;
  PatternElement action;
  std::optional<PatternElement> resource;
  std::vector<ConditionClause> conditions;  // in the order of the document
  TextRange range;
};

struct Policy {
  PolicyType type = PolicyType::kTrust;
  PolicyVersion version = PolicyVersion::k2008;
  std::string id;
  std::vector<Statement> statements;
  TextRange range;
};

// The name that a principal has in `Principal`: AWS, Service, Federated or CanonicalUser.
absl::string_view PrincipalTypeName(const PrincipalEntry& entry);

// As they stand in `Principal`: the values of each such name, in the order of its first appearance.
using PrincipalsByType = std::vector<std::pair<absl::string_view, std::vector<PolicyString>>>;
PrincipalsByType GroupByType(const std::vector<PrincipalEntry>& entries);

bool HasDeny(const Policy& policy);
// Of an Action or NotAction: whether it is about the action (3.1).
bool NamesAction(const PatternElement& element, absl::string_view action);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_POLICY_POLICY_H_
