// The test that a condition makes of one value, without the key: a union of languages, or points
// and stretches of numbers, times or addresses (docs/semantics.md 4.4 to 4.6).
#ifndef DEPUTY_ENGINE_PROVE_CRITERION_H_
#define DEPUTY_ENGINE_PROVE_CRITERION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/iam/cidr.h"
#include "engine/iam/condition_operator.h"
#include "engine/iam/decimal.h"
#include "engine/iam/timestamp.h"
#include "engine/prove/language.h"
#include "engine/prove/model.h"

namespace deputy {

struct Criterion {
  enum class Kind : uint8_t { kText, kNumber, kTime, kAddress, kConstant };

  Kind kind = Kind::kText;
  bool negated = false;
  bool constant = true;             // of kConstant: the outcome for any value
  std::vector<Language> languages;  // of kText
  Comparison comparison = Comparison::kEquals;
  std::vector<Decimal> numbers;
  std::vector<Timestamp> times;
  std::vector<Cidr> blocks;
  Part part = Part::kWhole;  // of the variable's value, for those that are no text
};

// What of the text is that part; empty where it has none.
std::string PartOf(absl::string_view text, Part part);

// Whether the test passes, `text` being the whole value of the variable.
bool Passes(const Criterion& test, absl::string_view text);

// A value for each class that the tests of that kind tell apart: the points that they name, the
// gaps between them, and what is of another form: `x`, or where every value of the key has a form
// one of that, which may be none of these. Sorted as a search should try them.
std::vector<std::string> ClassValues(const std::vector<const Criterion*>& tests,
                                     Criterion::Kind kind, std::optional<OperandType> form = {});

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_CRITERION_H_
