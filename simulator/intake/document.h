// One text that was read as a tree, and its way back to the file: the file itself, or a block of a
// Markdown page. And what every reader of a kind of file has in hand.
#ifndef DEPUTY_SIMULATOR_INTAKE_DOCUMENT_H_
#define DEPUTY_SIMULATOR_INTAKE_DOCUMENT_H_

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_value.h"
#include "simulator/intake/mapped_text.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

enum class Syntax { kJson, kYaml };

// Ranges of its tree are offsets into `text`; `to_file` makes them offsets into the file.
struct Document {
  absl::string_view text;
  Syntax syntax = Syntax::kJson;
  bool in_markdown = false;
  OffsetMap to_file;
};

struct Intake {
  const IntakeOptions& options;
  PolicyFile& file;
  Diagnostics& diagnostics;  // of the file as a whole; ranges in the file
};

// Of a whole file: large, and with strings that are no business of ours (code, templates).
inline JsonLimits FileLimits() {
  JsonLimits limits;
  limits.max_bytes = JsonLimits::kMostBytes;
  limits.max_members = 10'000'000;
  limits.max_string = size_t{16} << 20;
  return limits;
}

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_DOCUMENT_H_
