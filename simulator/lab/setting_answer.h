// What the edited policy does to the scenario around it: how each of its steps ends now, and a
// diagram of the chosen one.
#ifndef DEPUTY_SIMULATOR_LAB_SETTING_ANSWER_H_
#define DEPUTY_SIMULATOR_LAB_SETTING_ANSWER_H_

#include "engine/text/json_writer.h"
#include "simulator/batch/request_reader.h"
#include "simulator/lab/question.h"
#include "simulator/lab/shelf.h"

namespace deputy {

// Members `steps` and `diagram` into an open object; nothing when there is no such setting.
// `request` is the request as it stands in the page, null where it is broken.
void WriteSetting(const LabQuestion& question, const Policy& policy,
                  const EvaluationRequest* request, const Shelf& shelf, JsonWriter& writer);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_SETTING_ANSWER_H_
