// Policies of every shape that a compiled program can have: what they compile to, are decompiled
// to, and decide.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/decide/authorizer.h"
#include "engine/decide/compiler.h"
#include "engine/decide/decompiler.h"
#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"

namespace deputy {
namespace {

constexpr char kRole[] = "arn:aws:iam::111122223333:role/dms";

Policy Parse(PolicyType type, const std::string& text) {
  Diagnostics diagnostics;
  std::optional<Policy> policy = ParsePolicyText(text, type, diagnostics);
  EXPECT_TRUE(policy.has_value()) << text << "\n" << diagnostics.FirstError()->message;
  return policy ? *std::move(policy) : Policy();
}

std::string Document(const std::vector<std::string>& statements,
                     absl::string_view version = "2012-10-17") {
  return absl::StrCat(R"({"Version":")", version, R"(","Statement":[)",
                      absl::StrJoin(statements, ","), "]}");
}

std::string TrustStatement(const std::string& condition) {
  return absl::StrCat(R"({"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},)",
                      R"("Action":"sts:AssumeRole","Condition":{)", condition, "}}");
}

Request ServiceRequest(const std::string& service = "dms.amazonaws.com") {
  Request request;
  request.principal = *ParseServicePrincipal(service);
  request.action = "sts:AssumeRole";
  request.resource = kRole;
  return request;
}

// Fast and explained, which must be the same.
Decision Decide(const std::string& text, const Request& request,
                PolicyType type = PolicyType::kTrust) {
  Vocabulary vocabulary;
  const Program program = Compile(Parse(type, text), vocabulary);
  const BoundRequest bound(request, vocabulary);
  ApplicablePolicies policies;
  policies.resource = &program;
  if (type != PolicyType::kTrust) policies.resource_layer = Layer::kResourcePolicy;
  Trace trace;
  const Decision explained = Authorize(policies, bound, &trace);
  Decision fast = Authorize(policies, bound);
  EXPECT_EQ(fast.kind, explained.kind) << text;
  EXPECT_EQ(fast.determining, explained.determining) << text;
  if (fast.kind == DecisionKind::kImplicitDeny) {
    EXPECT_EQ(fast.missing.Name(), explained.missing.Name()) << text;
  }
  for (const PolicyTrace& traced : trace.policies) {
    for (const StatementTrace& statement : traced.statements) {
      for (size_t i = 0; i < statement.clauses.size(); ++i)
        EXPECT_EQ(statement.clauses[i].clause, i) << text;
    }
  }
  return fast;
}

std::string DumpOf(PolicyType type, const std::string& text) {
  Vocabulary vocabulary;
  return Compile(Parse(type, text), vocabulary).Dump(vocabulary);
}

