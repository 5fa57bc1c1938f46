// The catalogue of bad input, entry by entry: what each is fed to ends as it should, says why,
// keeps the rules that hold for whatever comes in, and tells a person what stands in golden/.
// DEPUTY_UPDATE_GOLDEN=1 writes golden/ anew; look at the difference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/text/utf8.h"
#include "tests/bad_input/entry.h"
#include "tests/bad_input/run.h"
#include "tests/support/process.h"
#include "tests/support/sanitized.h"

namespace deputy::bad_input {
namespace {

namespace fs = std::filesystem;

constexpr char kRoom[] = "tests/bad_input/";

// ---- Rules for whatever comes in ----------------------------------------------------------------

// Nothing that a refused input may ever be told to be. JSON has these words as names of counts too.
void ExpectNothingGranted(const std::string& text, bool json) {
  static const std::regex words(R"(\b(allowed|ALLOWED|proved|PROVED|REFUTED|safe|SAFE)\b)");
  static const std::regex values(
      R"re(: ?"(allowed|proved|refuted|succeeds)"|"(proved|refuted|met)": ?[1-9])re");
  const std::string told = absl::StrReplaceAll(text, {{"not allowed", ""}, {"not-allowed", ""}});
  std::smatch found;
  EXPECT_FALSE(std::regex_search(told, found, json ? values : words)) << found.str() << " in\n"
                                                                      << text;
}

// Control bytes and broken UTF-8 come out escaped.
void ExpectPrintable(const std::string& text) {
  for (const char c : text)
    ASSERT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f))
        << "control byte " << static_cast<int>(c) << " in\n"
        << text;
  EXPECT_EQ(FindInvalidUtf8(text), std::string::npos) << text;
}

// What was typed is repeated in backticks, at most 120 bytes of it and the sign that it was cut.
void ExpectShortEcho(const std::string& text) {
  static const std::regex echo("`[^`\n]*`");
  for (std::sregex_iterator it(text.begin(), text.end(), echo), end; it != end; ++it)
    EXPECT_LE(it->length(), 120 + 5) << it->str();
  for (const absl::string_view line : absl::StrSplit(text, '\n')) EXPECT_LE(line.size(), 600u);
}

// `path:line:col: error: text [rule]`, counted from 1.
bool HasPlace(const std::string& text) {
  static const std::regex place(
      R"((^|\n)[^\n:]+:[1-9][0-9]*:[1-9][0-9]*: error: [^\n]+ \[[a-zA-Z0-9-]+\]\n)");
  return std::regex_search(text, place);
}

// One document or one a line.
bool IsJson(const std::string& text) {
  if (nlohmann::json::accept(text)) return true;
  const std::vector<std::string> lines = absl::StrSplit(absl::StripSuffix(text, "\n"), '\n');
  return text.empty() || std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
           return nlohmann::json::accept(line);
         });
}

void ExpectTheRules(const Case& made, const Command& command, const Ended& ended) {
  EXPECT_GE(ended.exit_code, 0) << "a signal";
  EXPECT_NE(ended.exit_code, 70) << ended.err;
  EXPECT_THAT(command.exits, testing::Contains(ended.exit_code)) << ended.out << ended.err;
  const std::string all = ended.out + ended.err;
  ExpectPrintable(all);
  if (command.json) {
    EXPECT_TRUE(IsJson(ended.out)) << ended.out;
  } else {
    ExpectShortEcho(all);
  }
  if (made.outcome != Outcome::kRefused) return;
  ExpectNothingGranted(all, command.json);
  if (!command.json) {
    EXPECT_TRUE(HasPlace(all)) << all;
  }
}

// ---- What a person sees -------------------------------------------------------------------------

