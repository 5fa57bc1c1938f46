// The formats of `deputy check` against their schemas, and names that try to break out of them.
#include <nlohmann/json.hpp>
#include <set>

#include "tests/cli/check_test_support.h"
#include "tests/support/json_schema.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Json = nlohmann::json;

// Every kind of file, one that is broken and one that is not there.
std::vector<std::string> Everything(const std::string& format) {
  const std::string bad = WriteTemporary("formats_bad.json", "{\"Statement\": ");
  const std::string baseline = WriteTemporary(
      "formats_baseline.json",
      R"({"version": 1, "baseline": [{"rule": "DEP203", "subject": "arn:aws:iam::111122223333:role/vendor"}]})");
  const std::string suppress = WriteTemporary(
      "formats_suppress.json",
      R"({"version": 1, "suppressions": [{"rule": "DEP202", "reason": "our own vendor"}]})");
  return {"check",  "--format",    format,   "--baseline",
          baseline, "--suppress",  suppress, "tests/intake/samples",
          bad,      "no/such/file"};
}

TEST(CheckJson, HoldsToItsSchema) {
  const ProcessResult result = RunDeputy(Everything("json"));
  EXPECT_EQ(result.exit_code, 4);
  const Json found = Json::parse(result.out);
  EXPECT_EQ(JsonSchema(Json::parse(RunDeputy({"schema", "findings"}).out)).Problems(found), "");
  EXPECT_FALSE(found["findings"].empty());
  EXPECT_FALSE(found["unknown"].empty());
  EXPECT_GE(found["problems"].size(), 2u);
  EXPECT_EQ(found["totals"]["inBaseline"], 1);
  EXPECT_GE(found["totals"]["suppressed"], 1);
}

TEST(CheckJson, AFindingHasItsPlaceAndARequestThatEvalLetsIn) {
  const Json finding =
      Json::parse(RunDeputy({"check", "--format", "json", "-"}, kBare).out)["findings"][0];
  EXPECT_EQ(finding["findingType"], "SECURITY_WARNING");
  EXPECT_EQ(finding["issueCode"], "service-without-source-condition");
  EXPECT_EQ(finding["path"], "/Statement/0/Principal/Service");
  EXPECT_EQ(
      finding["locations"][0]["path"],
      Json::parse(
          R"([{"value": "Statement"}, {"index": 0}, {"value": "Principal"}, {"value": "Service"}])"));
  const Json start = finding["locations"][0]["span"]["start"];
  EXPECT_EQ(start["line"], 2);
  EXPECT_EQ(start["column"], 28);
  EXPECT_EQ(std::string(kBare).substr(start["offset"], 5), "\"dms.");
  Json request = finding["request"];
  request["trustPolicy"] = Json::parse(kBare);
  const Json answer = Json::parse(RunDeputy({"eval"}, request.dump() + "\n").out);
  EXPECT_EQ(answer["decision"], "allowed") << answer;
}

TEST(CheckSarif, HoldsToTheStandardsSchema) {
  const Json log = Json::parse(RunDeputy(Everything("sarif")).out);
  const JsonSchema schema(Json::parse(ReadProjectFile("tests/cli/data/sarif-schema-2.1.0.json")),
                          JsonSchema::Draft::k4);
  EXPECT_EQ(schema.Problems(log), "");
  const Json& run = log["runs"][0];
  EXPECT_EQ(run["columnKind"], "unicodeCodePoints");
  EXPECT_EQ(run["invocations"][0]["executionSuccessful"], false);
  std::set<std::string> levels;
  bool suppressed = false, known = false, fix = false;
  for (const Json& result : run["results"]) {
    EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<size_t>()]["id"],
              result["ruleId"]);
    levels.insert(result["level"].get<std::string>());
    suppressed |= result.contains("suppressions");
    known |= result.value("baselineState", "") == "unchanged";
    fix |= result.contains("fixes");
  }
  EXPECT_TRUE(suppressed && known && fix);
  EXPECT_TRUE(levels.contains("error") && levels.contains("warning"));
}

TEST(CheckSarif, FingerprintsDoNotMoveWithLines) {
  const auto print = [](const std::string& text) {
    return Json::parse(RunDeputy({"check", "--format", "sarif", "-"}, text)
                           .out)["runs"][0]["results"][0]["partialFingerprints"];
  };
  EXPECT_EQ(print(kBare), print("\n\n\n" + std::string(kBare)));
  EXPECT_NE(print(kBare), print(Replaced(kBare, R"({"Service": "dms.amazonaws.com"})", R"("*")")));
}

