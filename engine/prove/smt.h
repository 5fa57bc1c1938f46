// A question as SMT-LIB 2.6 with the theory of strings, so that a solver of somebody else (cvc5)
// can be asked the same in a test. One check-sat for each case, in the order of the cases: all
// unsat means proved, one sat means that some request gets in.
//
// Text is exported as it is. Tests about numbers, times and addresses, and policy variables whose
// key is open, become free booleans or wider languages, so that for them sat says nothing; `exact`
// tells. A set of values has as many members as there are tests on it.
#ifndef DEPUTY_ENGINE_PROVE_SMT_H_
#define DEPUTY_ENGINE_PROVE_SMT_H_

#include <cstddef>
#include <string>

#include "engine/prove/prover.h"

namespace deputy {

struct SmtScript {
  std::string text;
  size_t cases = 0;   // so many answers the solver gives
  bool exact = true;  // false: only unsat is an answer
};

SmtScript ExportSmt(const RoleQuestion& question, Property property);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_SMT_H_
