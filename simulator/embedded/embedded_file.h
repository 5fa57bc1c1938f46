// A text file that stands inside the binary, so that the program needs no data folder at run time.
//
// `deputy_embed` of cmake/embed.cmake makes a table of them. In CMakeLists.txt:
//
//   deputy_embed(scenario ShippedScenarios ROOT scenarios FILES *.json)
//
// and in a header of that room:
//
//   // Sorted by name.
//   absl::Span<const EmbeddedFile> ShippedScenarios();
#ifndef DEPUTY_SIMULATOR_EMBEDDED_EMBEDDED_FILE_H_
#define DEPUTY_SIMULATOR_EMBEDDED_EMBEDDED_FILE_H_

#include "absl/strings/string_view.h"

namespace deputy {

struct EmbeddedFile {
  absl::string_view name;      // relative to the embedded folder, parts separated by '/'
  absl::string_view contents;  // the bytes of the file
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_EMBEDDED_EMBEDDED_FILE_H_
