// JSON files that hold one document or several: pages of a listing one behind the other, or JSON
// Lines.
#ifndef DEPUTY_SIMULATOR_INTAKE_JSON_DOCUMENTS_H_
#define DEPUTY_SIMULATOR_INTAKE_JSON_DOCUMENTS_H_

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_value.h"

namespace deputy {

// Calls `take` for every document that can be read; ranges are offsets into `text`. A bad one is
// reported and the others are read all the same: where the first document ends on the line on which
// it begins every line is one, else each ends with its last bracket. Nothing but blanks may follow
// on the line on which a document ends.
void ReadJsonDocuments(absl::string_view text, const JsonLimits& limits, Diagnostics& diagnostics,
                       absl::FunctionRef<void(const JsonValue&)> take);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_JSON_DOCUMENTS_H_
