// Items of a list are handed out one by one as they come: which ones, with which name, and what is
// left in the document.
#include "engine/text/json_items.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/text/json_test_support.h"

namespace deputy {
namespace {

struct Offered {
  std::vector<std::string> items;  // the list and the item's own `n`
  JsonValue left;                  // the document
};

// Takes the items whose `n` is not 0.
Offered ReadItems(absl::string_view text) {
  Offered offered;
  Diagnostics diagnostics;
  const auto document =
      ReadJsonItems(text, JsonLimits(), diagnostics, [&](absl::string_view list, JsonValue& item) {
        const std::string number = item.members.empty() ? "" : item.members[0].value.text;
        offered.items.push_back(absl::StrCat(list, ":", number));
        return number != "0";
      });
  EXPECT_TRUE(document.has_value()) << text;
  if (document) offered.left = *document;
  return offered;
}

TEST(JsonItems, OfTheDocumentItself) {
  const Offered offered = ReadItems(R"([{"n":1},2,{"n":0},[3],{"n":4}])");
  EXPECT_EQ(offered.items, (std::vector<std::string>{":1", ":0", ":4"}));
  EXPECT_TRUE(SameValue(offered.left, MustRead(R"([2,{"n":0},[3]])")));
}

TEST(JsonItems, OfItsMembers) {
  const Offered offered =
      ReadItems(R"({"a":[{"n":1},{"n":0}],"b":{"n":2},"c":[{"n":3,"d":[{"n":4}]},"x"]})");
  EXPECT_EQ(offered.items, (std::vector<std::string>{"a:1", "a:0", "c:3"}));
  EXPECT_TRUE(SameValue(offered.left, MustRead(R"({"a":[{"n":0}],"b":{"n":2},"c":["x"]})")));
}

// A list in a list has no name by which it could be told.
TEST(JsonItems, OfNoListWithin) {
  constexpr char kText[] = R"([[{"n":1}],[{"n":2}]])";
  const Offered offered = ReadItems(kText);
  EXPECT_TRUE(offered.items.empty());
  EXPECT_TRUE(SameValue(offered.left, MustRead(kText)));
}

}  // namespace
}  // namespace deputy
