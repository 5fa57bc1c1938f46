// The data that stands inside the binary, so that nothing is needed beside it at run time.
#ifndef DEPUTY_SIMULATOR_EMBEDDED_SHIPPED_H_
#define DEPUTY_SIMULATOR_EMBEDDED_SHIPPED_H_

#include "absl/types/span.h"
#include "simulator/embedded/embedded_file.h"

namespace deputy {

absl::Span<const EmbeddedFile> ShippedSchemas();    // scenarios/schema/
absl::Span<const EmbeddedFile> ShippedScenarios();  // scenarios/, schemas and course too

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_EMBEDDED_SHIPPED_H_
