// Requests of which not everything is known, of shapes that are rare: typed keys, variables, known
// halves of a pair, what cannot be decided.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/prove/open_request.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

OpenRequest ByService(std::vector<std::string> open) {
  return By(*ParseServicePrincipal("dms.amazonaws.com"), std::move(open));
}

OpenRequest ByUser(std::vector<std::string> open) {
  return By(*ParseIamPrincipal("arn:aws:iam::111122223333:user/u"), std::move(open));
}

OpenVerdict VerdictOf(const std::string& condition, const OpenRequest& request) {
  return DecideOpen(*TryPolicy(DmsTrust(condition)), request).verdict;
}

std::string UserTrust(const std::string& condition) {
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":)",
                      R"({"AWS":"arn:aws:iam::111122223333:user/u"},"Action":"sts:AssumeRole",)",
                      R"("Condition":)", condition, "}}");
}

// A value that is open has the form of its key, and no other.
TEST(OpenShape, AnOpenKeyHasTheFormOfItsType) {
  EXPECT_EQ(
      VerdictOf(R"({"Bool":{"aws:SecureTransport":"true"}})", ByService({"aws:securetransport"})),
      OpenVerdict::kDepends);
  EXPECT_EQ(VerdictOf(R"({"StringEquals":{"aws:SecureTransport":"maybe"}})",
                      ByService({"aws:securetransport"})),
            OpenVerdict::kDenied);
  EXPECT_EQ(VerdictOf(R"({"NumericLessThan":{"sts:DurationSeconds":"900"}})",
                      ByService({"sts:durationseconds"})),
            OpenVerdict::kDepends);
  EXPECT_EQ(VerdictOf(R"({"NumericLessThan":{"sts:DurationSeconds":"900"},)"
                      R"("NumericGreaterThan":{"sts:DurationSeconds":"900"}})",
                      ByService({"sts:durationseconds"})),
            OpenVerdict::kDenied);
  EXPECT_EQ(VerdictOf(R"({"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}})",
                      ByService({"aws:currenttime"})),
            OpenVerdict::kDepends);
  EXPECT_EQ(VerdictOf(R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},)"
                      R"("NotIpAddress":{"aws:SourceIp":"0.0.0.0/1"}})",
                      ByService({"aws:sourceip"})),
            OpenVerdict::kDenied);
}

TEST(OpenShape, AnOpenKeyOfSeveralValues) {
  EXPECT_EQ(VerdictOf(R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"a"},)"
                      R"("ForAllValues:StringLike":{"aws:TagKeys":["a","b*"]}})",
                      ByService({"aws:tagkeys"})),
            OpenVerdict::kDepends);
  EXPECT_EQ(VerdictOf(R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"a"},)"
                      R"("ForAllValues:StringLike":{"aws:TagKeys":"b*"}})",
                      ByService({"aws:tagkeys"})),
            OpenVerdict::kDenied);
  for (const char* key : {"aws:TagKeys", "custom:k"}) {
    EXPECT_EQ(VerdictOf(absl::StrCat(R"({"ForAnyValue:StringEquals":{")", key,
                                     R"(":"a"},"ForAnyValue:StringLike":{")", key, R"(":"b*"}})"),
                        ByService({FoldKey(key)})),
              OpenVerdict::kDepends)
        << key << " can have both";
  }
}

// What a service sends is there, also when what it is is not known.
TEST(OpenShape, AnAccountThatIsSentIsNeverAbsent) {
  OpenRequest request = ByService({"aws:sourceaccount"});
  request.sends_source_account = Known::kYes;
  EXPECT_EQ(VerdictOf(R"({"Null":{"aws:SourceAccount":"true"}})", request), OpenVerdict::kDenied);
  EXPECT_EQ(VerdictOf(R"({"Null":{"aws:SourceAccount":"false"}})", request), OpenVerdict::kAllowed);
}

