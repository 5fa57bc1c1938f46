// The questions that a prover gets wrong easily, one by one.
#include "engine/prove/prover.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/prove/comparison.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

ServiceFact Dms(Known sends) {
  ServiceFact fact;
  fact.principal = "dms.amazonaws.com";
  fact.sends_source_arn = sends;
  fact.sends_source_account = sends;
  fact.source_arns = {"arn:${Partition}:dms:${Region}:${Account}:rep:${Name}"};
  return fact;
}

Answer Ask(const std::string& text, Property property, const std::vector<ServiceFact>& facts = {},
           TrustedParties trusted = {{"111122223333"}, {}, {}, {}},
           uint64_t budget = kDefaultStateBudget) {
  const std::optional<Policy> policy = TryPolicy(text);
  EXPECT_TRUE(policy) << text;
  RoleQuestion question;
  question.policy = &*policy;
  question.resource = "arn:aws:iam::111122223333:role/Target";
  question.trusted = std::move(trusted);
  question.services = facts;
  question.budget = budget;
  Answer answer = Prove(question)[static_cast<size_t>(property)];
  if (answer.witness) {
    EXPECT_TRUE(Judge(*policy, {}).Allows(*answer.witness)) << Show(answer);
  }
  return answer;
}

struct ConditionCase {
  const char* name;
  const char* condition;
  Known sends;
  Verdict expected;
};

class ConditionTest : public testing::TestWithParam<ConditionCase> {};

TEST_P(ConditionTest, ForeignSource) {
  const ConditionCase& the_case = GetParam();
  const Answer answer =
      Ask(DmsTrust(the_case.condition), Property::kNoForeignSource, {Dms(the_case.sends)});
  EXPECT_EQ(answer.verdict, the_case.expected) << Show(answer);
}

constexpr Verdict kSafe = Verdict::kProved;
constexpr Verdict kUnsafe = Verdict::kRefuted;

