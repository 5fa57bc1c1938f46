// `deputy run` through the binary: the shipped scenarios, wrong expectations, broken files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/json_schema.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using OrderedJson = nlohmann::ordered_json;

constexpr char kScenario[] = "scenarios/dms/bare-role.json";

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(Run, JsonHoldsToItsSchema) {
  const JsonSchema schema(nlohmann::json::parse(RunDeputy({"schema", "run"}).out));
  for (const char* explain : {"--explain=deciding", "--explain=all"}) {
    const ProcessResult result = RunDeputy({"run", "--format", "json", explain});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(schema.Problems(nlohmann::json::parse(result.out)), "");
  }
}

TEST(Run, EveryShippedScenarioEndsAsItsAuthorExpects) {
  const ProcessResult result = RunDeputy({"run", "--format", "json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, IsEmpty());
  const OrderedJson run = OrderedJson::parse(result.out);
  EXPECT_GE(run["scenarios"].size(), 40u);
  EXPECT_EQ(run["totals"]["unmet"], 0);
  // Attacks get in and are stopped, honest callers are served and locked out: nothing of it for
  // want of scenarios.
  for (const char* total :
       {"attacksIn", "attacksStopped", "honestServed", "honestLockedOut", "refused"}) {
    EXPECT_GT(run["totals"][total].get<int>(), 5) << total;
  }
}

TEST(Run, AFolderGivesTheSameAsWhatIsShipped) {
  const ProcessResult folder = RunDeputy({"run", "scenarios", "--format", "json"});
  EXPECT_EQ(folder.exit_code, 0);
  // Not EXPECT_EQ, which would work out the difference of two texts of this length.
  EXPECT_TRUE(folder.out == RunDeputy({"run", "--format", "json"}).out);
}

TEST(Run, AScenarioMayBeCalledCourse) {
  const std::string path = WriteTemporary("course.json", ReadProjectFile(kScenario));
  const std::string folder = path.substr(0, path.rfind('/'));
  const ProcessResult result = RunDeputy({"run", folder, "--list"});
  EXPECT_THAT(result.out, HasSubstr("dms-bare-role"));
  // The course itself is passed over in a folder, and refused when it is given by name.
  EXPECT_EQ(RunDeputy({"run", "scenarios/course.json"}).exit_code, 3);
}

// An attacker whose last call is stopped may have what the calls before it brought.
TEST(Run, AnAttackThatIsStoppedTooLateIsCountedApart) {
  const std::string text = R"json({"version": 1, "id": "late", "title": "t", "topic": "x",
    "kind": "constructed", "story": "s", "lesson": "l", "sources": ["x"],
    "world": {
      "accounts": [{"id": "111122223333", "name": "victim", "organization": "o-abcd"}],
      "organizations": [{"id": "o-abcd", "serviceControlPolicies": [{"Version": "2012-10-17",
        "Statement": {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}}]}],
      "users": [{"id": "bob", "account": "victim", "identityPolicies": [{"Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}]}],
      "resources": [{"id": "b", "arn": "arn:aws:s3:::b", "account": "victim", "holds": "x"}]},
    "variants": [{"id": "a"}],
    "steps": [{"id": "bob", "actor": "insider", "says": "x", "calls": {"as": {"user": "bob"}},
      "then": [{"action": "s3:GetObject", "resource": "b", "path": "k"},
               {"action": "s3:DeleteObject", "resource": "b"}],
      "expect": {"a": {"outcome": "blocked", "by": "scp", "loses": ["b"]}}}]})json";
  const ProcessResult late = RunDeputy({"run", WriteTemporary("late.json", text)});
  EXPECT_EQ(late.exit_code, 0) << late.err;
  EXPECT_THAT(late.out, HasSubstr("attacks: 0 get in, 1 is stopped (1 when something was lost "
                                  "already)\n"));
  const std::string first =
      Replaced(text, R"({"action": "s3:GetObject", "resource": "b", "path": "k"},)", "");
  const ProcessResult stopped =
      RunDeputy({"run", WriteTemporary("late.json", Replaced(first, R"(["b"])", "[]"))});
  EXPECT_EQ(stopped.exit_code, 0) << stopped.out;
  EXPECT_THAT(
      stopped.out,
      HasSubstr("1 scenario, 1 outcome: all as expected\nattacks: 0 get in, 1 is stopped\n"));
  EXPECT_THAT(RunDeputy({"run", kScenario, "--format", "markdown"}).out,
              HasSubstr("Attacks: 2 stopped, 1 gets in. Honest calls: 5 work, "));
}

TEST(Run, OneScenarioIsAStoryOfEightyColumns) {
  const ProcessResult story = RunDeputy({"run", kScenario});
  EXPECT_THAT(story.out, HasSubstr("GETS IN    lost: every order of Acme's customers"));
  EXPECT_THAT(story.out, HasSubstr("stopped    by the role's trust policy"));
  EXPECT_THAT(story.out, HasSubstr("stopped    by the service's own PassRole check"));
  EXPECT_THAT(story.out, HasSubstr("Lesson: "));
  EXPECT_THAT(RunShell("$DEPUTY run | awk 'length > 80 && !/arn:/'").out, IsEmpty());
}

TEST(Run, ExplainAllShowsEveryClauseWithAbsentAsItsOwnThing) {
  const ProcessResult all = RunDeputy({"run", "--filter", "dms-version", "--explain", "all"});
  EXPECT_THAT(all.out, HasSubstr("nothing: the key is absent"));
  EXPECT_THAT(all.out, HasSubstr("yes  Principal `dms.amazonaws.com`"));
}

TEST(Run, AWrongExpectationIsExitOneAndSaysWhich) {
  const std::string path =
      WriteTemporary("wrong.json", Replaced(ReadProjectFile(kScenario),
                                            R"("outcome": "succeeds", "loses": ["orders"])",
                                            R"("outcome": "blocked", "by": "trust-policy")"));
  const ProcessResult result = RunDeputy({"run", path});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("NOT AS EXPECTED: "));
  EXPECT_THAT(result.out, HasSubstr("1 NOT AS EXPECTED\n"));
  EXPECT_THAT(result.out, HasSubstr("dms-bare-role, variant vulnerable, step "));
}

TEST(Run, ABrokenFileIsExitThreeWithACaretAndTheOthersRun) {
  const std::string broken = WriteTemporary(
      "broken.json", Replaced(ReadProjectFile(kScenario), "\"ArnLike\"", "\"ArnEqual\""));
  const ProcessResult result = RunDeputy({"run", broken, "scenarios/dms/version.json"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("error: unknown condition operator `ArnEqual`; did you mean "
                                    "`ArnEquals`? [unknown-operator]"));
  EXPECT_THAT(result.err, HasSubstr("^~~~~~~~~~"));
  EXPECT_THAT(result.out, HasSubstr("1 file rejected; of the others:\n1 scenario, "));
  const ProcessResult alone = RunDeputy({"run", broken});
  EXPECT_THAT(alone.out, HasSubstr("1 file rejected, nothing run"));
  EXPECT_THAT(alone.out, Not(HasSubstr("as expected")));
}

TEST(Run, ListsAndFilters) {
  const ProcessResult list = RunDeputy({"run", "--list", "--filter", "SEED"});
  EXPECT_THAT(list.out, HasSubstr("seed-01-confused-deputy"));
  EXPECT_THAT(list.out, Not(HasSubstr("third-party")));
  const ProcessResult none = RunDeputy({"run", "--filter", "no such thing"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("no scenario matches `no such thing`"));
}

TEST(Run, TheSameInputGivesTheSameBytes) {
  const ProcessResult once = RunShell("LC_ALL=C TZ=UTC $DEPUTY run --story --explain all");
  EXPECT_EQ(RunShell("LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo $DEPUTY run --story --explain all").out,
            once.out);
}

TEST(Run, EveryFormatHasTheSameExitCodeAndTellsTheMiss) {
  const std::string text = ReadProjectFile(kScenario);
  const std::string wrong = Replaced(text, R"("by": "passrole-check")", R"("by": "scp")");
  for (const char* format : {"text", "json", "junit", "markdown", "html"}) {
    EXPECT_EQ(RunDeputy({"run", "-", "--format", format}, text).exit_code, 0) << format;
    const ProcessResult run = RunDeputy({"run", "-", "--format", format}, wrong);
    EXPECT_EQ(run.exit_code, 1) << format;
    EXPECT_THAT(run.out, HasSubstr("blocked by scp")) << format;
    EXPECT_EQ(RunDeputy({"run", "-", "--format", format}, "{").exit_code, 3) << format;
  }
}

}  // namespace
}  // namespace deputy