// A statement that lets nobody in, whatever comes, is no way beside another.
TEST(OpenShape, AStatementThatContradictsItselfIsNoWay) {
  Policy policy = *TryPolicy(UserTrust(R"({"StringLike":{"aws:SourceIdentity":"a*"}})"));
  const Policy never = *TryPolicy(UserTrust(
      R"({"StringLike":{"aws:SourceIdentity":"a*"},"StringEquals":{"aws:SourceIdentity":"b"}})"));
  policy.statements.push_back(never.statements[0]);
  const OpenAnswer answer = DecideOpen(policy, ByUser({"aws:sourceidentity"}));
  EXPECT_EQ(answer.verdict, OpenVerdict::kDepends);
  ASSERT_EQ(answer.ways.size(), 1u);
  EXPECT_EQ(answer.ways[0].clauses.size(), 1u);
}

// What follows from the caller is so, whether the request was filled in or not.
TEST(OpenShape, WhatFollowsFromTheCaller) {
  OpenRequest request = ByUser({"sts:externalid"});
  request.request.context.clear();
  const auto type = [&](const char* value) {
    return DecideOpen(
               *TryPolicy(UserTrust(absl::StrCat(R"({"StringEquals":{"aws:PrincipalType":")", value,
                                                 R"("},"StringLike":{"sts:ExternalId":"a*"}})"))),
               request)
        .verdict;
  };
  EXPECT_NE(type("User"), OpenVerdict::kAllowed);
  EXPECT_EQ(type("Account"), OpenVerdict::kDenied);
}

TEST(OpenShape, WaysAreTheSameWhenAllOfThemIs) {
  OpenWay way;
  way.clauses = {{ConditionOperator(), "a:b", {"c"}}};
  OpenWay other = way;
  EXPECT_EQ(way, other);
  other.clauses[0].values = {"d"};
  EXPECT_NE(way, other);
  other = way;
  other.needs_identity = true;
  EXPECT_NE(way, other);
}

// One of the source keys is known, the other open: an ARN that shows an account shows that one.
TEST(OpenShape, OneHalfOfThePairIsKnown) {
  OpenRequest known_arn = ByService({"aws:sourceaccount"});
  known_arn.request.Set("aws:SourceArn", "arn:aws:dms:us-east-1:111122223333:rep:r");
  known_arn.sends_source_account = Known::kYes;
  const auto account = [](const std::string& value) {
    return absl::StrCat(R"({"StringEquals":{"aws:SourceAccount":")", value, "\"}}");
  };
  EXPECT_EQ(VerdictOf(account("111122223333"), known_arn), OpenVerdict::kAllowed);
  EXPECT_EQ(VerdictOf(account("444455556666"), known_arn), OpenVerdict::kDenied);
  known_arn.request.Set("aws:SourceArn", "arn:aws:s3:::bucket");  // which shows none
  EXPECT_EQ(VerdictOf(account("111122223333"), known_arn), OpenVerdict::kDepends);
  known_arn.sends_source_account = Known::kNo;
  EXPECT_EQ(VerdictOf(account("111122223333"), known_arn), OpenVerdict::kDenied);

  OpenRequest known_account = ByService({"aws:sourcearn"});
  known_account.request.Set("aws:SourceAccount", "111122223333");
  known_account.sends_source_arn = Known::kYes;
  EXPECT_EQ(
      VerdictOf(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})", known_account),
      OpenVerdict::kDepends);
  EXPECT_EQ(
      VerdictOf(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:444455556666:*"}})", known_account),
      OpenVerdict::kDenied);
  known_account.sends_source_arn = Known::kNo;
  EXPECT_EQ(
      VerdictOf(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})", known_account),
      OpenVerdict::kDenied);
}

