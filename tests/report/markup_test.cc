#include "simulator/report/markup.h"

#include <gtest/gtest.h>

#include "simulator/report/html/view.h"

namespace deputy {
namespace {

TEST(EscapeMarkup, LeavesNothingThatMeansSomething) {
  EXPECT_EQ(EscapeMarkup("<a href='x'>\"&amp;</a>"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;&lt;/a&gt;");
  EXPECT_EQ(EscapeMarkup("a\nb\tc\r"), "a&#10;b&#9;c&#13;");
  EXPECT_EQ(EscapeMarkup("é…漢"), "é…漢");
}

TEST(EscapeMarkup, ReplacesWhatADocumentCannotHold) {
  constexpr char kReplacement[] = "\xEF\xBF\xBD";
  EXPECT_EQ(EscapeMarkup(absl::string_view("\0", 1)), kReplacement);
  EXPECT_EQ(EscapeMarkup("\x1b"), kReplacement);
  EXPECT_EQ(EscapeMarkup("\xff"), kReplacement);
  EXPECT_EQ(EscapeMarkup("\xEF\xBF\xBE"), kReplacement);
}

TEST(EscapeMarkup, WritesOutWhatTurnsTheDirection) {
  EXPECT_EQ(EscapeMarkup("a\xE2\x80\xAE"
                         "b\xE2\x81\xA6"),
            "a[U+202E]b[U+2066]");
  EXPECT_EQ(EscapeMarkup("\xE2\x80\xA9"), "\xE2\x80\xA9");  // just below them
}

TEST(RenderHtml, EscapesInTextAndInAttributes) {
  View view;
  view.Text("title", "<b>\"'&").Text("id", "\"><script>").Text("description", "</desc>");
  view.Number("width", 1).Number("height", 1);
  for (const char* list : {"lanes", "messages", "boxes", "texts", "signs"}) view.List(list, {});
  const std::string html = RenderHtml("sequence", view).text();
  EXPECT_EQ(html.find("<script>"), std::string::npos);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_NE(html.find("&quot;&gt;&lt;script&gt;-t"), std::string::npos);
}

}  // namespace
}  // namespace deputy
