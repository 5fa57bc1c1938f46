// The policies of a question as rows of tests on the variables of one case: the only place where
// the prover reads statements. It reads them as parsed and not as compiled, so that a mistake of
// the compiler shows as a witness on which the evaluator does not agree.
#ifndef DEPUTY_ENGINE_PROVE_ENCODER_H_
#define DEPUTY_ENGINE_PROVE_ENCODER_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine/prove/bits.h"
#include "engine/prove/criterion.h"
#include "engine/prove/model.h"

namespace deputy {

// What one row asks of the values of one variable.
struct Column {
  size_t row = 0;
  bool for_all = false;  // every value has to pass; else one of them (4.8)
  bool when_absent = false;
  std::vector<Criterion> tests;  // a value passes when it passes them all
};

struct EncodedVariable {
  const Variable* variable;  // of the case
  std::vector<Column> columns;
};

struct EncodedCase {
  Bits possible;  // rows of which all that is fixed in the case holds
  std::vector<EncodedVariable> variables;
  // Context keys that a policy variable takes its text from and whose value is open: the tests with
  // them were widened or narrowed, and what follows is a bound only.
  std::vector<std::string> open_keys;
};

// In which direction tests with an open policy variable are bent: so that everything that can be
// reached is (and perhaps more), or so that what is reached surely can be.
enum class Bound : uint8_t { kOver, kUnder };

// `known` holds the values that policy variables take for open keys, by folded name. `keys` of the
// case has to hold every key that the sheet asks for (KeysOf).
// Only `rows` are read; the others count as impossible.
EncodedCase Encode(const Sheet& sheet, const Bits& rows, const Case& the_case, Bound bound,
                   const std::map<std::string, std::string>& known = {});

// The context keys that the sheet asks for, folded, with a spelling of each.
std::map<std::string, std::string> KeysOf(const Sheet& sheet);

// The languages of the key's values, as languages of the variable's: what lies in them has that
// part in `language`.
std::vector<Language> AtPart(const Language& language, Part part);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_ENCODER_H_
