// Records of every length, with everything in their strings that looks like structure, come out of
// the splitter as they went in: at every place in its steps of 64 bytes, however the bytes come.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "simulator/replay/record_splitter.h"

namespace deputy {
namespace {

class Records {
 public:
  explicit Records(uint64_t seed) : random_(seed) {}

  std::string Object(int depth) {
    std::string text = "{" + Blanks();
    for (uint64_t i = 0, count = Below(4); i < count; ++i) {
      if (i > 0) text += "," + Blanks();
      text += String() + ":" + Value(depth);
    }
    return text + Blanks() + "}";
  }

  uint64_t Below(uint64_t limit) { return random_() % limit; }

 private:
  std::string Value(int depth) {
    switch (Below(depth > 0 ? 5 : 3)) {
      case 0:
        return "null";
      case 1:
        return std::to_string(Below(1000));
      case 2:
        return String();
      case 3:
        return "[" + Object(depth - 1) + "," + Value(depth - 1) + "]";
      default:
        return Object(depth - 1);
    }
  }

  std::string String() {
    static constexpr const char* kPieces[] = {"\\\\", "\\\"", "\\\\\\\"", "{", "}", "[",
                                              "]",    ":",    ",",        "a", "é", "\\n"};
    std::string text = "\"";
    for (uint64_t i = 0, count = Below(4) == 0 ? Below(150) : Below(8); i < count; ++i)
      text += kPieces[Below(std::size(kPieces))];
    return text + "\"";
  }

  // No line end: on JSON Lines it would be one.
  std::string Blanks() { return std::string(Below(3) == 0 ? Below(3) : 0, ' '); }

  std::mt19937_64 random_;
};

// Fails the test when something is told that is no record.
std::vector<std::string> Split(const std::string& text, Records& random, uint64_t most) {
  RecordSplitter splitter;
  std::vector<std::string> records;
  std::string buffer;
  for (size_t at = 0; at < text.size();) {
    const std::string fresh = text.substr(at, 1 + random.Below(most));
    at += fresh.size();
    buffer += fresh;
    std::vector<RecordSpan> spans;
    const size_t done = splitter.Split(buffer, at == text.size(), spans);
    for (const RecordSpan& span : spans) {
      EXPECT_EQ(span.problem, nullptr) << span.problem << " in " << text;
      records.push_back(buffer.substr(span.begin, span.end - span.begin));
    }
    buffer.erase(0, done);
  }
  EXPECT_EQ(buffer, "");
  return records;
}

TEST(RecordSplitterRandom, RecordsComeOutAsTheyWentIn) {
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    Records random(seed);
    std::vector<std::string> records;
    for (uint64_t i = 0, count = 1 + random.Below(6); i < count; ++i)
      records.push_back(random.Object(3));
    std::string lines;
    std::string list;
    for (const std::string& record : records) {
      lines += record + "\n";
      list += (list.empty() ? "" : ",") + record;
    }
    for (const std::string& text : {lines, "{\"Records\":[" + list + "]}", "[" + list + "]\n",
                                    "{\"Records\":[" + list + "],\"x\":\"]}\\\"\"}\n"}) {
      for (const uint64_t most : {uint64_t{7}, uint64_t{100}, text.size()})
        ASSERT_EQ(Split(text, random, most), records) << text;
    }
  }
}

}  // namespace
}  // namespace deputy
