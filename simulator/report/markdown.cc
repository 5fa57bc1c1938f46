#include "simulator/report/markdown.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"

namespace deputy {

std::string MarkdownText(absl::string_view text) {
  constexpr absl::string_view kPlain =
      ".,;/-%=\"'";  // punctuation that means nothing inside a line
  std::string out;
  for (const char c : Escape(text, 2000)) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '@') {
      out += "&#64;";
    } else if (c == ':') {
      out += "&#58;";  // no `https:` that becomes a link, no emoji
    } else {
      if (absl::ascii_ispunct(static_cast<unsigned char>(c)) &&
          kPlain.find(c) == absl::string_view::npos)
        out += '\\';
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace deputy
