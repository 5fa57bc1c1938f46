// What came of replaying the calls of trails, in bounded memory: a part. Parts add up to the same
// in whatever order and however the trails were divided: the sum is that of a set of records, and
// where there is more than is kept, what is kept is the lowest of all (lowest.h) and the rest is
// counted.
#ifndef DEPUTY_SIMULATOR_REPLAY_TALLY_H_
#define DEPUTY_SIMULATOR_REPLAY_TALLY_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_writer.h"
#include "simulator/replay/lowest.h"
#include "simulator/replay/outcome.h"
#include "simulator/replay/recorded_call.h"

namespace deputy {

// So many of each are kept.
inline constexpr size_t kMostClasses = size_t{1} << 16;
inline constexpr size_t kMostPairs = size_t{1} << 20;
inline constexpr size_t kMostUnknownRoles = 1000;
inline constexpr size_t kMostProblems = 100;

// Calls of one caller to one role that have all in common that counts.
struct CallClass {
  std::string role;
  RecordedCaller caller;
  Recorded recorded = Recorded::kSucceeded;
  std::string denied_by;                     // of a denied one, see DeniedElsewhere()
  std::vector<std::string> further_actions;  // see further_actions.h
  ReplayOutcome today;
  std::optional<ReplayOutcome> after;

  std::string ToJson() const;  // one line; equal classes have equal texts
};

// What is wrong with a record, or with a file.
struct Problem {
  std::string file;
  int64_t line = 0;    // 1-based; 0: of the file as a whole
  int64_t column = 0;  // code points
  std::string rule;
  std::string message;

  friend auto operator<=>(const Problem&, const Problem&) = default;
};

struct ReplayCounts {
  int64_t records = 0;
  int64_t other_events = 0;   // of another name than AssumeRole…
  int64_t failed = 0;         // for another reason than AccessDenied
  int64_t without_role = 0;   // no role is to be found in the record
  int64_t unknown_roles = 0;  // calls of roles that no file has
  int64_t bad_records = 0;
  int64_t bad_files = 0;
};

// Nothing when the text is none.
std::optional<CallClass> ReadCallClass(absl::string_view text);
// The members of a class, into an object that was begun.
void WriteCallMembers(const CallClass& call, JsonWriter& writer);
void WriteCounts(const ReplayCounts& counts, JsonWriter& writer);
void WriteProblem(const Problem& problem, int64_t count, JsonWriter& writer);

// Classes are ordered by a number that is as good as random, and then by their text.
using ClassKey = std::pair<uint64_t, std::string>;
ClassKey KeyOf(const CallClass& call);

struct Seen {
  int64_t calls = 0;
  std::string first;  // eventTime
  std::string last;

  void Add(const Seen& other);
};

struct Tallied {
  int64_t count = 0;
  void Add(const Tallied& other) { count += other.count; }
};

// One of the two records of a call from another account: the shared id, the side, and of the role
// owner's copy the number of its class.
struct PairKey {
  uint64_t high = 0;
  uint64_t low = 0;
  PairSide side = PairSide::kNone;
  uint64_t class_number = 0;

  friend auto operator<=>(const PairKey&, const PairKey&) = default;
};

struct ReplayTally {
  // Of policies, source map and program; parts of different ones are not joined.
  std::string setup;
  bool compares = false;
  bool complete = true;
  ReplayCounts counts;

  Lowest<ClassKey, Seen> classes{kMostClasses};
  // Calls of classes beyond: by what was recorded, and what they are today and after.
  std::map<std::array<uint8_t, 3>, int64_t> beyond;
  Lowest<PairKey, Tallied> pairs{kMostPairs};
  Lowest<std::string, Tallied> unknown_roles{kMostUnknownRoles};
  Lowest<Problem, Tallied> problems{kMostProblems};

  void AddCall(const ClassKey& key, absl::string_view time, PairSide side,
               absl::string_view shared_id);
  void AddUnknownRole(absl::string_view role);
  void AddProblem(const Problem& problem);
  void Add(const ReplayTally& other);

  // The classes with copies taken out: of a call that both sides recorded the caller's record
  // counts. Beyond kMostPairs records no pairs are looked for, and calls may count twice; then
  // `unpaired` says of how many records that was not found out.
  struct Resolved {
    std::vector<std::pair<CallClass, Seen>> calls;  // by role, caller, …
    int64_t copies = 0;
    int64_t unpaired = 0;
  };
  Resolved Resolve() const;

  std::string ToJson() const;  // a part, with a line end; scenarios/schema/replay-part-v1.json

 private:
  void HandOn(const ClassKey& key, const Seen& seen);
  int64_t unpaired_ = 0;
  friend std::optional<ReplayTally> ReadPart(absl::string_view text, Diagnostics& diagnostics);
};

// Nothing, and an error in `diagnostics`, when the text is no part.
std::optional<ReplayTally> ReadPart(absl::string_view text, Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_TALLY_H_
