// The two answers to a question of the page, as JSON. Total: a broken policy or request is said in
// the answer, for the page is asked in the middle of a word. Pure, thread-safe.
#ifndef DEPUTY_SIMULATOR_LAB_ANSWERS_H_
#define DEPUTY_SIMULATOR_LAB_ANSWERS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/iam/service_fact.h"
#include "simulator/lab/question.h"
#include "simulator/lab/shelf.h"

namespace deputy {

// The names under which the page saves files, and which its commands speak of.
inline constexpr char kPolicyFile[] = "policy.json";
inline constexpr char kRequestFile[] = "request.json";

// What is larger is decided, but not searched as one types: a search is asked for with every key,
// and must leave the others their turn. In statements and conditions together.
inline constexpr size_t kMostFlippedParts = 16;
inline constexpr size_t kMostProvedParts = 48;
inline constexpr uint64_t kLabStateBudget = 20'000;

size_t PartsOf(const Policy& policy);

// {"diagnostics": […],        of the policy, as in finding_json.h; with an error no decision
//  "problems": [{"field": "/context/aws:SourceArn", "message": "…", "notes": ["…"]}],   likewise
//  and where there is a decision
//  "line": "…",               the request with its policy: a file for `deputy explain` and `eval`
//  "decision": {…},           what `deputy eval --explain` says to that line
//  "explanation": "…",        what `deputy explain` says
//  "flip": {"edits": [{"key": "…", "value": "…" | null}], "decision": "allowed"} | null,
//  "filledIn": [{"key": "…", "values": ["…"]}],         what follows from the caller
//  "html": "…",               the truth tables
//  "commands": ["…"],
//  and of the setting, with this policy, what setting_answer.h says}
std::string DecideAnswer(const LabQuestion& question, const Shelf& shelf);

// The text of a file that somebody opens, into {"policy": "…", "request": {…}}: a request with its
// policy as `deputy eval` takes it (values of context keys become strings), or a policy alone, then
// without `request`. InvalidArgument, for a person, when it is neither.
absl::StatusOr<std::string> OpenFileAnswer(absl::string_view body);

struct KnownServices {
  std::vector<ServiceFact> of_roles;
  std::vector<ServiceFact> of_resources;
};

// {"findings": […],     what `deputy check` says; none when the policy is broken
//  "proof": {…} | null, what `deputy prove --format json` says
//  "misread": ["…"],    words of `trusted` that say nothing
//  "unasked": "…",      why there is no proof; empty
//  "commands": ["…"]}   which answer as this does; what is unknown here they may find out
std::string ProveAnswer(const LabQuestion& question, const KnownServices& services);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_ANSWERS_H_
