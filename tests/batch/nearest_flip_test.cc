// The smallest edit that turns a decision round.
#include "simulator/batch/nearest_flip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/text/json_reader.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;

EvaluationRequest Read(const std::string& context, const std::string& condition) {
  const std::string line =
      R"({"principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/r","context":)" +
      context +
      R"(,"trustPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Condition":)" +
      condition + "}}}";
  Diagnostics diagnostics;
  auto read = ReadEvaluationRequest(*ReadJson(line, {}, diagnostics));
  return std::get<EvaluationRequest>(std::move(read));
}

std::vector<std::string> Edits(const std::string& context, const std::string& condition) {
  std::vector<std::string> edits;
  const std::optional<Flip> flip = FindNearestFlip(Read(context, condition), nullptr);
  if (!flip) return {"none"};
  for (const ContextEdit& edit : flip->edits)
    edits.push_back(edit.key + "=" + edit.value.value_or("absent"));
  return edits;
}

constexpr char kBoth[] =
    R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:rep:*"}})";

TEST(NearestFlip, ChangesNoMoreKeysThanItMust) {
  EXPECT_THAT(Edits("{}", kBoth),
              ElementsAre("aws:SourceAccount=111122223333",
                          "aws:SourceArn=arn:aws:dms:us-east-1:111122223333:rep:x"));
  EXPECT_THAT(
      Edits(
          R"({"aws:SourceArn":"arn:aws:dms:r:111122223333:rep:a","aws:SourceAccount":"999988887777"})",
          kBoth),
      ElementsAre("aws:SourceAccount=111122223333"));
}

TEST(NearestFlip, AnAllowedRequestLosesAKey) {
  EXPECT_THAT(Edits(R"({"aws:SourceAccount":"111122223333"})",
                    R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})"),
              ElementsAre("aws:SourceAccount=absent"));
}

TEST(NearestFlip, IfExistsNeedsAnotherValue) {
  EXPECT_THAT(Edits("{}", R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}})"),
              ElementsAre("aws:SourceAccount=999988887777"));
}

TEST(NearestFlip, SaysNothingWhereNoEditHelps) {
  EXPECT_THAT(Edits("{}", R"({"StringEquals":{"aws:PrincipalServiceName":"sns.amazonaws.com"}})"),
              ElementsAre("none"));
}

}  // namespace
}  // namespace deputy
