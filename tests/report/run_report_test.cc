// The whole report of a run, in its formats: what is in it, that it is well formed, and how large.
#include "simulator/report/run_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/report/html_fixture.h"

namespace deputy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

RunReport Played(const std::vector<std::pair<std::string, std::string>>& files) {
  RunReport report;
  report.version = "1.2.3";
  for (const auto& [name, text] : files) {
    Diagnostics diagnostics;
    PlayedFile file{{name, text}, Parse(text, diagnostics), {}};
    if (file.scenario == nullptr) {
      report.unplayed.push_back({{name, text}, diagnostics.items(), ""});
      continue;
    }
    file.result = RunScenario(*file.scenario);
    report.totals.Add(file.result);
    report.files.push_back(std::move(file));
  }
  return report;
}

std::vector<std::pair<std::string, std::string>> Shipped() {
  std::vector<std::pair<std::string, std::string>> files;
  for (const EmbeddedFile& file : ShippedScenarioFiles())
    files.emplace_back(file.name, std::string(file.contents));
  return files;
}

// An expectation that is not met: the attack on the fixed policy should succeed.
std::string Unmet() {
  std::string text = ConfusedDeputy();
  const size_t at = text.find("\"by\": \"passrole-check\"");
  return text.replace(at, std::string("\"by\": \"passrole-check\"").size(),
                      "\"by\": \"scp\"           ");
}

