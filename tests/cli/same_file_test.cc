// That no output replaces a file that is read or was just written, under whatever name, in any
// command.
#include <filesystem>

#include "tests/cli/check_test_support.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;

// Runs it with SAME, DIR and LINK in place of a file, its folder and a link to it.
ProcessResult RunInFolder(const std::string& arguments, const std::string& text,
                          std::string& after) {
  const std::string folder = WriteTemporary("same_file", "") + ".d";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string file = folder + "/same.json";
  std::ofstream(file) << text;
  std::filesystem::create_symlink("same.json", folder + "/link");
  std::ofstream(folder + "/closed.json") << kClosed;
  ProcessResult result = RunShell("SAME='" + file + "' DIR='" + folder + "' LINK='" + folder +
                                  "/link'; $DEPUTY " + arguments);
  after = ReadFile(file);
  std::filesystem::remove_all(folder);
  return result;
}

TEST(SameFile, IsNotReplacedByAnOutput) {
  const std::string request = R"({"principal":"*","action":"sts:AssumeRole",
"resource":"arn:aws:iam::111122223333:role/r"})";
  const std::string scenario = ReadProjectFile("scenarios/chains/broker.json");
  const std::pair<const char*, std::string> kRuns[] = {
      {"check $SAME -o $SAME", kBare},
      {"check $SAME -o $LINK", kBare},
      {"check $LINK -o $SAME", kBare},
      {"check - -o $SAME <$SAME", kBare},
      {"check $DIR -o $SAME", kBare},
      {"check $SAME --write-baseline $SAME", kBare},
      {"check $SAME --fix --fail-on error -o $SAME", kClosed},
      {"prove $SAME -t 111122223333 -o $SAME", kBare},
      {"prove $DIR -t 111122223333 -o $SAME", kBare},
      {"prove $SAME -t 111122223333 --certificate $SAME", kBare},
      {"prove $SAME -t 111122223333 --smt2 $SAME", kBare},
      {"diff $SAME $DIR/closed.json -o $SAME", kBare},
      {"harden $SAME -t 111122223333 --format json -o $SAME", kBare},
      {"harden $SAME -t 111122223333 --diff -o $SAME", kBare},
      {"harden $DIR/closed.json -t 111122223333 --keep $SAME -o $SAME", ""},
      {"eval $SAME -o $SAME", request},
      {"eval - -o $SAME <$SAME", request},
      {"eval --roles $SAME -o $SAME </dev/null", R"({"Roles": []})"},
      {"run $SAME -o $SAME", scenario},
      {"replay $SAME --roles $DIR/closed.json --role arn:aws:iam::111122223333:role/r -o $SAME",
       R"({"Records": []})"},
      {"replay $SAME --roles $DIR/closed.json --role arn:aws:iam::111122223333:role/r "
       "--format jsonl -o $SAME",
       R"({"Records": []})"},
  };
  for (const auto& [arguments, text] : kRuns) {
    std::string after;
    const ProcessResult result = RunInFolder(arguments, text, after);
    EXPECT_EQ(result.exit_code, 4) << arguments << "\n" << result.err;
    EXPECT_THAT(result.err, HasSubstr("is read or was written by this run; write to another name"))
        << arguments;
    EXPECT_EQ(after, text) << arguments;
  }
}

// What one output wrote, another of the same run does not take away.
TEST(SameFile, IsNotWrittenTwice) {
  for (const char* arguments :
       {"prove $DIR/closed.json -t 111122223333 --certificate $SAME --smt2 $SAME",
        "prove $DIR/closed.json -t 111122223333 --certificate $SAME -o $LINK",
        "check $DIR/closed.json --write-baseline $SAME -o $SAME"}) {
    std::string after;
    const ProcessResult result = RunInFolder(arguments, "old", after);
    EXPECT_THAT(after, testing::StartsWith("{\n")) << arguments;  // the one that came first
    EXPECT_EQ(result.exit_code, 4) << arguments << result.out;
    EXPECT_THAT(result.err, HasSubstr("is read or was written by this run")) << arguments;
  }
}

TEST(SameFile, IsRewrittenWhereThatIsMeant) {
  for (const char* arguments :
       {"harden $SAME -t 111122223333 -o $SAME", "harden $SAME -t 111122223333 -o $LINK",
        "harden $SAME -t 111122223333 --in-place",
        "check $SAME --account 111122223333 --fail-on error --fix"}) {
    std::string after;
    const ProcessResult result = RunInFolder(arguments, kBare, after);
    EXPECT_EQ(result.exit_code, 0) << arguments << "\n" << result.err;
    EXPECT_THAT(after, HasSubstr("aws:SourceAccount")) << arguments;
  }
  // What a fix wrote is an input still.
  std::string after;
  const ProcessResult fixed = RunInFolder(
      "check $SAME --account 111122223333 --fail-on error --fix -o $SAME", kBare, after);
  EXPECT_EQ(fixed.exit_code, 4);
  EXPECT_THAT(after, HasSubstr("aws:SourceAccount"));
}

TEST(SameFile, AnAnswerOfAnEarlierRunIsReplaced) {
  for (const char* arguments :
       {"check $DIR --fail-on error --format json -o $DIR/out.json",
        "check $DIR --fail-on error --write-baseline $DIR/out.json",
        "check $DIR --fail-on error --baseline $DIR/out.json --write-baseline $DIR/out.json",
        "prove $DIR/closed.json $DIR -t 111122223333 --format json -o $DIR/out.json"}) {
    const std::string twice =
        std::string("check $SAME --write-baseline $DIR/out.json >/dev/null; ") + "$DEPUTY " +
        arguments + " && $DEPUTY " + arguments;
    std::string after;
    const ProcessResult result = RunInFolder(twice, kClosed, after);
    EXPECT_EQ(result.exit_code, 0) << arguments << "\n" << result.err;
  }
}

}  // namespace
}  // namespace deputy
