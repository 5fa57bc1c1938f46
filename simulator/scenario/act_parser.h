// What somebody does in a step: the acts, each from the object that is its member. Private to the
// parsers of this room. They report what is wrong and then do their best.
#ifndef DEPUTY_SIMULATOR_SCENARIO_ACT_PARSER_H_
#define DEPUTY_SIMULATOR_SCENARIO_ACT_PARSER_H_

#include "simulator/scenario/step_parser.h"

namespace deputy {

UsesService ParseUsesService(ObjectReader& reader, const StepContext& context);

PresentsToken ParseWorkflow(ObjectReader& reader, const StepContext& context);
PresentsToken ParseIdentityPool(ObjectReader& reader, const StepContext& context);
PresentsToken ParseToken(ObjectReader& reader, const StepContext& context);

// The member `deputy`, which is to be a vendor or a service.
Index ReadDeputyRef(ObjectReader& reader, bool vendor, const StepContext& context);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_ACT_PARSER_H_