INSTANTIATE_TEST_SUITE_P(
    Traps, ConditionTest,
    testing::Values(
        ConditionCase{"StringLikeCrossesColons",
                      R"({"StringLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"ArnLikeDoesNot",
                      R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})",
                      Known::kYes, kSafe},
        ConditionCase{"AccountByArnAlone",
                      R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:*:rep:*"},)"
                      R"("StringEquals":{"aws:SourceAccount":"111122223333"}})",
                      Known::kYes, kSafe},
        ConditionCase{"ForAllValuesOfWhatIsSent",
                      R"({"ForAllValues:StringEquals":{"aws:SourceAccount":"111122223333"}})",
                      Known::kYes, kSafe},
        ConditionCase{"ForAllValuesOfWhatMayBeAbsent",
                      R"({"ForAllValues:StringEquals":{"aws:SourceAccount":"111122223333"}})",
                      Known::kUnknown, kUnsafe},
        ConditionCase{"ForAnyValueNeedsOne",
                      R"({"ForAnyValue:StringEquals":{"aws:SourceAccount":"111122223333"}})",
                      Known::kUnknown, kSafe},
        ConditionCase{"IfExistsOfWhatMayBeAbsent",
                      R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}})",
                      Known::kUnknown, kUnsafe},
        ConditionCase{"IfExistsOfWhatIsSent",
                      R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}})",
                      Known::kYes, kSafe},
        ConditionCase{"IfExistsWithNull",
                      R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"},)"
                      R"("Null":{"aws:SourceAccount":"false"}})",
                      Known::kUnknown, kSafe},
        ConditionCase{"NullThatNothingMeets", R"({"Null":{"aws:SourceArn":"true"}})", Known::kYes,
                      kSafe},
        ConditionCase{"NullAlone", R"({"Null":{"aws:SourceArn":"false"}})", Known::kYes, kUnsafe},
        ConditionCase{"NotEquals", R"({"StringNotEquals":{"aws:SourceAccount":"999988887777"}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"NotLikeOfMine", R"({"StringNotLike":{"aws:SourceAccount":"1111*"}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"NotLikeOfEverything", R"({"StringNotLike":{"aws:SourceAccount":"*"}})",
                      Known::kYes, kSafe},
        ConditionCase{"NumbersOfAccounts",
                      R"({"NumericEquals":{"aws:SourceAccount":"111122223333"}})", Known::kYes,
                      kSafe},
        ConditionCase{"NumbersOfOtherAccounts",
                      R"({"NumericNotEquals":{"aws:SourceAccount":"12"}})", Known::kYes, kUnsafe},
        ConditionCase{"SetOfANumberAndOfNothing",
                      R"({"NumericLessThan":{"custom:n":"5"},"StringNotLike":{"custom:n":"?*"}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"NumberAndTextOfOneKey",
                      R"({"NumericGreaterThan":{"sts:DurationSeconds":"5"},)"
                      R"("StringLike":{"sts:DurationSeconds":"*x*"}})",
                      Known::kYes, Verdict::kUnknown},
        ConditionCase{"QuestionMarks", R"({"StringLike":{"aws:SourceAccount":"11112222333?"}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"OfTheSameAccount",
                      R"({"StringEquals":{"aws:SourceAccount":"${aws:ResourceAccount}"}})",
                      Known::kYes, kSafe},
        ConditionCase{"OfAnotherSourceKey",
                      R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:${aws:SourceAccount}:*"}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"NoSuchTime",
                      R"({"DateLessThan":{"aws:CurrentTime":"2024-01-01T00:00:00Z"},)"
                      R"("DateGreaterThan":{"aws:CurrentTime":"2024-06-01T00:00:00Z"}})",
                      Known::kYes, kSafe},
        ConditionCase{"GapBetweenTimes",
                      R"({"DateGreaterThan":{"aws:CurrentTime":"2024-01-01T00:00:00Z"},)"
                      R"("DateLessThan":{"aws:CurrentTime":"2024-01-01T00:00:00.000000002Z"}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"NoGapBetweenTimes",
                      R"({"DateGreaterThan":{"aws:CurrentTime":"2024-01-01T00:00:00Z"},)"
                      R"("DateLessThan":{"aws:CurrentTime":"2024-01-01T00:00:00.000000001Z"}})",
                      Known::kYes, kSafe},
        ConditionCase{"NumbersBetween",
                      R"({"NumericGreaterThan":{"custom:n":"1.5"},)"
                      R"("NumericLessThan":{"custom:n":"1.51"}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"NoAddressOfAService", R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})",
                      Known::kYes, kSafe},
        ConditionCase{"AddressOutside",
                      R"({"IpAddress":{"custom:ip":"0.0.0.0/1"},)"
                      R"("NotIpAddress":{"custom:ip":["0.0.0.0/2","64.0.0.0/3","96.0.0.0/4"]}})",
                      Known::kYes, kUnsafe},
        ConditionCase{"PrincipalOrganizationOfAService",
                      R"({"StringEquals":{"aws:PrincipalOrgID":"o-mine"}})", Known::kYes, kSafe}),
    [](const testing::TestParamInfo<ConditionCase>& of) { return std::string(of.param.name); });

TEST(ProverTest, WitnessReadsWell) {
  const Answer answer = Ask(DmsTrust(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:*:rep:*"}})"),
                            Property::kNoForeignSource, {Dms(Known::kYes)});
  ASSERT_TRUE(answer.witness) << Show(answer);
  EXPECT_EQ(*answer.witness->Find("aws:SourceArn"), "arn:aws:dms:us-east-1:999999999999:rep:x");
  EXPECT_EQ(*answer.witness->Find("aws:SourceAccount"), "999999999999");
  EXPECT_EQ(answer.who_gets_in, std::vector<std::string>{"any account, through dms.amazonaws.com"});
  EXPECT_EQ(answer.assumptions, std::vector<std::string>{
                                    "dms.amazonaws.com sends aws:SourceArn and aws:SourceAccount"});
}

TEST(ProverTest, ShortestCrossingOfColons) {
  const Answer answer =
      Ask(DmsTrust(R"({"StringLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})"),
          Property::kNoForeignSource);
  ASSERT_TRUE(answer.witness);
  EXPECT_EQ(*answer.witness->Find("aws:SourceArn"), "arn:aws:dms::999999999999:111122223333:");
}

TEST(ProverTest, SaysWhatAConditionKeepsOut) {
  const Answer answer = Ask(DmsTrust(R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})"),
                            Property::kNoForeignSource, {Dms(Known::kYes)});
  EXPECT_EQ(answer.verdict, Verdict::kProved);
  EXPECT_EQ(answer.kept_out,
            std::vector<std::string>{"StringEquals aws:SourceAccount of statement 1: "
                                     "any account, through dms.amazonaws.com"});
}

