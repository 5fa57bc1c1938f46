// The sequence diagram stops where the step was stopped, and draws no further.
#include "simulator/report/html/sequence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/report/html/sequence_html.h"
#include "simulator/report/html/text_lines.h"
#include "tests/report/html_fixture.h"

namespace deputy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Sequence Of(const PlayedScenario& played, const std::string& variant, const std::string& step) {
  return SequenceOf(*played.scenario, played.result, played.Variant(variant), played.Step(step));
}

std::vector<std::string> Reached(const Sequence& sequence) {
  std::vector<std::string> ids;
  for (const SequenceLane& lane : sequence.lanes) {
    if (lane.reached) ids.push_back(lane.id);
  }
  return ids;
}

std::vector<std::string> Whats(const Sequence& sequence) {
  std::vector<std::string> whats;
  for (const SequenceMessage& message : sequence.messages) whats.push_back(message.what);
  return whats;
}

TEST(Sequence, AnAttackThatGetsInReachesTheResourceAndSaysWhatIsLost) {
  const PlayedScenario played = PlayConfusedDeputy();
  const Sequence sequence = Of(played, "vulnerable", "through-dms");
  EXPECT_THAT(Reached(sequence), ElementsAre("actor", "deputy", "passrole-check", "sts",
                                             "role:dms-dynamodb-role", "resource:orders"));
  EXPECT_THAT(Whats(sequence),
              ElementsAre("use role dms-dynamodb-role", "may the customer name this role?",
                          "sts:AssumeRole", "credentials", "dynamodb:DeleteTable"));
  EXPECT_EQ(sequence.stopped_at, "");
  EXPECT_THAT(sequence.lost, ElementsAre("every order of Acme's customers"));
}

TEST(Sequence, StopsAtThePassRoleCheckBeforeSts) {
  const PlayedScenario played = PlayConfusedDeputy();
  const Sequence sequence = Of(played, "checked", "through-dms");
  EXPECT_EQ(sequence.stopped_at, "passrole-check");
  EXPECT_THAT(Reached(sequence), ElementsAre("actor", "deputy", "passrole-check"));
  EXPECT_EQ(sequence.lanes.size(), 6u) << "what was not reached is drawn too";
  EXPECT_TRUE(sequence.messages.back().stopped);
  EXPECT_THAT(sequence.lost, IsEmpty());
}

TEST(Sequence, StopsAtStsBeforeTheRole) {
  const PlayedScenario played = PlayConfusedDeputy();
  const Sequence sequence = Of(played, "fixed", "through-dms");
  EXPECT_EQ(sequence.stopped_at, "sts");
  EXPECT_EQ(sequence.messages.back().checks.back().text, "✗ trust policy");
  std::vector<std::string> carried;
  for (const ToneText& text : sequence.messages.back().carrying) carried.push_back(text.text);
  EXPECT_THAT(carried,
              ElementsAre("aws:SourceAccount 999988887777",
                          "aws:SourceArn arn:aws:dms:us-east-1:999988887777:endpoint:MALLORY"));
}

TEST(Sequence, AnAbsentKeyIsShownAsAbsent) {
  const PlayedScenario played = PlayShipped("dms/version.json");
  const Sequence sequence = Of(played, "dms-3.4.6", "attack");
  const ToneText& first = sequence.messages.back().carrying[0];
  EXPECT_EQ(first.text, "∅ AWS:SourceAccount absent");
  EXPECT_EQ(first.tone, Tone::kAbsent);
}

TEST(Sequence, CredentialsComeBehindAllThatTheHopNeeds) {
  const PlayedScenario played = PlayShipped("chains/broker.json");
  const std::vector<std::string> whats = Whats(Of(played, "vulnerable", "attack"));
  EXPECT_THAT(
      whats, ElementsAre("sts:AssumeRole", "sts:SetSourceIdentity", "credentials", "sts:AssumeRole",
                         "sts:SetSourceIdentity", "credentials", "s3:GetObject"));
}

TEST(SequenceHtml, MarksTheLaneWhereItStoppedAndFadesTheRest) {
  const PlayedScenario played = PlayConfusedDeputy();
  const Sequence sequence = Of(played, "fixed", "through-dms");
  const ReadHtml html(SequenceHtml(sequence, "x", "A <title>", DescribeSequence(sequence)));
  EXPECT_EQ(html.Text("//g[contains(@class, 'stopped')]/@data-lane"), "sts");
  EXPECT_THAT(html.Texts("//g[contains(@class, 'missed')]/@data-lane"),
              ElementsAre("role:dms-dynamodb-role", "resource:orders"));
  EXPECT_EQ(html.Count("//use[@href='#stop']"), 1u);
  EXPECT_EQ(html.Text("//title[@id='x-t']"), "A <title>");
  EXPECT_EQ(html.Text("//desc[@id='x-d']"),
            "attacker mallory, deputy AWS Database Migration Service 3.4.7, the deputy's own "
            "PassRole check, AWS STS: stopped there");
  EXPECT_THAT(html.Text("//svg/@aria-labelledby"), HasSubstr("x-t x-d"));
}

TEST(BreakLines, BreaksWhereAReaderWouldAndLosesNothing) {
  EXPECT_THAT(BreakLines("AWS Database Migration Service 3.4.7", 20, 4),
              ElementsAre("AWS Database", "Migration Service", "3.4.7"));
  EXPECT_THAT(BreakLines("arn:aws:dms:us-east-1:1:x", 12, 9),
              ElementsAre("arn:aws:dms:", "us-east-1:1:", "x"));
  EXPECT_THAT(BreakLines("aaaaaaaa", 3, 9), ElementsAre("aaa", "aaa", "aa"));
  EXPECT_THAT(BreakLines("aaaaaaaa", 3, 2), ElementsAre("aaa", "aa…"));
  EXPECT_THAT(BreakLines("漢字漢字", 4, 9), ElementsAre("漢字", "漢字"));
  EXPECT_THAT(BreakLines("漢", 1, 9), ElementsAre("漢"));
  EXPECT_THAT(BreakLines("", 4, 9), IsEmpty());
}

}  // namespace
}  // namespace deputy
