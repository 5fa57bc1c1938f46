// Reads every #include of engine/ and simulator/ and holds it against the rooms of the root
// CMakeLists.txt, so that a room cannot reach into one that its target does not link, and the
// engine stays free of files, clocks and threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Room folder, such as "engine/iam", to every room folder it may include: itself, its links and
// what those link.
using Rooms = std::map<std::string, std::set<std::string>>;

// Reads "engine/text: engine/iam:text simulator/world:iam,text ..."; a room comes after those it
// links.
Rooms ParseRooms(const std::string& table) {
  Rooms rooms;
  std::map<std::string, std::string> folder_of;
  std::istringstream rows(table);
  for (std::string row; rows >> row;) {
    const size_t colon = row.find(':');
    const std::string folder = row.substr(0, colon);
    folder_of[folder.substr(folder.find('/') + 1)] = folder;
    std::set<std::string>& allowed = rooms[folder];
    allowed.insert(folder);
    std::istringstream links(row.substr(colon + 1));
    for (std::string link; std::getline(links, link, ',');) {
      const std::set<std::string>& below = rooms.at(folder_of.at(link));
      allowed.insert(below.begin(), below.end());
    }
  }
  return rooms;
}

struct Include {
  std::string header;
  bool quoted = false;
};

std::vector<Include> IncludesOf(const std::string& source) {
  std::vector<Include> includes;
  std::istringstream lines(source);
  for (std::string line; std::getline(lines, line);) {
    size_t at = line.find_first_not_of(" \t");
    if (at == std::string::npos || line[at] != '#') continue;
    at = line.find_first_not_of(" \t", at + 1);
    if (at == std::string::npos || line.compare(at, 7, "include") != 0) continue;
    const size_t open = line.find_first_of("\"<", at + 7);
    if (open == std::string::npos) continue;
    const bool quoted = line[open] == '"';
    const size_t close = line.find(quoted ? '"' : '>', open + 1);
    includes.push_back({line.substr(open + 1, close - open - 1), quoted});
  }
  return includes;
}

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// "engine/lint/rules/a.cc" is in the room "engine/lint".
std::string RoomOf(const std::string& path) {
  const size_t second = path.find('/', path.find('/') + 1);
  return second == std::string::npos ? "" : path.substr(0, second);
}

// What is wrong with the includes of one file, a line each.
std::vector<std::string> Violations(const Rooms& rooms, const std::string& path,
                                    const std::string& source) {
  static const std::set<std::string> kNotInEngine = {
      "chrono",  "condition_variable", "cstdio", "ctime",   "filesystem", "fstream",
      "future",  "iostream",           "mutex",  "stdio.h", "thread",     "time.h",
      "unistd.h"};
  static const std::set<std::string> kRapidJsonFiles = {"engine/text/json_reader.cc",
                                                        "engine/text/json_writer.cc"};
  std::vector<std::string> violations;
  const auto complain = [&](const std::string& header, const std::string& why) {
    violations.push_back(path + " includes " + header + ": " + why);
  };
  const auto room = rooms.find(RoomOf(path));
  if (room == rooms.end()) {
    violations.push_back(path + " is in no room of CMakeLists.txt");
    return violations;
  }
  const bool in_engine = StartsWith(path, "engine/");
  for (const Include& include : IncludesOf(source)) {
    const std::string& header = include.header;
    if (StartsWith(header, "engine/") || StartsWith(header, "simulator/")) {
      if (in_engine && StartsWith(header, "simulator/")) {
        complain(header, "the engine knows nothing of the simulator");
      } else if (room->second.count(RoomOf(header)) == 0) {
        complain(header, room->first + " does not link " + RoomOf(header));
      }
    } else if (StartsWith(header, "tests/") || StartsWith(header, "bench/") ||
               StartsWith(header, "gtest/") || StartsWith(header, "gmock/") ||
               StartsWith(header, "nlohmann/") || StartsWith(header, "valijson/") ||
               StartsWith(header, "rapidcheck") || StartsWith(header, "benchmark/")) {
      complain(header, "that is for tests and benchmarks");
    } else if (StartsWith(header, "rapidjson/")) {
      if (kRapidJsonFiles.count(path) == 0) {
        complain(header, "RapidJSON is private to the JSON reader and writer");
      }
    } else if (in_engine && kNotInEngine.count(header) > 0) {
      complain(header, "the engine has no files, clock, threads or terminal");
    } else if (include.quoted && header.find('/') == std::string::npos) {
      complain(header, "includes are written from the project root");
    }
  }
  return violations;
}

