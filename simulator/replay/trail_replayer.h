// Trails through the policies: read in blocks, cut into records, decided by several threads. Memory
// is bounded whatever comes in; neither the number of threads nor the order of the inputs changes
// what is added up.
#ifndef DEPUTY_SIMULATOR_REPLAY_TRAIL_REPLAYER_H_
#define DEPUTY_SIMULATOR_REPLAY_TRAIL_REPLAYER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "simulator/batch/stream.h"
#include "simulator/replay/outcome_decider.h"
#include "simulator/replay/role_policies.h"
#include "simulator/replay/source_map.h"
#include "simulator/replay/tally.h"

namespace deputy {

// What is borrowed must outlive the replayer.
struct ReplayOptions {
  const RolePolicies* roles = nullptr;
  const SourceMap* map = nullptr;
  const OutcomeDecider* decider = nullptr;
  int threads = 1;
  // Given a line for each call, in the order of the input; nothing: no such lines are made.
  ByteWriter events;
  // Set by somebody else when it is to end early: what was read until then counts.
  const std::atomic<bool>* stop = nullptr;
  // Told after each block: records so far.
  std::function<void(int64_t records)> progress;
};

class TrailReplayer {
 public:
  explicit TrailReplayer(ReplayOptions options);
  ~TrailReplayer();
  TrailReplayer(const TrailReplayer&) = delete;
  TrailReplayer& operator=(const TrailReplayer&) = delete;

  // One input; `name` is what problems call it. Fails when reading does. That is a problem of the
  // tally too, and so is a gzip stream that is broken, which is no failure. May be called by
  // several threads at once, for an input each; with one thread, or where lines are wanted, by one.
  absl::Status Run(const std::string& name, const ByteReader& read);

  // An input that could not be opened: a problem of the tally.
  void Skip(const std::string& name, const absl::Status& status);

  // False when it was stopped, or its lines cannot be written.
  bool WantsMore() const;

  // Waits until everything is decided; fails when writing did. To be called once, at the end.
  absl::Status Finish(ReplayTally& tally);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_TRAIL_REPLAYER_H_
