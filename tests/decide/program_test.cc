// What policies compile to, shown as dumps, and what deciding costs.
#include "engine/decide/program.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "engine/decide/authorizer.h"
#include "engine/decide/compiler.h"
#include "engine/policy/policy_parser.h"

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
  KeyTable keys;
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
       "  StringLike aws:sourceaccount\n    like 1*?\n"},
      {R"({"ArnEquals":{"aws:SourceArn":"arn:aws:dms:*:1:rep:a:b"}})",
       "  ArnEquals aws:sourcearn\n    arn arn|aws|dms|*|1|rep:a:b\n"},
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

TEST(Program, ManyExactValuesAreHashed) {
  std::string values;
  for (int i = 0; i < 8; ++i) values += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  EXPECT_EQ(DumpOf(R"({"StringEquals":{"a:b":[)" + values + "]}}").substr(0, 26),
            "  StringEquals a:b hashed\n");
}

// The promise of authorizer.h: deciding allocates nothing for policies without variables.
TEST(Authorize, DoesNotAllocate) {
  KeyTable keys;
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
