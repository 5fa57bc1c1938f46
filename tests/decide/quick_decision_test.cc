// A statement about one caller and one action is decided by its row of quick tests, and what they
// do not answer is left to all of the tests.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/decide/compiler.h"
#include "engine/decide/evaluator.h"
#include "engine/policy/policy_parser.h"

namespace deputy {
namespace {

// Of a service that acts for 111122223333; nothing where it is not decided quickly.
std::optional<DecisionKind> DecidedQuickly(const std::string& action,
                                           const std::string& condition) {
  Diagnostics diagnostics;
  const std::optional<Policy> policy = ParsePolicyText(
      absl::StrCat(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":)",
                   R"({"Service":"dms.amazonaws.com"},"Action":)", action, R"(,"Condition":)",
                   condition, "}}"),
      PolicyType::kTrust, diagnostics);
  EXPECT_TRUE(policy.has_value()) << action << condition;
  if (!policy) return std::nullopt;
  Request request;
  request.principal = *ParseServicePrincipal("dms.amazonaws.com");
  request.action = "sts:AssumeRole";
  request.resource = "arn:aws:iam::111122223333:role/dms";
  request.Set("aws:SourceAccount", "111122223333");
  Vocabulary vocabulary;
  const Program program = Compile(*policy, vocabulary);
  return DecideQuickly(program, BoundRequest(request, vocabulary));
}

TEST(QuickDecision, OfOneCallerAndOneAction) {
  const auto of_account = [](const char* account) {
    return DecidedQuickly(
        R"("sts:AssumeRole")",
        absl::StrCat(R"({"StringEquals":{"aws:SourceAccount":")", account, "\"}}"));
  };
  EXPECT_EQ(of_account("111122223333"), DecisionKind::kAllowed);
  EXPECT_EQ(of_account("444455556666"), DecisionKind::kImplicitDeny);
  EXPECT_EQ(DecidedQuickly(R"("sts:TagSession")", "{}"), DecisionKind::kImplicitDeny);
}

TEST(QuickDecision, OfNothingMore) {
  EXPECT_EQ(DecidedQuickly(R"(["sts:AssumeRole","sts:TagSession"])", "{}"), std::nullopt);
  EXPECT_EQ(DecidedQuickly(R"("sts:*")", "{}"), std::nullopt);
  EXPECT_EQ(DecidedQuickly(R"("sts:AssumeRole")",
                           R"({"StringNotEquals":{"aws:SourceAccount":"444455556666"}})"),
            std::nullopt);
}

}  // namespace
}  // namespace deputy
