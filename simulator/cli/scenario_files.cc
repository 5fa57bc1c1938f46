#include "simulator/cli/scenario_files.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "simulator/scenario/course.h"

namespace deputy {

bool StandsBesideScenarios(const Source& source) {
  const std::string path = absl::StrCat("/", source.name);
  if (absl::StrContains(path, "/schema/")) return true;
  Diagnostics diagnostics;
  return absl::EndsWith(path, "/course.json") && LoadCourse(source.text, diagnostics) != nullptr;
}

}  // namespace deputy