// What is known of a variable is put in, its own wildcards as text; what is open stays, and so does
// what is no variable.
TEST(OpenShape, KnownVariablesArePutIn) {
  OpenRequest request = ByUser({"aws:sourceidentity", "sts:externalid"});
  request.request.Set("custom:mine", "a*$");
  request.request.Set("aws:TagKeys", std::vector<std::string>{"k"});
  const OpenAnswer answer =
      DecideOpen(*TryPolicy(UserTrust(
                     R"({"StringLike":{"aws:SourceIdentity":["${custom:mine}-${aws:username}",)"
                     R"("${sts:ExternalId}x","${aws:TagKeys}y",)"
                     R"("of ${sts:ExternalId} and ${aws:username}."]}})")),
                 request);
  EXPECT_EQ(answer.verdict, OpenVerdict::kDepends) << answer.reason;
  ASSERT_EQ(answer.ways.size(), 1u);
  EXPECT_THAT(answer.ways[0].clauses[0].values,
              ElementsAre("a${*}${$}-u", "${sts:ExternalId}x", "${aws:TagKeys}y",
                          "of ${sts:ExternalId} and u."));
  EXPECT_FALSE(answer.ways[0].needs_identity);
}

// Where it is allowed anyhow, nothing is said of what would do it too.
TEST(OpenShape, APlainWayIsEnough) {
  Policy policy = *TryPolicy(UserTrust(R"({"StringLike":{"aws:SourceIdentity":"a*"}})"));
  policy.statements.push_back(policy.statements[0]);
  policy.statements[1].conditions.clear();
  const OpenAnswer answer = DecideOpen(policy, ByUser({"aws:sourceidentity"}));
  EXPECT_EQ(answer.verdict, OpenVerdict::kAllowed);
  ASSERT_EQ(answer.ways.size(), 1u);
  EXPECT_THAT(answer.ways[0].clauses, IsEmpty());
}

TEST(OpenShape, OfTheOlderVersionAVariableIsText) {
  std::string text = UserTrust(R"({"StringLike":{"aws:SourceIdentity":"${aws:username}"}})");
  text.replace(text.find("2012-10-17"), 10, "2008-10-17");
  const OpenAnswer answer = DecideOpen(*TryPolicy(text), ByUser({"aws:sourceidentity"}));
  EXPECT_EQ(answer.verdict, OpenVerdict::kDepends);
  ASSERT_EQ(answer.ways.size(), 1u);
  EXPECT_THAT(answer.ways[0].clauses[0].values, ElementsAre("${aws:username}"));
}

// A statement about another caller or another action is no way in, whatever is open.
TEST(OpenShape, OtherCallersAndActionsAreNoWay) {
  const Policy policy = *TryPolicy(UserTrust(R"({"StringLike":{"aws:SourceIdentity":"a*"}})"));
  OpenRequest other_action = ByUser({"aws:sourceidentity"});
  other_action.request.action = "sts:TagSession";
  const OpenRequest other_caller =
      By(*ParseIamPrincipal("arn:aws:iam::111122223333:user/v"), {"aws:sourceidentity"});
  for (const OpenRequest& request : {other_action, other_caller}) {
    const OpenAnswer answer = DecideOpen(policy, request);
    EXPECT_EQ(answer.verdict, OpenVerdict::kDenied);
    EXPECT_THAT(answer.ways, IsEmpty());
  }
}

// Who is let in because another is not named is not named itself.
TEST(OpenShape, WhoIsNotNamedNeedsIdentityPolicies) {
  Policy policy = *TryPolicy(UserTrust(R"({"StringLike":{"aws:SourceIdentity":"a*"}})"));
  policy.statements[0].principal->negated = true;
  const OpenAnswer negated = DecideOpen(
      policy, By(*ParseIamPrincipal("arn:aws:iam::111122223333:user/v"), {"aws:sourceidentity"}));
  ASSERT_EQ(negated.ways.size(), 1u);
  EXPECT_TRUE(negated.ways[0].needs_identity);
  policy.statements[0].principal.reset();
  const OpenAnswer without = DecideOpen(policy, ByUser({"aws:sourceidentity"}));
  ASSERT_EQ(without.ways.size(), 1u);
  EXPECT_TRUE(without.ways[0].needs_identity);
}

