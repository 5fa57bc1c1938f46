// Whether an ARN pattern can be of one of a service's kinds of resource.
#ifndef DEPUTY_ENGINE_LINT_RULES_ARN_SHAPES_H_
#define DEPUTY_ENGINE_LINT_RULES_ARN_SHAPES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace deputy {

enum class ArnShape {
  kFits,
  kFitsButForCase,
  kOtherKind,     // an ARN of the service, of a kind that is not known
  kOtherService,  // no ARN of it at all
};

// `templates` as in ServiceFact::source_arns, not empty.
ArnShape CompareShape(absl::string_view pattern, absl::Span<const std::string> templates);

// Whether some text matches both patterns (`*`, `?`). At most |a| * |b| steps.
bool PatternsMeet(absl::string_view a, absl::string_view b);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_ARN_SHAPES_H_
