// What rules ask the engine: whether a stranger gets in through a part of a policy, and whether
// anybody does. Answered by the prover, never by looks; the same question is asked once.
#ifndef DEPUTY_ENGINE_LINT_QUESTIONS_H_
#define DEPUTY_ENGINE_LINT_QUESTIONS_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/lint/linter.h"
#include "engine/lint/trust.h"
#include "engine/policy/policy.h"
#include "engine/prove/property.h"

namespace deputy {

// Whether a service that is said to send a source key can be relied on to send it each time. What
// it sends from some version on, it does not send always in either case: a stranger may use an old
// one.
// kNone: any key, any ARN, so that what is closed is closed by the policy alone.
enum class Facts { kAsSaid, kKeysMayBeAbsent, kNone };

enum class Gate { kClosed, kOpen, kUnknown };

struct GateAnswer {
  Gate gate = Gate::kUnknown;
  std::optional<Request> witness;  // of an open one
  std::string reason;              // of an unknown one
};

class Questions {
 public:
  // What is borrowed must outlive it.
  Questions(const LintContext& context, const AssumedTrust& trust);

  // Does a caller who is foreign get in? `parties`: instead of the assumed trust. The policy's
  // Allow statements are to name one principal, so that there is one kind of stranger.
  GateAnswer StrangerGetsIn(const Policy& policy, const TrustedParties& parties, Facts facts);

  // Does anybody at all get in? kClosed is proved.
  Gate AnybodyGetsIn(const Policy& policy);

 private:
  GateAnswer Ask(const Policy& policy, const TrustedParties& parties, Property property,
                 Facts facts);

  const LintContext& context_;
  const AssumedTrust& trust_;
  std::vector<ServiceFact> as_said_;
  std::vector<ServiceFact> may_be_absent_;
  std::map<std::string, GateAnswer> answered_;
};

// The statement alone, with one of its principals, beside every Deny of the policy.
Policy OnlyThrough(const Policy& policy, size_t statement, size_t entry);

// Its Allow statements.
Policy WithoutDeny(const Policy& policy);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_QUESTIONS_H_
