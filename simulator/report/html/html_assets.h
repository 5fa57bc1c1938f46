// The templates and the stylesheet, inside the binary.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_HTML_ASSETS_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_HTML_ASSETS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "simulator/embedded/embedded_file.h"

namespace deputy {

absl::Span<const EmbeddedFile> HtmlAssets();  // sorted by name

// The contents of one of them; the name must be there.
absl::string_view HtmlAsset(absl::string_view name);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_HTML_ASSETS_H_
