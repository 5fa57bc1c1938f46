// What one variable can make of the rows: for each way in which its value (or its absence) can
// fall, the rows that it leaves standing, and a value that does it.
#ifndef DEPUTY_ENGINE_PROVE_OUTCOMES_H_
#define DEPUTY_ENGINE_PROVE_OUTCOMES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/prove/bits.h"
#include "engine/prove/encoder.h"
#include "engine/prove/product.h"

namespace deputy {

struct VariableOutcome {
  Bits rows;
  std::vector<std::string> values;  // none: the key is absent
  bool exact = true;                // false: a bound, no value is known that does this
};

struct VariableOutcomes {
  // Every value is at most as good, row by row, as one of these.
  std::vector<VariableOutcome> outcomes;
  bool complete = true;  // false: the budget ran out
};

// `settled` are rows of the goal that only this variable can bring to what the goal asks: outcomes
// that do not are left out.
VariableOutcomes OutcomesOf(const EncodedVariable& variable, const Goal& goal, const Bits& settled,
                            size_t rows, uint64_t& budget, ProductRecord* record = nullptr);

// Whether the guards let the value through.
bool PassesGuards(const Variable& variable, absl::string_view value);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_OUTCOMES_H_
