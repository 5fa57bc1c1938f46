// One question in the form that is searched: a case fixes who calls and which keys are sent; what
// is left open in it are variables, each independent of the others, and the statements are rows of
// tests on them.
//
// `action` and `resource` are keys too (context keys have a colon), so that the policy of a bucket
// needs nothing of its own.
#ifndef DEPUTY_ENGINE_PROVE_MODEL_H_
#define DEPUTY_ENGINE_PROVE_MODEL_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/iam/condition_operator.h"
#include "engine/iam/principal.h"
#include "engine/policy/policy.h"
#include "engine/prove/bits.h"
#include "engine/prove/language.h"

namespace deputy {

inline constexpr char kActionKey[] = "action";  // folded, as actions are compared
inline constexpr char kResourceKey[] = "resource";

// A key of a service caller that holds its name and whatever other names the service has, folded.
inline constexpr char kServiceNames[] = "aws:principalservicenameslist";

// A value lies in one of the languages; negated: in none.
struct ValueGuard {
  std::vector<Language> languages;
  bool negated = false;
};

struct Variable {
  std::string name;  // of the key, as AWS spells it
  bool may_be_absent = true;
  bool may_be_present = true;
  bool multivalued = false;
  std::optional<OperandType> form;    // every value has it
  std::vector<ValueGuard> guards;     // of every value
  std::vector<std::string> friendly;  // values that a person likes to read, tried on witnesses
};

// What of a variable's value is the value of a key.
enum class Part : uint8_t {
  kWhole,
  kAccount,   // the fifth component of an ARN
  kUserName,  // what stands behind the last slash of a user's ARN
};

// Where the value of a key comes from in a case.
struct KeyRule {
  std::vector<std::string> values;  // fixed; none: absent
  std::optional<size_t> variable;   // or this one
  Part part = Part::kWhole;
};

struct Case {
  std::string who;      // for a person: "dms.amazonaws.com, for a source of any account"
  Principal principal;  // the caller, or one that every statement names as it names the callers of
                        // this case
  std::optional<size_t> principal_variable;  // its value is the caller
  std::map<std::string, KeyRule> keys;       // by folded name
  std::vector<Variable> variables;
  std::vector<std::string> assumptions;
  // Who else of these callers is more telling: once one whose `who` begins so gets in, this case is
  // not asked about.
  std::string unless;
  std::string unclear;  // why it is not known whether these requests are of the side that is asked
};

// Rows that have to match, and rows that must not.
struct Goal {
  Bits must;
  Bits must_not;

  Bits Rows() const { return must | must_not; }
  bool Reached(const Bits& matching) const {
    return matching.Covers(must) && !matching.Meets(must_not);
  }
};

// The policies of a question side by side. B is there when two are compared.
struct Sheet {
  struct Row {
    const Statement* statement;
    PolicyVersion version;
  };
  std::vector<Row> rows;
  Bits allow_a, deny_a, allow_b, deny_b;  // by row
  bool compares = false;

  // A allows and B does not when one of these is reached: for each Allow of A, without any Deny of
  // it, no Allow of B, or else one of its Denies.
  std::vector<Goal> Goals() const;
  // Rows that are better left unmatched.
  Bits Unwanted() const { return deny_a | allow_b; }
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_MODEL_H_
