#include "simulator/report/html/html_assets.h"

#include <cassert>

namespace deputy {

absl::string_view HtmlAsset(absl::string_view name) {
  for (const EmbeddedFile& file : HtmlAssets()) {
    if (file.name == name) return file.contents;
  }
  assert(false && "no such asset");
  return "";
}

}  // namespace deputy
