// What there is to pick from, as JSON.
#ifndef DEPUTY_SIMULATOR_LAB_CATALOGUE_ANSWER_H_
#define DEPUTY_SIMULATOR_LAB_CATALOGUE_ANSWER_H_

#include <string>

#include "simulator/lab/shelf.h"

namespace deputy {

// {"parts": [{"title": "…", "scenarios": [{"id": "…", "title": "…", "lookAt": "…"}]}]}: the parts
// of the course, then what it leaves out, by topic.
std::string ScenarioListAnswer(const Shelf& shelf);

// {"id", "title", "topic", "story", "lesson", "notes", "doesNotStop", "sources",
//  "variants": [{"id", "title"}], "steps": [{"id", "actor", "hostile", "says"}],
//  "plays": [[{"outcome", "verdict", "look", "why", "told", "exercises": [
//      {"call": 0, "about": "…", "name": "the trust policy of …", "policy": "{…", "request": {…},
//       "trusted": ["…"]}]}]]}, a list a variant, an item a step.
std::string ScenarioAnswer(const ShelvedScenario& shelved);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_CATALOGUE_ANSWER_H_
