// What the ordering operators of Numeric and Date ask of an order (docs/semantics.md 4.5).
#ifndef DEPUTY_ENGINE_IAM_ORDERING_H_
#define DEPUTY_ENGINE_IAM_ORDERING_H_

#include <compare>

#include "engine/iam/condition_operator.h"

namespace deputy {

// Whether a value that stands in that order to the policy's is as the operator asks; every other
// comparison asks for equality.
inline bool Ordered(Comparison comparison, std::strong_ordering order) {
  switch (comparison) {
    case Comparison::kLess:
      return order < 0;
    case Comparison::kLessOrEqual:
      return order <= 0;
    case Comparison::kGreater:
      return order > 0;
    case Comparison::kGreaterOrEqual:
      return order >= 0;
    default:
      return order == 0;
  }
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_ORDERING_H_
