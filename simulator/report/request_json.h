// A request as JSON, in the form that `deputy eval` takes.
#ifndef DEPUTY_SIMULATOR_REPORT_REQUEST_JSON_H_
#define DEPUTY_SIMULATOR_REPORT_REQUEST_JSON_H_

#include <string>
#include <vector>

#include "engine/decide/request.h"
#include "engine/text/json_writer.h"

namespace deputy {

void WriteRequest(const Request& request, JsonWriter& writer);

// Its members, into an object that is open, without the keys that were filled in: what a person
// would write.
void WriteGivenRequest(const Request& request, JsonWriter& writer);

// What a context key has: one value stands alone, several in a list.
void WriteValues(const std::vector<std::string>& values, JsonWriter& writer);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_REQUEST_JSON_H_