TEST(Dump, SaysWhatAStatementIsAbout) {
  EXPECT_EQ(
      DumpOf(PolicyType::kResource,
             Document(
                 {R"({"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"NotAction":"s3:Get*",)"
                  R"("NotResource":"arn:aws:s3:::bucket/*"})",
                  R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"})"})),
      "0 deny\n"
      "  not-principal account root 111122223333\n"
      "  not-action s3:get*\n"
      "  not-resource arn arn:aws:s3:::bucket/* [0:arn:aws:s3:::bucket/]\n"
      "1 allow\n"
      "  principal  *\n"
      "  action s3:getobject\n"
      "  resource like *\n");
}

TEST(Dump, SaysWhatValuesWereReadAs) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("StringLike":{"a:b":"plain"})", "StringLike a:b\n    like plain\n"},
      {R"("NumericEquals":{"a:b":"12"})", "NumericEquals a:b\n    number 12\n"},
      {R"("BinaryEquals":{"a:b":"AQID"})", "BinaryEquals a:b\n    binary AQID\n"},
      {R"("IpAddress":{"a:b":"2001:db8::/32"})",
       "IpAddress a:b\n    ipv6 32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.0/32\n"},
      {R"("StringEquals":{"a:b":"${aws:username}"})",
       "StringEquals a:b\n    expand ${aws:username}\n"},
  };
  for (const auto& [condition, dump] : cases) {
    const std::string all = DumpOf(PolicyType::kTrust, Document({TrustStatement(condition)}));
    EXPECT_EQ(all.substr(all.find("assumerole\n") + 13), dump) << condition;
  }
}

TEST(Dump, OfTheOlderVersionAVariableIsText) {
  const std::string dump = DumpOf(
      PolicyType::kTrust,
      Document({TrustStatement(R"("StringLike":{"a:b":"${aws:username}*"})")}, "2008-10-17"));
  EXPECT_NE(dump.find("    like ${aws:username}*"), std::string::npos) << dump;
}

TEST(Program, EncodesATextAsItself) {
  Vocabulary vocabulary;
  const Program program = Compile(
      Parse(PolicyType::kTrust, Document({TrustStatement(R"("StringEquals":{"a:b":"1*"})")})),
      vocabulary);
  const CompiledStatement& statement = program.statements()[0];
  const Operand& operand = program.OperandsOf(program.ClausesOf(statement)[0])[0];
  EXPECT_EQ(operand.kind, OperandKind::kText);
  EXPECT_EQ(program.Encoded(operand), "1*");  // a star, not a wildcard
  EXPECT_EQ(program.bytes(), program.memory().size());
}

TEST(Program, OfNothingMatchesNothing) {
  const Program program;
  EXPECT_TRUE(program.statements().empty());
  const Vocabulary vocabulary;
  const Request request = ServiceRequest();
  const BoundRequest bound(request, vocabulary);
  EXPECT_EQ(bound.action(), "sts:AssumeRole");
  const PolicyOutcome outcome = Evaluate(program, bound);
  EXPECT_TRUE(outcome.allows.empty());
  EXPECT_TRUE(outcome.denies.empty());
  EXPECT_EQ(DecideAlone(program, bound, Layer::kTrustPolicy).kind, DecisionKind::kImplicitDeny);
}

TEST(Decompiler, KeepsResourcesAndAbsentPrincipals) {
  const std::pair<PolicyType, std::string> policies[] = {
      {PolicyType::kIdentity,
       Document(
           {R"({"Effect":"Allow","Action":"s3:*","Resource":["*","arn:aws:s3:::b/${aws:username}"]})"})},
      {PolicyType::kResource,
       Document(
           {R"({"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::111122223333:user/u","AIDAABCDEFGHIJKLMNOP"],)"
            R"("CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},)"
            R"("NotAction":"s3:Get*","NotResource":"arn:aws:s3:::b/*"})"})},
  };
  for (const auto& [type, text] : policies) {
    const Policy policy = Parse(type, text);
    Vocabulary vocabulary;
    const Policy back = Decompile(Compile(policy, vocabulary), type, vocabulary);
    EXPECT_EQ(PrintPolicy(back), PrintPolicy(policy));
    EXPECT_EQ(back.statements[0].principal.has_value(), type == PolicyType::kResource);
  }
}

TEST(Reason, EachIsAtItsPlaceOfTheTable) {
  for (size_t i = 0; i < AllReasons().size(); ++i) {
    const ReasonInfo& info = AllReasons()[i];
    EXPECT_EQ(static_cast<size_t>(info.reason), i);
    EXPECT_EQ(&InfoOf(info.reason), &info);
    EXPECT_FALSE(info.meaning.empty()) << info.name;
  }
  EXPECT_EQ(AllReasons().back().reason, Reason::kNullNotAsAsked);
}

TEST(BoundValue, OfNoTextIsTheEmptyText) {
  const BoundValue value{absl::string_view()};
  EXPECT_FALSE(value.is_arn());
  EXPECT_NE(value.text().data(), nullptr);
  EXPECT_EQ(value.text(), "");
}

// More clauses than a row of quick tests has numbers for.
TEST(Evaluator, DecidesAStatementOfThreeHundredClauses) {
  std::vector<std::string> keys;
  Request request = ServiceRequest();
  for (int i = 0; i < 300; ++i) {
    keys.push_back(absl::StrCat("\"k:", i, "\":\"", i, "\""));
    request.Set(absl::StrCat("k:", i), absl::StrCat(i));
  }
  const std::string policy = Document(
      {TrustStatement(absl::StrCat(R"("StringEquals":{)", absl::StrJoin(keys, ","), "}"))});
  EXPECT_EQ(Decide(policy, request).kind, DecisionKind::kAllowed);
  request.Set("k:299", "other");
  EXPECT_EQ(Decide(policy, request).kind, DecisionKind::kImplicitDeny);
}

// 6.5: the policy of a KMS key is needed, that of another resource of KMS is not.
TEST(Authorizer, OnlyAKeyOfKmsNeedsItsPolicy) {
  Vocabulary vocabulary;
  const Program identity =
      Compile(Parse(PolicyType::kIdentity,
                    Document({R"({"Effect":"Allow","Action":"kms:*","Resource":"*"})"})),
              vocabulary);
  const std::pair<const char*, DecisionKind> cases[] = {
      {"arn:aws:kms:us-east-1:111122223333:key/k", DecisionKind::kImplicitDeny},
      {"arn:aws:kms:us-east-1:111122223333:alias/a", DecisionKind::kAllowed},
  };
  for (const auto& [resource, expected] : cases) {
    Request request;
    request.principal = *ParseIamPrincipal("arn:aws:iam::111122223333:user/u");
    request.action = "kms:DescribeKey";
    request.resource = resource;
    ApplicablePolicies policies;
    policies.resource_layer = Layer::kResourcePolicy;
    policies.identity = {&identity};
    const BoundRequest bound(request, vocabulary);
    const Decision decision = Authorize(policies, bound);
    EXPECT_EQ(decision.kind, expected) << resource;
    if (expected == DecisionKind::kImplicitDeny) {
      EXPECT_EQ(decision.missing.layer, Layer::kResourcePolicy);
    }
  }
}

// 2.5: a provider that is named by its host is the one in the account of the role; where the role
// is in none, there is none.
TEST(PrincipalWords, AHostIsKnownByTheAccountOfTheRole) {
  const std::string policy = Document(
      {R"({"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.example.com"},)"
       R"("Action":"sts:AssumeRoleWithWebIdentity"})"});
  Request request;
  request.principal = *ParseFederatedPrincipal("token.example.com");
  request.action = "sts:AssumeRoleWithWebIdentity";
  const std::pair<const char*, DecisionKind> cases[] = {
      {kRole, DecisionKind::kAllowed},
      {"arn:aws:iam::444455556666:role/dms", DecisionKind::kImplicitDeny},
      {"role/dms", DecisionKind::kImplicitDeny},
  };
  for (const auto& [role, expected] : cases) {
    request.resource = role;
    EXPECT_EQ(Decide(policy, request).kind, expected) << role;
  }
}

TEST(FillInContext, AKeyWithoutValuesIsAbsentAndFilledIn) {
  Request request = ServiceRequest();
  request.Set("aws:PrincipalServiceName", std::vector<std::string>());
  EXPECT_FALSE(FillInContext(request).has_value());
  ASSERT_NE(request.Find("aws:PrincipalServiceName"), nullptr);
  EXPECT_EQ(*request.Find("aws:PrincipalServiceName"), "dms.amazonaws.com");
  EXPECT_TRUE(request.context.at("aws:principalservicename").filled_in);
}

TEST(FillInContext, SaysWhatThePrincipalHas) {
  const auto problem = [](const char* key, const char* value) {
    Request request = ServiceRequest();
    request.Set(key, value);
    return FillInContext(request).value_or(ContextProblem()).message;
  };
  EXPECT_EQ(problem("aws:PrincipalServiceName", "rds.amazonaws.com"),
            "the key `aws:PrincipalServiceName` contradicts the principal: service has "
            "`dms.amazonaws.com`");
  EXPECT_EQ(problem("aws:PrincipalAccount", "111122223333"),
            "the key `aws:PrincipalAccount` contradicts the principal: service has no such key");
  EXPECT_EQ(problem("aws:PrincipalServiceName", "dms.amazonaws.com"), "");
}

TEST(FillInContext, TheRoleOfASessionIsOfItsPartitionAccountAndName) {
  const std::pair<const char*, bool> cases[] = {
      {"arn:aws:iam::111122223333:role/some/path/r", true},
      {"arn:aws:iam::111122223333:role/other", false},
      {"arn:aws:iam::444455556666:role/r", false},
      {"arn:aws-cn:iam::111122223333:role/r", false},
      {"arn:aws:iam::111122223333:user/r", false},
      {"r", false},
  };
  for (const auto& [given, agrees] : cases) {
    Request request;
    request.principal = *ParseIamPrincipal("arn:aws:sts::111122223333:assumed-role/r/s");
    request.action = "sts:AssumeRole";
    request.resource = kRole;
    request.Set("aws:PrincipalArn", given);
    const std::optional<ContextProblem> problem = FillInContext(request);
    EXPECT_EQ(!problem.has_value(), agrees) << given;
    if (problem) {
      EXPECT_EQ(problem->rule, "contradicts-principal") << given;
    }
  }
}

// Eight statements and more stand in an index; that one names its principal or action by what it
// is not keeps it out of the index, not out of the decision.
TEST(StatementIndex, FindsStatementsOfEveryShape) {
  const std::string others[] = {
      R"({"Effect":"Deny","NotPrincipal":{"Service":"s8.amazonaws.com"},"Action":"sts:AssumeRole","Resource":"*"})",
      R"({"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"NotAction":"sts:TagSession","Resource":"*"})",
      R"({"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":["sts:TagSession","sts:AssumeRole"],"Resource":"*"})",
      R"({"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:Assume*","Resource":"*"})",
      R"({"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Resource":"*"})",
  };
  for (const std::string& other : others) {
    std::vector<std::string> statements;
    statements.reserve(10);
    for (int i = 0; i < 9; ++i) {
      statements.push_back(
          absl::StrCat(R"({"Effect":"Allow","Principal":{"Service":"s)", i,
                       R"(.amazonaws.com"},"Action":"sts:AssumeRole","Resource":"*"})"));
    }
    statements.push_back(other);
    const std::string policy = Document(statements);
    const Decision ninth =
        Decide(policy, ServiceRequest("s8.amazonaws.com"), PolicyType::kResource);
    ASSERT_FALSE(ninth.determining.empty()) << other;
    EXPECT_EQ(ninth.determining[0].statement, 8u) << other;
    const Decision last = Decide(policy, ServiceRequest(), PolicyType::kResource);
    ASSERT_EQ(last.determining.size(), 1u) << other;
    EXPECT_EQ(last.determining[0].statement, 9u) << other;
    Request unheard = ServiceRequest("unheard.amazonaws.com");
    unheard.action = "sts:TagSession";
    const Decision nobody = Decide(policy, unheard, PolicyType::kResource);
    EXPECT_EQ(nobody.kind, DecisionKind::kImplicitDeny);
    EXPECT_EQ(nobody.missing.layer, Layer::kResourcePolicy) << other;
  }
}

std::string ArnPolicy(const std::vector<std::string>& patterns) {
  return Document({TrustStatement(absl::StrCat(R"("ArnLike":{"aws:SourceArn":[")",
                                               absl::StrJoin(patterns, R"(",")"), "\"]}"))});
}

bool LetsIn(const std::vector<std::string>& patterns, absl::string_view source) {
  Request request = ServiceRequest();
  request.Set("aws:SourceArn", source);
  return Decide(ArnPolicy(patterns), request).kind == DecisionKind::kAllowed;
}

// Without an account the patterns are told apart by how their resources begin, those that say too
// little of it are tried.
TEST(ValueIndex, TellsBucketsApartByHowTheyBegin) {
  std::vector<std::string> patterns = {"arn:aws:s3:::x*", "arn:aws:s3:::y${aws:username}*"};
  for (int i = 0; i < 10; ++i) patterns.push_back(absl::StrCat("arn:aws:s3:::b", i, "-logs*"));
  EXPECT_NE(DumpOf(PolicyType::kTrust, ArnPolicy(patterns)).find(" indexed"), std::string::npos);
  const std::pair<const char*, bool> sources[] = {
      {"arn:aws:s3:::b0-logs", true},
      {"arn:aws:s3:::b9-logs-2026", true},
      {"arn:aws:s3:::b9-log", false},
      {"arn:aws:s3:::c9-logs", false},
      {"arn:aws:s3:::b", false},
      {"arn:aws:s3:::xyz", true},
      {"b0-logs", false},
      {"", false},
  };
  for (const auto& [source, expected] : sources) {
    EXPECT_EQ(LetsIn(patterns, source), expected) << source;
    bool alone = false;  // each pattern for itself is in no index
    for (const std::string& pattern : patterns) alone = alone || LetsIn({pattern}, source);
    EXPECT_EQ(alone, expected) << source;
  }
}

// The same account in two patterns: the one that matches is found behind the one that does not.
TEST(ValueIndex, TriesAllOfOneKeyAndTheRest) {
  std::vector<std::string> patterns;
  patterns.reserve(11);
  for (int i = 0; i < 8; ++i)
    patterns.push_back(absl::StrCat("arn:aws:dms:us-east-1:11112222333", i, ":rep:*"));
  patterns.emplace_back("arn:aws:dms:us-east-1:111122223337:task:*");
  patterns.emplace_back("arn:aws:dms:*:*:endpoint:*");
  patterns.emplace_back("arn:aws:dms:*:*:cert:*");
  EXPECT_TRUE(LetsIn(patterns, "arn:aws:dms:us-east-1:111122223337:task:t"));
  EXPECT_TRUE(LetsIn(patterns, "arn:aws:dms:us-east-1:111122223337:rep:r"));
  EXPECT_TRUE(LetsIn(patterns, "arn:aws:dms:eu-west-1:444455556666:cert:c"));
  EXPECT_FALSE(LetsIn(patterns, "arn:aws:dms:us-east-1:111122223336:task:t"));
  EXPECT_FALSE(LetsIn(patterns, "arn:aws:dms:eu-west-1:444455556666:other:c"));
}

// Some are told apart by their resources and others by their accounts: an index of two parts.
TEST(ValueIndex, HasAPartForEachWayOfTellingThemApart) {
  std::vector<std::string> patterns;
  for (int i = 10; i < 40; ++i) {
    patterns.push_back(absl::StrCat("arn:aws:dms:*:*:rep:R", i));
    patterns.push_back(absl::StrCat("arn:aws:dms:*:1111222233", i, ":task:*"));
  }
  for (int i = 10; i < 41; ++i) {
    const bool there = i < 40;
    EXPECT_EQ(LetsIn(patterns, absl::StrCat("arn:aws:dms:eu-west-1:444455556666:rep:R", i)), there);
    EXPECT_EQ(LetsIn(patterns, absl::StrCat("arn:aws:dms:eu-west-1:1111222233", i, ":task:t")),
              there);
    EXPECT_FALSE(LetsIn(patterns, absl::StrCat("arn:aws:dms:eu-west-1:1111222233", i, ":other:t")));
  }
}

// `${*}` is a star that stands for itself, by which values can be told apart like by any letter.
TEST(ValueIndex, KnowsALiteralStar) {
  std::vector<std::string> patterns;
  for (int i = 10; i < 40; ++i)
    patterns.push_back(absl::StrCat("arn:aws:dms:*:*:rep:R", i, "${*}x"));
  EXPECT_TRUE(LetsIn(patterns, "arn:aws:dms:eu-west-1:444455556666:rep:R12*x"));
  EXPECT_FALSE(LetsIn(patterns, "arn:aws:dms:eu-west-1:444455556666:rep:R12yx"));
  EXPECT_FALSE(LetsIn(patterns, "arn:aws:dms:eu-west-1:444455556666:rep:R12${y}x"));
}

TEST(ValueIndex, OfTheOlderVersionKnowsNoVariables) {
  std::vector<std::string> patterns;
  patterns.reserve(9);
  for (int i = 0; i < 9; ++i)
    patterns.push_back(absl::StrCat("arn:aws:dms:*:11112222333", i, ":${aws:username}*"));
  const std::string policy =
      Document({TrustStatement(absl::StrCat(R"("ArnLike":{"aws:SourceArn":[")",
                                            absl::StrJoin(patterns, R"(",")"), "\"]}"))},
               "2008-10-17");
  Request request = ServiceRequest();
  request.Set("aws:username", "me");
  request.Set("aws:SourceArn", "arn:aws:dms:us-east-1:111122223333:${aws:username}x");
  EXPECT_EQ(Decide(policy, request).kind, DecisionKind::kAllowed);
  request.Set("aws:SourceArn", "arn:aws:dms:us-east-1:111122223333:mex");
  EXPECT_EQ(Decide(policy, request).kind, DecisionKind::kImplicitDeny);
}

// A trace names the value of the request that decided, and the policy's that it matched.
TEST(Shapes, WhichValuesDecided) {
  const auto decided = [](const std::string& op, const std::string& values) {
    Vocabulary vocabulary;
    const Policy policy = Parse(
        PolicyType::kTrust,
        Document({TrustStatement(absl::StrCat("\"", op, R"(":{"aws:TagKeys":)", values, "}"))}));
    const Program program = Compile(policy, vocabulary);
    Request request = ServiceRequest();
    request.Set("aws:TagKeys", std::vector<std::string>{"a", "b", "c"});
    PolicyTrace trace;
    Evaluate(program, BoundRequest(request, vocabulary), &trace);
    const ClauseTrace& clause = trace.statements[0].clauses[0];
    return std::pair(clause.request_value, clause.policy_value);
  };
  EXPECT_EQ(decided("ForAnyValue:StringEquals", R"(["z","b"])"), std::pair(1, 1));
  EXPECT_EQ(decided("ForAllValues:StringEquals", R"(["a","b"])"), std::pair(2, -1));
  EXPECT_EQ(decided("ForAnyValue:StringNotEquals", R"(["b","a"])"), std::pair(2, -1));
}

}  // namespace
}  // namespace deputy
