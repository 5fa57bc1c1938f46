// What policies compile to, shown as dumps, and what deciding costs.
#include "engine/decide/program.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "engine/decide/authorizer.h"
#include "engine/decide/compiler.h"
#include "engine/decide/decompiler.h"
#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"

namespace {

// Counts every allocation of this test program.
size_t allocations = 0;

}  // namespace

// GCC sees malloc and free through the inlined operators and takes them for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

void* operator new(size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace deputy {
namespace {

Policy Parse(const std::string& text) {
  Diagnostics diagnostics;
  std::optional<Policy> policy = ParsePolicyText(text, PolicyType::kTrust, diagnostics);
  EXPECT_TRUE(policy.has_value()) << diagnostics.FirstError()->message;
  return *std::move(policy);
}

std::string Statement(const std::string& condition) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},)"
         R"("Action":"sts:AssumeRole","Condition":)" +
         condition + "}]}";
}

std::string DumpOf(const std::string& condition) {
  Vocabulary keys;
  const std::string dump = Compile(Parse(Statement(condition)), keys).Dump(keys);
  const std::string head =
      "0 allow\n  principal service dms.amazonaws.com\n  action sts:assumerole\n";
  EXPECT_EQ(dump.substr(0, head.size()), head);
  return dump.substr(head.size());
}

TEST(Program, DumpsEveryKindOfOperand) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})",
       "  StringEquals aws:sourceaccount\n    text 111122223333\n"},
      {R"({"StringLike":{"aws:SourceAccount":"1**?"}})",
       "  StringLike aws:sourceaccount\n    like 1*? [0~1*?]\n"},
      {R"({"ArnEquals":{"aws:SourceArn":"arn:aws:dms:*:1:rep:a:b"}})",
       "  ArnEquals aws:sourcearn\n    arn arn:aws:dms:*:1:rep:a:b [0:arn:aws:dms:] "
       "[4=1:rep:a:b]\n"},
      {R"({"ArnLike":{"aws:SourceArn":"*"}})", "  ArnLike aws:sourcearn\n    never\n"},
      {R"({"NumericLessThan":{"a:b":"-007.50"}})", "  NumericLessThan a:b\n    number -7.5\n"},
      {R"({"DateEquals":{"a:b":"1970-01-02"}})", "  DateEquals a:b\n    time 86400.0\n"},
      {R"({"Bool":{"a:b":"TRUE"}})", "  Bool a:b\n    true\n"},
      {R"({"IpAddress":{"a:b":"10.0.0.0/8"}})", "  IpAddress a:b\n    ipv4 10.0.0.0/8\n"},
      {R"({"Null":{"a:b":"false"}})", "  Null a:b\n    false\n"},
      {R"({"StringLikeIfExists":{"a:b":"x*${aws:username, 'me'}${*}"}})",
       "  StringLikeIfExists a:b\n    expand x*${aws:username, 'me'}*\n"},
  };
  for (const auto& [condition, dump] : cases) EXPECT_EQ(DumpOf(condition), dump) << condition;
}

// A run of literal components is one test; what stands between stars is a pattern of its component.
TEST(Program, CutsPatterns) {
  const std::pair<const char*, const char*> cases[] = {
      {"arn:aws:dms:*:1:rep:*", "[0:arn:aws:dms:] [4:1:rep:]"},
      {"arn:*:*:*:*:*", "[0:arn:]"},
      {"arn:aws:s3:::bucket", "[0=arn:aws:s3:::bucket]"},
      {"arn:aws:dms:us-*:1:rep:?", "[0:arn:aws:dms:] [3~us-*] [4:1:] [5~rep:?]"},
      {"*:aws:dms:*:1:*x", "[1:aws:dms:] [4:1:] [5~*x]"},
      {"arn:aws:dms:*:1:${*}y", "[0:arn:aws:dms:] [4=1:*y]"},
  };
  for (const auto& [pattern, tests] : cases) {
    const std::string dump =
        DumpOf(std::string(R"({"ArnLike":{"aws:SourceArn":")") + pattern + R"("}})");
    EXPECT_EQ(dump.substr(dump.find(" [") + 1), std::string(tests) + "\n") << pattern;
  }
}

TEST(Program, ManyValuesAreIndexed) {
  std::string values;
  for (int i = 0; i < 8; ++i) values += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  EXPECT_EQ(DumpOf(R"({"StringEquals":{"a:b":[)" + values + "]}}").substr(0, 27),
            "  StringEquals a:b indexed\n");
}

TEST(Program, EqualPoliciesAreEqualBytes) {
  Vocabulary vocabulary;
  const auto compile = [&](const std::string& account) {
    return Compile(Parse(Statement(R"({"StringEquals":{"aws:SourceAccount":")" + account + "\"}}")),
                   vocabulary);
  };
  EXPECT_EQ(compile("111122223333").memory(), compile("111122223333").memory());
  EXPECT_NE(compile("111122223333").memory(), compile("111122223334").memory());
}

// A store keeps programs only; what it shows of a policy is decompiled.
TEST(Program, DecompilesToWhatItWasCompiledFrom) {
  const char* policies[] = {
      R"({"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"Service":["dms.amazonaws.com","s3.amazonaws.com"],"AWS":["111122223333","arn:aws:iam::111122223333:role/p/r"],"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":["sts:AssumeRole","sts:Tag*"],"Condition":{"StringEquals":{"aws:SourceAccount":["1","2"]},"ArnLikeIfExists":{"aws:SourceArn":"arn:aws:dms:*:1:rep:${aws:username}*"},"ForAnyValue:NumericLessThan":{"a:b":"-7.50"},"Null":{"a:c":"true"}}}]})",
      R"({"Version":"2008-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{"StringNotLike":{"aws:SourceAccount":"1?1*"},"DateLessThan":{"aws:CurrentTime":"2026-01-01"},"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"},"Bool":{"aws:SecureTransport":"false"}}}]})",
  };
  for (const char* text : policies) {
    const Policy policy = Parse(text);
    Vocabulary vocabulary;
    const Program program = Compile(policy, vocabulary);
    EXPECT_EQ(PrintPolicy(Decompile(program, PolicyType::kTrust, vocabulary)), PrintPolicy(policy));
  }
}

// The promise of authorizer.h: deciding allocates nothing for policies without variables.
TEST(Authorize, DoesNotAllocate) {
  Vocabulary keys;
  const Program program = Compile(
      Parse(Statement(
          R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:rep:*"}})")),
      keys);
  Request request;
  request.principal = *ParseServicePrincipal("dms.amazonaws.com");
  request.action = "sts:AssumeRole";
  request.resource = "arn:aws:iam::111122223333:role/dms";
  request.Set("aws:SourceAccount", "111122223333");
  request.Set("aws:SourceArn", "arn:aws:dms:us-east-1:111122223333:rep:R");
  ASSERT_FALSE(FillInContext(request));
  const BoundRequest bound(request, keys);
  ApplicablePolicies policies;
  policies.resource = &program;
  const size_t before = allocations;
  const Decision decision = Authorize(policies, bound);
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(decision.kind, DecisionKind::kAllowed);
}

}  // namespace
}  // namespace deputy