// A value that hangs on a key that is open, under a key that is known: what cannot be decided is
// said, with the key.
TEST(OpenShape, AVariableThatIsOpen) {
  const Policy policy =
      *TryPolicy(UserTrust(R"({"StringEquals":{"aws:username":"${sts:ExternalId}"}})"));
  const OpenAnswer open = DecideOpen(policy, ByUser({"sts:externalid"}));
  EXPECT_EQ(open.verdict, OpenVerdict::kUnknown);
  EXPECT_THAT(open.reason, HasSubstr("policy variables of sts:externalid"));
  OpenRequest known = ByUser({});
  known.request.Set("sts:ExternalId", "u");
  EXPECT_EQ(DecideOpen(policy, known).verdict, OpenVerdict::kAllowed);
  EXPECT_EQ(DecideOpen(policy, ByUser({})).verdict, OpenVerdict::kDenied);
}

// Of an account whose callers differ: who is named, the others of its kind, and other kinds.
TEST(OpenShape, EachCallerOfAnAccountCounts) {
  const Policy policy = *TryPolicy(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"AWS":["arn:aws:iam::444455556666:user/bob","arn:aws:iam::111122223333:user/alice"]},)"
      R"("Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},)"
      R"("Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":{"AWS":"111122223333"},)"
      R"("Action":"sts:AssumeRole","Condition":{"StringLike":{"aws:username":"a*"}}}]})");
  const OpenAnswer users = DecideOpen(policy, ByAccount(kMine, {PrincipalKind::kUser}));
  EXPECT_EQ(users.verdict, OpenVerdict::kDepends);
  ASSERT_FALSE(users.ways.empty());
  EXPECT_EQ(users.ways[0].caller, "arn:aws:iam::111122223333:user/alice");
  const OpenAnswer both =
      DecideOpen(policy, ByAccount(kMine, {PrincipalKind::kUser, PrincipalKind::kRole}));
  EXPECT_EQ(both.verdict, OpenVerdict::kDepends);
  EXPECT_EQ(DecideOpen(policy, ByAccount(kMine, {PrincipalKind::kRole})).verdict,
            OpenVerdict::kDenied);
  // The name that is known is not that of who is named, so that it was somebody else.
  OpenRequest known = ByAccount(kMine, {PrincipalKind::kUser});
  known.request.Set("aws:username", "carl");
  for (const OpenWay& way : DecideOpen(policy, known).ways) EXPECT_EQ(way.caller, "");
}

// Some callers decided and others not: what is sure of both is said all the same.
TEST(OpenShape, ABudgetThatReachesSomeCallers) {
  const Policy policy = *TryPolicy(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":"sts:AssumeRole"},)"
      R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},)"
      R"("Action":"sts:AssumeRole","Condition":{"StringLike":{"aws:username":["a*b*c*","d*e*f*"]}}}]})");
  for (uint64_t budget = 0; budget < 2000; budget += budget < 40 ? 1 : 83) {
    const OpenAnswer answer =
        DecideOpen(policy, ByAccount(kMine, {PrincipalKind::kUser, PrincipalKind::kRole}), budget);
    EXPECT_EQ(answer.verdict, OpenVerdict::kDepends)
        << "alice gets in, and no role does: with " << budget << answer.reason;
  }
}

TEST(OpenShape, WhatTheBudgetDoesNotReachIsUnknown) {
  const Policy policy =
      *TryPolicy(DmsTrust(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})"));
  bool unknown = false;
  for (uint64_t budget = 0; budget < 3000; budget += budget < 60 ? 1 : 97) {
    const OpenAnswer answer =
        DecideOpen(policy, ByService({"aws:sourcearn", "aws:sourceaccount"}), budget);
    if (answer.verdict == OpenVerdict::kUnknown) {
      EXPECT_THAT(answer.reason, HasSubstr("the budget of states ran out")) << budget;
      EXPECT_THAT(answer.ways, IsEmpty()) << budget;
      unknown = true;
    } else {
      EXPECT_EQ(answer.verdict, OpenVerdict::kDepends) << budget;
    }
  }
  EXPECT_TRUE(unknown);
}

