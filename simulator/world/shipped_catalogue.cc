#include "simulator/world/shipped_catalogue.h"

namespace deputy {

const ServiceCatalogue& ShippedCatalogue() {
  static const ServiceCatalogue* const catalogue = [] {
    Diagnostics diagnostics;
    for (const EmbeddedFile& file : ShippedServices()) {
      auto loaded = LoadServiceCatalogue(file.contents, diagnostics);
      if (loaded != nullptr) return loaded.release();
    }
    return static_cast<const ServiceCatalogue*>(new ServiceCatalogue());
  }();
  return *catalogue;
}

}  // namespace deputy
