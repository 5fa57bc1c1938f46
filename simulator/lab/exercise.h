// What there is to try in a step of a scenario: each of its calls that a role's trust policy or a
// resource's policy had a say in, as a policy to edit and a request to change.
#ifndef DEPUTY_SIMULATOR_LAB_EXERCISE_H_
#define DEPUTY_SIMULATOR_LAB_EXERCISE_H_

#include <string>
#include <vector>

#include "engine/text/json_writer.h"
#include "simulator/lab/shelf.h"

namespace deputy {

struct Exercise {
  size_t call = 0;                   // index into the calls of the step
  std::string about;                 // a clause: who asks for what
  PolicyDocumentPtr policy;          // to be edited
  Index role = kNoIndex;             // whose policy it is, of World::roles;
  Index resource = kNoIndex;         // or of World::resources
  const CallResult* made = nullptr;  // as the scenario makes it
};

// Of a step that was not decided, because IAM refuses a document of the variant, the calls are
// those of another variant, with the refused document to be edited where it is theirs.
std::vector<Exercise> ExercisesOf(const ShelvedScenario& shelved, size_t variant, size_t step);

// One variant of a scenario, played with another policy in the place of the exercise's.
struct PlayedAgain {
  Scenario scenario;  // of one variant
  ScenarioResult result;
};
std::unique_ptr<PlayedAgain> PlayWith(const ShelvedScenario& shelved, size_t variant,
                                      const Exercise& exercise, PolicyDocumentPtr policy);

// The policy as its author laid it out, moved to the left margin; lines that get long are broken.
std::string PolicyAsWritten(const ShelvedScenario& shelved, const PolicyDocument& policy);

// A line of `deputy eval` without the policy that is edited.
void WriteExerciseRequest(const Exercise& exercise, JsonWriter& writer);

// Who is mine in that exercise, in the words of question.h: the owner of the resource, his
// organization, and what his vendors and honest tokens show.
std::vector<std::string> TrustedWords(const Scenario& scenario, const World& world,
                                      const Exercise& exercise);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_EXERCISE_H_
