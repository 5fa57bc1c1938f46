// What there is to pick from, as JSON.
#ifndef DEPUTY_SIMULATOR_LAB_CATALOGUE_ANSWER_H_
#define DEPUTY_SIMULATOR_LAB_CATALOGUE_ANSWER_H_

#include <string>
#include <vector>

#include "simulator/lab/shelf.h"

namespace deputy {

// A chapter of a course: scenarios, and what to look at in each.
struct LabPart {
  struct Entry {
    std::string scenario;  // id
    std::string look_at;
  };
  std::string title;
  std::vector<Entry> entries;
};

// {"parts": [{"title": "…", "scenarios": [{"id": "…", "title": "…", "lookAt": "…"}]}]}: the parts
// of the course, then what it leaves out, by topic. Entries that the shelf does not have are passed
// over.
std::string ScenarioListAnswer(const Shelf& shelf, const std::vector<LabPart>& course);

// {"id", "title", "topic", "story", "lesson", "notes", "doesNotStop", "sources",
//  "variants": [{"id", "title"}], "steps": [{"id", "actor", "hostile", "says"}],
//  "plays": a list a variant, an item a step:
//    {"outcome", "verdict", "look", "why", "told", "exercises": [
//      {"call": 0, "about", "name", "policy": "{…", "request": {…}, "trusted": ["…"]}],
//     "diagram": "<svg…"}}, the last one where there is no exercise
std::string ScenarioAnswer(const ShelvedScenario& shelved);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_CATALOGUE_ANSWER_H_
