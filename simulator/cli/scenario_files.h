// What the commands that take folders of scenarios agree on.
#ifndef DEPUTY_SIMULATOR_CLI_SCENARIO_FILES_H_
#define DEPUTY_SIMULATOR_CLI_SCENARIO_FILES_H_

#include "engine/text/source.h"

namespace deputy {

// The schemas and the course, which stand beside the scenarios of a folder. A scenario may be
// called course.json too.
bool StandsBesideScenarios(const Source& source);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_SCENARIO_FILES_H_