// Code hosts show no finding at `./roles.json`.
TEST(CheckFormats, FilesAreNamedAsARepositoryNamesThem) {
  const auto here = [](const char* format) {
    return RunShell("cd tests/intake && $DEPUTY check --format " + std::string(format) +
                    " ./samples . ./././samples/no_such_file.json")
        .out;
  };
  const std::string sarif = here("sarif");
  EXPECT_THAT(sarif, HasSubstr(R"("uri": "samples/terraform_plan.json")"));
  EXPECT_THAT(sarif, Not(HasSubstr(R"("uri": "./)")));
  const std::string github = here("github");
  EXPECT_THAT(github, HasSubstr(" file=samples/terraform_plan.json,"));
  EXPECT_THAT(github, HasSubstr(" file=samples/no_such_file.json::"));
  EXPECT_THAT(github, Not(HasSubstr("file=./")));
}

TEST(CheckJunit, HasOneRootASuiteAFileAndACaseAPolicy) {
  const ProcessResult result = RunDeputy(Everything("junit"));
  const std::string path = WriteTemporary("check_junit.xml", result.out);
  const ProcessResult parsed = RunShell(
      "python3 -c 'import sys, xml.etree.ElementTree as e; r = e.parse(sys.argv[1]).getroot();"
      "assert r.tag == \"testsuites\"; c = r.findall(\"testsuite/testcase\");"
      "assert len(c) == int(r.get(\"tests\")), (len(c), r.get(\"tests\"));"
      "assert sum(len(x.findall(\"failure\")) for x in c) == int(r.get(\"failures\")) > 0;"
      "assert sum(len(x.findall(\"error\")) for x in c) == int(r.get(\"errors\")) > 0;"
      "assert sum(len(x.findall(\"skipped\")) for x in c) == int(r.get(\"skipped\")) > 0' " +
      path);
  EXPECT_EQ(parsed.exit_code, 0) << parsed.err;
}

TEST(CheckGithub, IsACommandALine) {
  const ProcessResult result = RunDeputy({"check", "--format", "github", "-"}, kBare);
  EXPECT_THAT(result.out, HasSubstr("::error file=<stdin>,line=2,col=28,endLine=2,endColumn=47,"
                                    "title=DEP101 security-warning::policy 1: "));
  EXPECT_THAT(RunShell("grep -v '^::'", RunDeputy(Everything("github")).out).out, IsEmpty());
}

// A role whose name, and a file whose name, try to be something else.
TEST(CheckFormats, NamesCannotBreakOut) {
  const std::string evil =
      "x\x1b[31m\n::error::y%0A::z | a` <script>&\"'`]]> ![i](http://e/) @octocat";
  const Json roles = {{"Roles",
                       {{{"RoleName", evil},
                         {"Arn", "arn:aws:iam::111122223333:role/" + evil},
                         {"AssumeRolePolicyDocument", Json::parse(kBare)}}}}};
  const std::string path = WriteTemporary("e\x1b[2J\nvil,:%.json", roles.dump());
  for (const char* format : {"text", "json", "sarif", "junit", "markdown", "github"}) {
    const ProcessResult result = RunDeputy({"check", "--format", format, path});
    EXPECT_EQ(result.exit_code, 1) << format << result.err;
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << format;
    EXPECT_THAT(result.err, Not(HasSubstr("\x1b"))) << format;
  }
  const std::string github = RunDeputy({"check", "--format", "github", path}).out;
  EXPECT_THAT(RunShell("grep -c ''", github).out, "1\n") << github;
  EXPECT_THAT(github, HasSubstr("%250A"));
  const std::string markdown = RunDeputy({"check", "--format", "markdown", path}).out;
  EXPECT_THAT(markdown, Not(HasSubstr("<script>")));
  EXPECT_THAT(markdown, Not(HasSubstr("](http://e/)")));
  EXPECT_THAT(markdown, Not(HasSubstr("@octocat")));
  EXPECT_THAT(markdown, HasSubstr("a\\` &lt;script&gt;&amp;"));
  const std::string junit = RunDeputy({"check", "--format", "junit", path}).out;
  EXPECT_THAT(junit, HasSubstr("&lt;script&gt;&amp;&quot;"));
  const std::string diff = RunDeputy({"check", "--diff", path}).out;
  EXPECT_THAT(RunShell("grep -c '^+++ '", diff).out, "1\n") << diff;
}

}  // namespace
}  // namespace deputy
