// The truth table of a decision and the ARN ruler say what the trace says.
#include "simulator/report/html/decision_html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/report/html/arn_ruler.h"
#include "simulator/report/html/html_assets.h"
#include "tests/report/html_fixture.h"

namespace deputy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ReadHtml Table(const CallResult& call) {
  const auto policies = [&](const PolicyRef& ref) -> const Policy* {
    for (const AppliedPolicy& applied : call.policies) {
      if (applied.ref == ref) return &applied.document->policy;
    }
    return nullptr;
  };
  const auto why = [](absl::string_view key) { return absl::StrCat(key, " was not sent"); };
  return ReadHtml(DecisionHtml({call.request, call.decision, call.trace, policies},
                               StatementsShown::kDeciding, why));
}

TEST(DecisionHtml, SaysRowByRowWhatWasAskedAndGiven) {
  const PlayedScenario played = PlayConfusedDeputy();
  const ReadHtml html = Table(played.Of("fixed", "through-dms").calls[0]);
  EXPECT_THAT(html.Texts("//tbody/tr/th"), ElementsAre("Principal", "Action", "StringEquals",
                                                       "ArnLike", "policy", "request", "so it"));
  EXPECT_EQ(html.Text("//table[@class='truth']//tr[3]/td[3]"), "111122223333");
  EXPECT_EQ(html.Text("//table[@class='truth']//tr[3]/td[4]"), "999988887777");
  EXPECT_THAT(html.Text("//table[@class='truth']//tr[3]/td[6]"), HasSubstr("fails"));
  EXPECT_EQ(html.Text("//table[@class='truth']//tr[3]/@class"), "no");
  EXPECT_EQ(html.Text("//table[@class='truth']//tr[2]/@class"), "yes");
  EXPECT_THAT(html.Text("//tfoot"), HasSubstr("allows nothing here"));
}

TEST(DecisionHtml, GivesAnAbsentKeyAWordOfItsOwnAndTheReason) {
  const PlayedScenario played = PlayShipped("dms/version.json");
  const ReadHtml html = Table(played.Of("dms-3.4.6", "attack").calls[0]);
  EXPECT_THAT(html.Texts("//td[@class='absent']"), ElementsAre("absent", "absent"));
  EXPECT_THAT(html.Texts("//td[@class='absent']/following-sibling::td[1]"),
              ElementsAre("AWS:SourceAccount was not sent", "AWS:SourceArn was not sent"));
}

TEST(ArnRuler, NamesTheFieldThatDiffers) {
  const OperatorInfo& like = InfoOf(BaseOperator::kArnLike);
  const ReadHtml html(ArnRulerHtml(
      "aws:SourceArn", LayArn("arn:aws:dms:*:111122223333:endpoint:*",
                              "arn:aws:dms:us-east-1:999988887777:endpoint:X", like, {}, true)));
  EXPECT_EQ(html.Text("//caption/b"), "account differs");
  EXPECT_THAT(html.Texts("//tr[@class='marks']/td"),
              ElementsAre("matches", "matches", "matches", "matches", "differs", "matches"));
  EXPECT_THAT(html.Texts("//tr[1]/td/code"),
              ElementsAre("arn", "aws", "dms", "*", "111122223333", "endpoint:*"));
}

TEST(ArnRuler, PutsVariablesInAsTextAndNotAsPatterns) {
  Request request;
  request.Set("aws:PrincipalAccount", "1111*");
  const auto account = [&](absl::string_view given, bool variables) {
    return LayArn("arn:aws:s3:::${aws:PrincipalAccount}", absl::StrCat("arn:aws:s3:::", given),
                  InfoOf(BaseOperator::kArnLike), request, variables)
        .back()
        .matches;
  };
  EXPECT_TRUE(account("1111*", true));
  EXPECT_FALSE(account("11112", true));
  EXPECT_FALSE(account("1111*", false));
  EXPECT_TRUE(LayArn("arn:aws:s3:::${aws:username}", "arn:aws:s3:::a",
                     InfoOf(BaseOperator::kArnLike), request, true)
                  .empty());
}

TEST(ArnRuler, ComparesTheWholeTextWhereAStarReachesOverColons) {
  const std::vector<ArnField> fields =
      LayArn("arn:aws:s3:*:bucket:a:b", "arn:aws:s3:::x:bucket:a:b",
             InfoOf(BaseOperator::kStringLike), {}, true);
  ASSERT_EQ(fields.size(), 1u);
  EXPECT_EQ(fields[0].name, "whole text");
  EXPECT_TRUE(fields[0].matches);
}

// Of every clause that compares one ARN with one, in every shipped scenario.
TEST(ArnRuler, NeverContradictsTheEngine) {
  size_t compared = 0;
  for (const EmbeddedFile& file : ShippedScenarioFiles()) {
    const PlayedScenario played = Play(std::string(file.contents));
    for (const VariantResult& variant : played.result.variants) {
      for (const StepResult& step : variant.steps) {
        for (const CallResult& call : step.calls) {
          for (const PolicyTrace& policy : call.trace.policies) {
            const auto applied =
                std::find_if(call.policies.begin(), call.policies.end(),
                             [&](const AppliedPolicy& one) { return one.ref == policy.policy; });
            for (const StatementTrace& statement : policy.statements) {
              for (const ClauseTrace& trace : statement.clauses) {
                const Policy& source = applied->document->policy;
                const ConditionClause& clause =
                    source.statements[statement.statement].conditions[trace.clause];
                const OperatorInfo& op = InfoOf(clause.op.base);
                const std::string* given = call.request.Find(clause.key);
                if (given == nullptr || clause.values.size() != 1) continue;
                const std::vector<ArnField> fields =
                    LayArn(clause.values[0].text, *given, op, call.request,
                           source.version == PolicyVersion::k2012);
                if (fields.empty()) continue;
                const bool all = std::all_of(fields.begin(), fields.end(),
                                             [](const ArnField& field) { return field.matches; });
                EXPECT_EQ(all != op.negated, trace.holds) << file.name << " " << *given;
                ++compared;
              }
            }
          }
        }
      }
    }
  }
  EXPECT_GT(compared, 50u);
}

TEST(HtmlAssets, OnlyFragmentsStandUnescaped) {
  for (const EmbeddedFile& file : HtmlAssets()) {
    EXPECT_FALSE(absl::StrContains(file.contents, "{{{")) << file.name;
    for (size_t at = file.contents.find("{{&"); at != absl::string_view::npos;
         at = file.contents.find("{{&", at + 1)) {
      const absl::string_view tag = file.contents.substr(at, file.contents.find("}}", at) - at);
      EXPECT_TRUE(absl::EndsWith(tag, "_html")) << file.name << ": " << tag;
    }
    EXPECT_FALSE(absl::StrContains(file.contents, "<script")) << file.name;
  }
}

}  // namespace
}  // namespace deputy
