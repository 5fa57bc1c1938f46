// A pattern cut into the few tests it comes to. `arn:aws:dms:*:111122223333:rep:*` is two: an ARN
// that begins with `arn:aws:dms:`, and from its account on with `111122223333:rep:`. Runs of
// literal components are one comparison of bytes, since no component holds a colon.
#ifndef DEPUTY_ENGINE_DECIDE_PATTERN_PARTS_H_
#define DEPUTY_ENGINE_DECIDE_PATTERN_PARTS_H_

#include "absl/strings/string_view.h"
#include "engine/decide/program_builder.h"

namespace deputy {

// `encoded` as in wildcard.h; `operand` already has its text. Text is one component, an ARN six; an
// ARN pattern with fewer becomes a kNever.
Operand CutPattern(absl::string_view encoded, OperandType type, Operand operand,
                   ProgramBuilder& builder);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_PATTERN_PARTS_H_