// A Deny with a positive operator does not deny what brings no key.
TEST(ProverTest, DenyMissesAbsentKeys) {
  const std::string policy =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":)"
      R"("dms.amazonaws.com"},"Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*",)"
      R"("Action":"sts:*","Condition":{"OPERATOR":{"aws:SourceAccount":"111122223333"}}}]})";
  const auto with = [&](const std::string& op) {
    std::string text = policy;
    return text.replace(text.find("OPERATOR"), 8, op);
  };
  EXPECT_EQ(Ask(with("StringNotEquals"), Property::kNoForeignSource).verdict, Verdict::kProved);
  const Answer answer = Ask(with("StringNotEqualsIfExists"), Property::kNoForeignSource);
  EXPECT_EQ(answer.verdict, Verdict::kProved) << "absent is denied under IfExists";
  const Answer any = Ask(with("ForAnyValue:StringNotEquals"), Property::kNoForeignSource);
  ASSERT_EQ(any.verdict, Verdict::kRefuted);
  EXPECT_EQ(any.witness->Find("aws:SourceAccount"), nullptr);
}

TEST(ProverTest, BucketsBelongToAnybody) {
  ServiceFact s3;
  s3.principal = "s3.amazonaws.com";
  s3.sends_source_arn = Known::kYes;
  s3.sends_source_account = Known::kYes;
  s3.source_arns = {"arn:${Partition}:s3:::${Name}"};
  const auto policy = [](const std::string& more) {
    return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":)"
           R"("s3.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"ArnLike":)"
           R"({"aws:SourceArn":"arn:aws:s3:::mine"})" +
           more + "}}}";
  };
  const Answer open = Ask(policy(""), Property::kNoForeignSource, {s3});
  ASSERT_EQ(open.verdict, Verdict::kRefuted);
  EXPECT_EQ(*open.witness->Find("aws:SourceArn"), "arn:aws:s3:::mine");
  EXPECT_EQ(*open.witness->Find("aws:SourceAccount"), "999999999999");
  EXPECT_EQ(Ask(policy(R"(,"StringEquals":{"aws:SourceAccount":"111122223333"})"),
                Property::kNoForeignSource, {s3})
                .verdict,
            Verdict::kProved);
}

// The states of these patterns side by side grow as three to the power of their length.
TEST(ProverTest, BlowUpEndsInUnknown) {
  const std::string ones(40, '?');
  const std::string policy = DmsTrust(absl::StrCat(
      R"({"StringLike":{"custom:a":"*a)", ones, R"("},"StringNotLike":{"custom:a":["*b)", ones,
      R"(","*c)", ones, R"(","*a*b*"]},"StringEquals":{"aws:SourceAccount":"x"}})"));
  // What is ruled out elsewhere is no trouble.
  EXPECT_EQ(Ask(policy, Property::kNoForeignSource, {Dms(Known::kYes)}).verdict, Verdict::kProved);
  const std::string hard = DmsTrust(
      absl::StrCat(R"({"StringLike":{"sts:RoleSessionName":"*a)", ones,
                   R"("},"StringLikeIfExists":{"sts:RoleSessionName":"*b)", ones,
                   R"("},"ForAllValues:StringLike":{"sts:RoleSessionName":"*?c)", ones, R"("}})"));
  const Answer answer = Ask(hard, Property::kNoForeignSource, {Dms(Known::kYes)});
  EXPECT_EQ(answer.verdict, Verdict::kUnknown) << Show(answer);
  EXPECT_NE(answer.reason.find("budget"), std::string::npos) << answer.reason;
  EXPECT_LE(answer.states, kDefaultStateBudget);
}

// Many statements with tests on two keys, each of which can pass or not beside the others.
std::string ManyStatements(size_t count, bool denies) {
  std::string statements;
  for (size_t i = 0; i < count; ++i) {
    absl::StrAppend(&statements, i == 0 ? "" : ",", R"({"Effect":")",
                    denies && i % 2 == 1 ? "Deny" : "Allow",
                    R"(","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole",)",
                    R"("Condition":{"StringLike":{"sts:RoleSessionName":"*a)", i,
                    R"(*"},"StringNotLike":{"sts:ExternalId":"*)", i,
                    R"(a*"},"StringEquals":{"aws:SourceAccount":"111122223333"}}})");
  }
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":[)", statements, "]}");
}

