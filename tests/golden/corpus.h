// Many small policies, and texts of what the engine says of them. Other tests hold that an answer
// is right; these that it is the same as before, to the word: which witness is shown, in what
// order, with which advice.
#ifndef DEPUTY_TESTS_GOLDEN_CORPUS_H_
#define DEPUTY_TESTS_GOLDEN_CORPUS_H_

#include <string>
#include <vector>

#include "engine/decide/request.h"
#include "engine/policy/policy.h"
#include "engine/prove/prover.h"

namespace deputy::golden {

struct Sample {
  std::string name;  // "DMS-01 vulnerable"
  std::string text;  // of the policy, accepted by the parser
  Policy policy;
  std::string resource;
  TrustedParties trusted;
  std::vector<ServiceFact> services;

  RoleQuestion Question() const;  // borrows
};

// The attacks on record and their mended forms, the examples of the rule catalogue, and random
// trust policies.
const std::vector<Sample>& Samples();

// On one line, without the keys that follow from the caller and the resource.
std::string Show(const Request& request);

// Compares with tests/golden/NAME, or writes it when $DEPUTY_UPDATE_GOLDEN is set: then look at the
// difference.
void ExpectGolden(const std::string& name, const std::string& text);

}  // namespace deputy::golden

#endif  // DEPUTY_TESTS_GOLDEN_CORPUS_H_