TEST(IncludeLayering, EverySourceKeepsToItsRoom) {
  const Rooms rooms = ParseRooms(DEPUTY_ROOM_TABLE);
  const fs::path root = DEPUTY_SOURCE_DIR;
  std::vector<std::string> violations;
  size_t files = 0;
  for (const char* top : {"engine", "simulator"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() || (extension != ".h" && extension != ".cc")) continue;
      ++files;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string source{std::istreambuf_iterator<char>(in), {}};
      const std::vector<std::string> found =
          Violations(rooms, fs::relative(entry.path(), root).generic_string(), source);
      violations.insert(violations.end(), found.begin(), found.end());
    }
  }
  std::sort(violations.begin(), violations.end());
  EXPECT_GT(files, 0u);
  EXPECT_THAT(violations, IsEmpty());
}

// The rooms of the design, whatever CMakeLists.txt says.
TEST(IncludeLayering, TheTableOfRoomsKeepsToTheDesign) {
  const Rooms rooms = ParseRooms(DEPUTY_ROOM_TABLE);
  for (const auto& [room, allowed] : rooms) {
    for (const std::string& below : allowed) {
      EXPECT_FALSE(StartsWith(room, "engine/") && StartsWith(below, "simulator/"))
          << room << " links " << below;
    }
  }
  EXPECT_THAT(rooms.at("engine/text"), ElementsAre("engine/text"));
  EXPECT_THAT(rooms.at("engine/iam"), ElementsAre("engine/iam", "engine/text"));
  EXPECT_THAT(rooms.at("engine/policy"), ElementsAre("engine/iam", "engine/policy", "engine/text"));
  EXPECT_EQ(rooms.at("engine/decide").count("engine/lint"), 0u);
  EXPECT_EQ(rooms.at("engine/decide").count("engine/prove"), 0u);
  EXPECT_EQ(rooms.at("simulator/world").count("simulator/scenario"), 0u);
  for (const char* room : {"world", "scenario", "intake", "batch"}) {
    EXPECT_EQ(rooms.at(std::string("simulator/") + room).count("simulator/report"), 0u) << room;
  }
}

class BadInclude : public testing::Test {
 protected:
  static std::vector<std::string> In(const std::string& path, const std::string& line) {
    static const Rooms rooms = ParseRooms(
        "engine/text: engine/iam:text engine/policy:iam simulator/world:policy "
        "simulator/cli:world");
    return Violations(rooms, path, "// a comment\n" + line + "\nint x;\n");
  }
};

TEST_F(BadInclude, IsSeen) {
  EXPECT_THAT(In("engine/text/a.cc", "#include \"engine/iam/arn.h\""),
              ElementsAre(HasSubstr("engine/text does not link engine/iam")));
  EXPECT_THAT(In("engine/text/deep/a.cc", "  #  include <engine/policy/policy.h> // no"),
              ElementsAre(HasSubstr("does not link engine/policy")));
  EXPECT_THAT(In("engine/policy/a.h", "#include \"simulator/world/world.h\""),
              ElementsAre(HasSubstr("knows nothing of the simulator")));
  EXPECT_THAT(In("simulator/world/a.h", "#include \"simulator/cli/exit_code.h\""),
              ElementsAre(HasSubstr("does not link simulator/cli")));
  EXPECT_THAT(In("engine/iam/a.cc", "#include <rapidjson/reader.h>"),
              ElementsAre(HasSubstr("private to the JSON reader and writer")));
  for (const char* header : {"chrono", "thread", "fstream", "iostream"}) {
    EXPECT_THAT(In("engine/iam/a.cc", "#include <" + std::string(header) + ">"),
                ElementsAre(HasSubstr("no files, clock, threads or terminal")));
  }
  EXPECT_THAT(In("engine/iam/a.cc", "#include \"arn.h\""),
              ElementsAre(HasSubstr("from the project root")));
  EXPECT_THAT(In("engine/iam/a.cc", "#include \"tests/support/a.h\""),
              ElementsAre(HasSubstr("for tests and benchmarks")));
  EXPECT_THAT(In("engine/attic/a.cc", ""), ElementsAre(HasSubstr("is in no room")));
}

TEST_F(BadInclude, GoodOnesPass) {
  EXPECT_THAT(In("engine/policy/a.cc", "#include \"engine/text/source.h\""), IsEmpty());
  EXPECT_THAT(In("engine/iam/a.cc", "#include \"engine/iam/arn.h\""), IsEmpty());
  EXPECT_THAT(In("engine/iam/a.cc", "#include \"absl/strings/string_view.h\""), IsEmpty());
  EXPECT_THAT(In("engine/iam/a.cc", "// #include <thread>"), IsEmpty());
  EXPECT_THAT(In("engine/text/json_reader.cc", "#include \"rapidjson/reader.h\""), IsEmpty());
  EXPECT_THAT(In("simulator/cli/a.cc", "#include <iostream>"), IsEmpty());
  EXPECT_THAT(In("simulator/cli/a.cc", "#include \"engine/text/source.h\""), IsEmpty());
}

}  // namespace