TEST(ProverTest, ManyStatementsEnd) {
  const Answer allows =
      Ask(ManyStatements(200, false), Property::kNoForeignSource, {Dms(Known::kYes)});
  EXPECT_EQ(allows.verdict, Verdict::kProved) << Show(allows);
  const Answer denies = Ask(ManyStatements(200, true), Property::kSomeoneHonest, {Dms(Known::kYes)},
                            {{"111122223333"}, {}, {}, {}}, 20'000);
  EXPECT_NE(denies.verdict, Verdict::kRefuted) << "there is such a request";
  EXPECT_LE(denies.states, 20'000u);
}

TEST(ProverTest, ThirdPartyWithItsOwnId) {
  TrustedParties trusted = {{"111122223333"}, {}, {{"555566667777", "id-of-mine"}}, {}};
  const auto policy = [](const std::string& condition) {
    return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":)"
           R"("555566667777"},"Action":"sts:AssumeRole","Condition":)" +
           condition + "}}";
  };
  const std::string mended = policy(R"({"StringEquals":{"sts:ExternalId":"id-of-mine"}})");
  EXPECT_EQ(Ask(mended, Property::kNoForeignPrincipal, {}, trusted).verdict, Verdict::kProved);
  EXPECT_EQ(Ask(mended, Property::kSomeoneHonest, {}, trusted).verdict, Verdict::kProved);
  const Answer optional = Ask(policy(R"({"StringEqualsIfExists":{"sts:ExternalId":"id-of-mine"}})"),
                              Property::kNoForeignPrincipal, {}, trusted);
  ASSERT_EQ(optional.verdict, Verdict::kRefuted);
  EXPECT_EQ(optional.witness->Find("sts:ExternalId"), nullptr);
}

TEST(ProverTest, ResourceControlPoliciesCount) {
  const std::optional<Policy> trust = TryPolicy(DmsTrust("{}"));
  const std::optional<Policy> rcp = TryPolicy(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sts:*",)"
      R"("Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:SourceOrgID":"o-mine"},)"
      R"("Bool":{"aws:PrincipalIsAWSService":"true"}}}})",
      PolicyType::kRcp);
  ASSERT_TRUE(trust && rcp);
  RoleQuestion question;
  question.policy = &*trust;
  question.trusted.accounts = {"111122223333"};
  question.trusted.organizations = {"o-mine"};
  EXPECT_EQ(ProveProperty(question, Property::kNoForeignSource).verdict, Verdict::kRefuted);
  question.rcps = {&*rcp};
  const Answer answer = ProveProperty(question, Property::kNoForeignSource);
  EXPECT_EQ(answer.verdict, Verdict::kProved) << Show(answer);
  EXPECT_EQ(ProveProperty(question, Property::kSomeoneHonest).verdict, Verdict::kProved);
}

TEST(ComparisonTest, EachRelation) {
  const auto relation = [](const std::string& before, const std::string& after) {
    return Compare(*TryPolicy(DmsTrust(before)), *TryPolicy(DmsTrust(after))).relation;
  };
  const std::string any = "{}";
  const std::string mine = R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})";
  const std::string like = R"({"StringLike":{"aws:SourceAccount":"111122223333"}})";
  const std::string other = R"({"StringEquals":{"aws:SourceAccount":"222222222222"}})";
  EXPECT_EQ(relation(mine, like), Relation::kEquivalent);
  EXPECT_EQ(relation(any, mine), Relation::kNarrower);
  EXPECT_EQ(relation(mine, any), Relation::kWider);
  EXPECT_EQ(relation(mine, other), Relation::kIncomparable);
}

// What both say needs no search, however much there would be to search.
TEST(ComparisonTest, TheSameTwiceTakesNoStates) {
  for (const bool denies : {false, true}) {
    const std::optional<Policy> policy = TryPolicy(ManyStatements(200, denies));
    ASSERT_TRUE(policy);
    const PolicyComparison found = Compare(*policy, *policy, "", 1);
    EXPECT_EQ(found.relation, Relation::kEquivalent) << found.reason;
    EXPECT_EQ(found.states, 0u);
  }
  const PolicyComparison other =
      Compare(*TryPolicy(DmsTrust("{}")),
              *TryPolicy(DmsTrust(R"({"StringLike":{"aws:SourceAccount":"1*"}})")), "", 1000);
  EXPECT_GT(other.states, 0u);
  EXPECT_LE(other.states, 1000u);
}

}  // namespace
}  // namespace deputy
