// What there is to say of a text in an editor, as JSON: diagnostics of the parser and findings of
// the linter alike.
//
//   {"severity": "error", "rule": "DEP…", "line": 3, "column": 14, "begin": 57, "end": 68,
//    "path": "/Statement/0/…", "message": "…", "notes": ["…"],
//    "fix": {"title": "…", "edits": [{"begin": 57, "end": 68, "text": "\"ArnLike\""}]}}
//
// Lines and columns are a person's; `begin` and `end` count UTF-16 code units, as a browser does.
#ifndef DEPUTY_SIMULATOR_LAB_FINDING_JSON_H_
#define DEPUTY_SIMULATOR_LAB_FINDING_JSON_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "engine/lint/finding.h"
#include "engine/text/json_writer.h"

namespace deputy {

// A list.
void WriteFindings(absl::string_view text, const std::vector<Finding>& findings,
                   JsonWriter& writer);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_FINDING_JSON_H_
