// The files of a trail through a replayer, several at once: inflating one takes one core, and most
// of a replay is inflating.
#ifndef DEPUTY_SIMULATOR_CLI_TRAIL_READING_H_
#define DEPUTY_SIMULATOR_CLI_TRAIL_READING_H_

#include <string>
#include <vector>

#include "simulator/cli/command.h"
#include "simulator/replay/trail_replayer.h"

namespace deputy {

// kIo where a file could not be read: a problem of the tally, and the others are answered. Ends
// early when it is interrupted; fails when lines cannot be written. One file after the other where
// there are lines, which are in the order of the input.
absl::StatusOr<ExitCode> ReadTrails(const std::vector<std::string>& trails, ReplayOptions options,
                                    ReplayTally& tally);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_TRAIL_READING_H_
