// What a record says of a context key: its values, that the request did not have it, or nothing. A
// table of the keys that CloudTrail records; of all others nothing is known but what follows from
// the kind of the caller (docs/semantics.md part 7).
#ifndef DEPUTY_SIMULATOR_REPLAY_KEY_FACTS_H_
#define DEPUTY_SIMULATOR_REPLAY_KEY_FACTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "simulator/replay/trail_event.h"

namespace deputy {

enum class CallerKind : uint8_t {
  kService,
  kIam,      // its ARN is in the record
  kAccount,  // only its account is
  kWeb,
  kSaml,
  kUnknown,  // a kind that this program does not know
};

CallerKind CallerKindOf(const TrailEvent& event);

struct KeyFact {
  enum class State : uint8_t { kAbsent, kKnown, kOpen };

  State state = State::kOpen;
  std::vector<std::string> values;
};

// Of a key that does not follow from the principal itself. `folded` as FoldKey() has it.
KeyFact FactOf(const TrailEvent& event, absl::string_view folded);

// The provider of a token, as a policy may name it, and what names of its claims begin with
// (folded).
absl::string_view ProviderOf(const TrailEvent& event);
std::string ClaimPrefixOf(const TrailEvent& event);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_KEY_FACTS_H_
