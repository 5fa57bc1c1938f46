// The exercises of the pages in scenarios/: each command does what the page answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What stands between the first fence of that language behind `from` and its end.
std::string Block(const std::string& page, const std::string& language, size_t from) {
  const std::string fence = absl::StrCat("```", language, "\n");
  const size_t begin = page.find(fence, from);
  if (begin == std::string::npos) return "";
  const size_t end = page.find("\n```", begin);
  return page.substr(begin + fence.size(), end - begin - fence.size());
}

TEST(ScenarioPages, EachExerciseHasTheAnswerOfThePage) {
  int pages = 0;
  for (const auto& folder : std::filesystem::directory_iterator(DEPUTY_SOURCE_DIR "/scenarios")) {
    if (!folder.is_directory() || folder.path().filename() == "schema") continue;
    const std::string name = folder.path().filename().string();
    SCOPED_TRACE(name);
    const std::string page = ReadProjectFile(absl::StrCat("scenarios/", name, "/README.md"));
    const size_t exercise = page.find("## Exercise");
    ASSERT_NE(exercise, std::string::npos);
    const std::string command = Block(page, "sh", exercise);
    const std::string answer = Block(page, "text", exercise);
    ASSERT_THAT(command, HasSubstr("deputy run -"));
    ASSERT_THAT(answer, Not(IsEmpty()));
    const ProcessResult result =
        RunShell(absl::StrCat("deputy() { \"$DEPUTY\" \"$@\"; }\n", command, "\n"));
    EXPECT_THAT(result.err, IsEmpty());
    EXPECT_EQ(result.exit_code, 1);  // an expectation of the scenario is not met any more
    for (const absl::string_view line : absl::StrSplit(answer, '\n'))
      EXPECT_THAT(result.out, HasSubstr(std::string(line)));
    ++pages;
  }
  EXPECT_GE(pages, 9);
}

}  // namespace
}  // namespace deputy