// No principal of an account is of the kinds that are possible.
TEST(OpenShape, WhereNobodyCouldHaveCalled) {
  const OpenAnswer answer =
      DecideOpen(*TryPolicy(UserTrust("{}")), ByAccount(kMine, {PrincipalKind::kService}));
  EXPECT_EQ(answer.verdict, OpenVerdict::kUnknown);
  EXPECT_EQ(answer.reason, "nobody of the account could have called so");
}

TEST(OpenShape, TellsTheKeysThatAPolicyAsksFor) {
  const Policy policy = *TryPolicy(
      DmsTrust(R"({"StringEquals":{"AWS:sourceaccount":"111122223333"},"Null":{"a:B":"true"}})"));
  const OpenDecider decider(policy, kRole);
  ASSERT_EQ(decider.keys().size(), 2u);
  EXPECT_EQ(decider.keys().at("a:b"), "a:B");
  EXPECT_EQ(decider.keys().count("aws:sourceaccount"), 1u);
}

// Two accounts of which the same is asked are two.
TEST(OpenShape, AMemoTellsAccountsApart) {
  const Policy policy =
      *TryPolicy(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*",)"
                 R"("Action":"sts:AssumeRole","Condition":{"ArnLike":{"aws:PrincipalArn":)"
                 R"("arn:aws:iam::111122223333:*"}}}})");
  const OpenDecider decider(policy, kRole);
  OpenMemo memo;
  for (const char* account : {kMine, "444455556666", kMine}) {
    const OpenRequest request = ByAccount(account, {PrincipalKind::kRole});
    const OpenAnswer fresh = decider.Decide(request);
    EXPECT_EQ(decider.Decide(request, &memo).verdict, fresh.verdict) << account;
    EXPECT_EQ(fresh.verdict,
              account == std::string(kMine) ? OpenVerdict::kAllowed : OpenVerdict::kDenied);
  }
}

// What was searched once is found again, with the same answer.
TEST(OpenShape, AMemoChangesNoAnswer) {
  const Policy policy = *TryPolicy(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"AWS":"111122223333"},"Action":"sts:AssumeRole","Condition":)"
      R"({"StringLike":{"aws:username":"a*"}}},{"Effect":"Deny","Principal":"*","Action":"sts:*",)"
      R"("Condition":{"StringLike":{"aws:username":"ab*"}}}]})");
  const OpenDecider decider(policy, kRole);
  OpenMemo memo;
  for (const PrincipalKind kind :
       {PrincipalKind::kUser, PrincipalKind::kRole, PrincipalKind::kUser, PrincipalKind::kRole}) {
    const OpenRequest request = ByAccount(kMine, {kind});
    const OpenAnswer remembered = decider.Decide(request, &memo);
    const OpenAnswer fresh = decider.Decide(request);
    EXPECT_EQ(remembered.verdict, fresh.verdict);
    EXPECT_EQ(remembered.ways, fresh.ways);
    EXPECT_EQ(fresh.verdict,
              kind == PrincipalKind::kUser ? OpenVerdict::kDepends : OpenVerdict::kDenied);
  }
  const OpenRequest once_more = ByAccount(kMine, {PrincipalKind::kUser});
  EXPECT_EQ(decider.Decide(once_more, nullptr, 0).verdict, OpenVerdict::kUnknown);
  EXPECT_EQ(decider.Decide(once_more, &memo, 0).verdict, OpenVerdict::kDepends) << "not remembered";
}

}  // namespace
}  // namespace deputy
