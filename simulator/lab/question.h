// What the page asks each time a key is pressed: a policy as it stands in the editor, and a
// request.
//
//   {"policy": "{…", "request": {"principal": {"Service": "dms.amazonaws.com"}, …},
//    "trusted": ["111122223333", "o-abcdefghij", "444455556666=external-id", "key=pattern"],
//    "setting": {"scenario": "seed-01-confused-deputy", "variant": "fixed", "step": "honest",
//                "call": 0}}
//
// `request` is a line of `deputy eval` without the policy that is edited; `trusted` says who is
// mine, as the flags of `deputy prove` do; `setting` is the scenario around it, where there is one.
#ifndef DEPUTY_SIMULATOR_LAB_QUESTION_H_
#define DEPUTY_SIMULATOR_LAB_QUESTION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"
#include "engine/prove/property.h"
#include "engine/text/json_value.h"

namespace deputy {

struct Setting {
  std::string scenario;  // ids
  std::string variant;
  std::string step;
  size_t call = 0;  // index into the calls of the step
};

struct LabQuestion {
  std::string policy;
  JsonValue request;  // an object
  std::vector<std::string> trusted;
  std::optional<Setting> setting;

  // What kind of policy it is: that of a role where the request assumes one.
  PolicyType Type() const;
  std::string Resource() const;  // of the request; empty where it names none
  // The member of a request in which the policy stands.
  absl::string_view PolicyMember() const;
};

// InvalidArgument, for a person, when it is no such question. The policy may be anything.
absl::StatusOr<LabQuestion> ReadQuestion(absl::string_view body);

// Who is mine. Words that say nothing go to `misread`.
TrustedParties ReadTrusted(const std::vector<std::string>& words,
                           std::vector<std::string>& misread);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_QUESTION_H_