std::string Told(const Command& command, const Ended& ended) {
  std::string text =
      command.shell
          ? absl::StrCat(
                "$ ",
                absl::StrJoin(absl::StrSplit(absl::StripSuffix(command.arguments[0], "\n"), '\n'),
                              "\n  "))
          : absl::StrCat("$ deputy ", absl::StrJoin(command.arguments, " "));
  absl::StrAppend(&text, "\n", ended.out);
  if (!ended.out.empty() && ended.out.back() != '\n') text += "\n";
  for (const absl::string_view line : absl::StrSplit(absl::StripSuffix(ended.err, "\n"), '\n'))
    if (!ended.err.empty()) absl::StrAppend(&text, "! ", line, "\n");
  absl::StrAppend(&text, "exit ", ended.exit_code, "\n");
  return text;
}

std::string RunCase(const Case& made) {
  std::string transcript = absl::StrCat("# ", made.name, "\n");
  std::string all;
  for (const Command& command : made.commands) {
    SCOPED_TRACE(absl::StrJoin(command.arguments, " "));
    Ended ended;
    for (int time = 0; time < (command.told ? 2 : 1); ++time) {
      const fs::path folder = FreshFolder();
      if (!made.file.empty()) std::ofstream(folder / made.file, std::ios::binary) << made.bytes;
      const Ended again = Run(command, made.input, folder);
      if (time > 0) {
        EXPECT_EQ(again, ended) << "the same input, other bytes";
      }
      ended = again;
    }
    ExpectTheRules(made, command, ended);
    absl::StrAppend(&all, ended.out, ended.err);
    if (command.told) transcript += Told(command, ended);
  }
  EXPECT_TRUE(absl::StrContains(all, made.says)) << made.says << " is not said:\n" << all;
  return transcript;
}

bool LimitsMemory(const Case& made) {
  return absl::c_any_of(made.commands, [](const Command& command) {
    return absl::c_any_of(command.arguments, [](const std::string& argument) {
      return absl::StrContains(argument, "ulimit -v");
    });
  });
}

// ---- The tests ----------------------------------------------------------------------------------

class BadInput : public testing::TestWithParam<size_t> {};

TEST_P(BadInput, IsRefusedOrTold) {
  const Entry& entry = Entries()[GetParam()];
  std::string transcript;
  for (const Case& made : entry.cases) {
    SCOPED_TRACE(absl::StrCat(entry.id, " ", made.name));
    if (kSanitized && LimitsMemory(made)) GTEST_SKIP() << "not with a sanitizer: " << made.name;
    absl::StrAppend(&transcript, transcript.empty() ? "" : "\n", RunCase(made));
  }
  const std::string golden = absl::StrCat(kRoom, "golden/", entry.id, ".txt");
  if (std::getenv("DEPUTY_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(fs::path(DEPUTY_SOURCE_DIR) / golden, std::ios::binary) << transcript;
    return;
  }
  EXPECT_EQ(transcript, ReadProjectFile(golden)) << golden;
}

INSTANTIATE_TEST_SUITE_P(Entries, BadInput, testing::Range(size_t{0}, Entries().size()),
                         [](const testing::TestParamInfo<size_t>& entry) {
                           std::string name = Entries()[entry.param].id;
                           name[2] = '_';
                           return name;
                         });

// The list that a person reads, and what is tested, name the same entries.
TEST(BadInputList, EveryIdOfTheListHasAnEntryAndTheReverse) {
  std::set<std::string> listed;
  static const std::regex row(R"(^\| (BI-[0-9]{3}) \|)");
  std::istringstream lines(ReadProjectFile(std::string(kRoom) + "README.md"));
  std::smatch found;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_search(line, found, row)) {
      EXPECT_TRUE(listed.insert(found[1]).second) << found[1] << " twice";
    }
  }
  EXPECT_EQ(listed.size(), 138u);
  std::set<std::string> tested;
  for (const Entry& entry : Entries()) {
    EXPECT_FALSE(entry.cases.empty()) << entry.id;
    EXPECT_TRUE(tested.insert(entry.id).second) << entry.id << " twice";
  }
  EXPECT_EQ(tested, listed);
}

}  // namespace
}  // namespace deputy::bad_input