TEST(RunHtml, IsWellFormedSmallAndTheSameTwice) {
  const RunReport report = Played(Shipped());
  const std::string html = RunHtml(report);
  ReadHtml read(html);
  EXPECT_LT(html.size(), 3'000'000u);
  EXPECT_EQ(html, RunHtml(report));
  EXPECT_EQ(read.Count("//article"), report.files.size());
  EXPECT_EQ(read.Count("//table[@class='matrix']"), report.files.size());
  // Every id stands once, and every link inside the page leads somewhere.
  std::vector<std::string> ids = read.Texts("//@id");
  std::sort(ids.begin(), ids.end());
  EXPECT_TRUE(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
  for (const std::string& link : read.Texts("//@href[starts-with(., '#')]"))
    EXPECT_TRUE(std::binary_search(ids.begin(), ids.end(), link.substr(1))) << link;
}

TEST(RunHtml, AsksNothingOfTheNetworkAndRunsNothing) {
  const ReadHtml read(RunHtml(Played(Shipped())));
  EXPECT_EQ(read.Count("//script"), 0u);
  EXPECT_EQ(read.Count("//@*[starts-with(name(), 'on')]"), 0u);
  EXPECT_EQ(read.Count("//@style"), 0u);
  EXPECT_EQ(read.Count("//@src"), 0u);
  EXPECT_EQ(read.Count("//head/link"), 0u);
  EXPECT_THAT(read.Text("//meta[@http-equiv='Content-Security-Policy']/@content"),
              HasSubstr("default-src 'none'"));
  EXPECT_THAT(read.Text("//style"), Not(HasSubstr("@import")));
}

TEST(RunHtml, CountsAndLinksEveryOutcome) {
  const ReadHtml read(RunHtml(Played({{"a.json", ConfusedDeputy()}})));
  EXPECT_THAT(read.Texts("//ul[@class='strip']/li/b"), ElementsAre("5", "1", "0", "3", "0"));
  EXPECT_THAT(read.Texts("//table[@class='matrix']//td/a"),
              ElementsAre("stopped", "GETS IN", "works", "stopped", "stopped", "works", "stopped",
                          "stopped", "works"));
  EXPECT_EQ(read.Text("//table[@class='matrix']//tr[1]/td[2]/a/@href"), "#confused-deputy.1.2");
  EXPECT_THAT(read.Text("//details[@id='confused-deputy.1.2']"), HasSubstr("every order of Acme"));
  EXPECT_THAT(read.Text("//details[@id='confused-deputy.2.1']"),
              HasSubstr("The same as under vulnerable"));
}

TEST(RunHtml, ShowsWhatTheFixChanges) {
  const ReadHtml read(RunHtml(Played({{"a.json", ConfusedDeputy()}})));
  EXPECT_THAT(read.Text("//section[@class='policies']"),
              HasSubstr("its PassRole check bypassed becomes enforced"));
  EXPECT_THAT(read.Texts("//ins"), Contains(HasSubstr("\"aws:SourceAccount\": \"111122223333\"")));
}

TEST(RunHtml, ShowsARefusedPolicyAsItWasWrittenAndTheSlipAlone) {
  std::string text;
  for (const auto& [name, contents] : Shipped()) {
    if (name == "dms/misspelt-operator.json") text = contents;
  }
  const ReadHtml read(RunHtml(Played({{"a.json", text}})));
  EXPECT_THAT(read.Text("//figure//p"),
              HasSubstr("IAM refuses it: unknown condition operator ArnEqual"));
  EXPECT_THAT(read.Texts("//del"), Contains(HasSubstr("\"ArnEqual\": {")));
  EXPECT_THAT(read.Texts("//del"), Not(Contains(HasSubstr("\"Effect\""))));
}

TEST(RunHtml, TellsWhatIsNotAsExpectedAndWhatWasNotRun) {
  const ReadHtml read(RunHtml(Played({{"a.json", Unmet()}, {"b<i>.json", "{"}})));
  EXPECT_THAT(read.Text("//section[@class='alarm'][1]"), HasSubstr("expected blocked by scp"));
  EXPECT_THAT(read.Text("//section[@class='alarm'][2]"), HasSubstr("b<i>.json: 1:2: "));
  EXPECT_EQ(read.Count("//table[@class='matrix']//td/b"), 1u);
}

TEST(RunHtml, HasAnEndWhateverAScenarioHas) {
  const std::string text = ConfusedDeputy();
  const size_t begin = text.find("    {\n      \"id\": \"honest\"");
  const size_t end = text.find("\n    }\n  ]", begin);
  const std::string step = text.substr(begin, end - begin) + "\n    }";
  std::string steps;
  for (int i = 0; i < 500; ++i)
    absl::StrAppend(
        &steps, absl::StrReplaceAll(step, {{"\"honest\"", absl::StrCat("\"h", i, "\"")}}), ",\n");
  const std::string many = absl::StrCat(text.substr(0, begin), steps, text.substr(begin));
  const ReadHtml read(RunHtml(Played({{"a.json", many}})));
  EXPECT_EQ(read.Count("//table[@class='matrix']//tr[1]/td"), 100u);
  EXPECT_THAT(read.Text("//article/p[@class='warn']"), HasSubstr("403 more steps"));
}

TEST(RunJunit, HasOneRootASuiteAFileAndACaseAnOutcome) {
  const RunReport report = Played({{"a.json", Unmet()}, {"b.json", "{"}});
  const std::string xml = RunJunit(report);
  const ReadHtml read(
      absl::StrReplaceAll(xml, {{"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", ""}}));
  EXPECT_EQ(read.Count("/whole/testsuites"), 1u);
  EXPECT_EQ(read.Text("/whole/testsuites/@tests"), "10");
  EXPECT_EQ(read.Text("/whole/testsuites/@failures"), "1");
  EXPECT_EQ(read.Text("/whole/testsuites/@errors"), "1");
  EXPECT_THAT(read.Texts("//testsuite/@name"), ElementsAre("a.json", "b.json"));
  EXPECT_EQ(read.Text("//testcase[failure]/@name"), "attacker: through-dms");
  EXPECT_EQ(read.Text("//testcase[failure]/@classname"), "confused-deputy.checked");
  EXPECT_THAT(read.Text("//failure/@message"), HasSubstr("expected blocked by scp"));
  EXPECT_THAT(read.Text("//failure"), HasSubstr("a.json:"));
  EXPECT_THAT(read.Text("//error/@message"), HasSubstr("1:2: "));
}

TEST(RunMarkdown, SaysFirstWhatIsNotAsExpected) {
  const std::string text = RunMarkdown(Played({{"a|b.json", Unmet()}, {"c.json", "{"}}));
  EXPECT_THAT(text, HasSubstr("### deputy run: 1 scenario, 9 outcomes, **1 not as expected**"));
  EXPECT_THAT(text, HasSubstr("| a\\|b.json&#58;"));
  EXPECT_THAT(text, HasSubstr("| checked | through-dms | blocked by scp"));
  EXPECT_THAT(text, HasSubstr("- not run: c.json&#58;1&#58;2: "));
  EXPECT_THAT(text, HasSubstr("vulnerable ❌ GETS IN<br>checked ✅ stopped<br>fixed ✅ stopped"));
}

TEST(RunMarkdown, OfEveryShippedScenarioFitsInACommentOfGitHub) {
  EXPECT_LT(RunMarkdown(Played(Shipped())).size(), 65'536u);
}

}  // namespace
}  // namespace deputy
