// The fenced blocks of a Markdown page (CommonMark), each with the way back to the page: inside a
// list or a quotation a block has other columns than the file.
// https://spec.commonmark.org/0.30/#fenced-code-blocks
#ifndef DEPUTY_SIMULATOR_INTAKE_MARKDOWN_H_
#define DEPUTY_SIMULATOR_INTAKE_MARKDOWN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "simulator/intake/mapped_text.h"

namespace deputy {

struct FencedBlock {
  std::string language;  // the first word behind the fence, in lower case
  MappedText content;
};

// A page is at most 16 MiB.
std::vector<FencedBlock> ReadFencedBlocks(absl::string_view page, Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_MARKDOWN_H_
