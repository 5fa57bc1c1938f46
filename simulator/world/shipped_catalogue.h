// The catalogue that stands inside the binary: simulator/world/services.json.
#ifndef DEPUTY_SIMULATOR_WORLD_SHIPPED_CATALOGUE_H_
#define DEPUTY_SIMULATOR_WORLD_SHIPPED_CATALOGUE_H_

#include "absl/types/span.h"
#include "simulator/embedded/embedded_file.h"
#include "simulator/world/service_catalogue.h"

namespace deputy {

absl::Span<const EmbeddedFile> ShippedServices();

// Read once; a test keeps the file free of errors.
const ServiceCatalogue& ShippedCatalogue();

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_WORLD_SHIPPED_CATALOGUE_H_
