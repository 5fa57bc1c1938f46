// In which form a file is written, by its text, and by its name where the text does not tell.
#ifndef DEPUTY_SIMULATOR_INTAKE_FILE_FORM_H_
#define DEPUTY_SIMULATOR_INTAKE_FILE_FORM_H_

#include "absl/strings/string_view.h"

namespace deputy {

enum class FileForm { kJson, kYaml, kMarkdown, kUnknown };

// kJson also for what is empty or UTF-16: the reader of JSON says so.
FileForm FormOf(absl::string_view name, absl::string_view text);

// Whether a file of a folder is read, by the ending of its name, in capitals or not.
bool IsReadInFolders(absl::string_view name);

// Whether a text that cannot be read was meant to hold a policy: it has the words of one, also in
// UTF-16.
bool LooksLikePolicy(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_FILE_FORM_H_
