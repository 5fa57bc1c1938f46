// What two policies let callers of the resource's own account do, by whose identity policies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/prove/comparison.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

Policy Of(const std::string& statements, PolicyType type) {
  return *TryPolicy(absl::StrCat(R"({"Version":"2012-10-17","Statement":[)", statements, "]}"),
                    type);
}

PolicyComparison OfRoles(const char* before, const char* after, const std::string& resource = "") {
  const auto policy = [](const char* principals) {
    return Of(absl::StrCat(R"({"Effect":"Allow","Principal":{"AWS":)", principals,
                           R"(},"Action":"sts:AssumeRole"})"),
              PolicyType::kTrust);
  };
  return CompareAccess(policy(before), policy(after), resource);
}

constexpr char kAccount[] = R"("111122223333")";
constexpr char kRoleA[] = R"("arn:aws:iam::111122223333:role/a")";

// docs/semantics.md 6.5: who is named itself needs no identity policy.
TEST(AccessComparison, WhoIsNamedItselfNeedsNoIdentityPolicy) {
  const std::string both = absl::StrCat("[", kAccount, ",", kRoleA, "]");
  const PolicyComparison named = OfRoles(kAccount, both.c_str());
  ASSERT_EQ(named.relation, Relation::kWider) << named.reason;
  EXPECT_EQ(named.only_after->principal.text, "arn:aws:iam::111122223333:role/a");
  EXPECT_FALSE(named.identity_after);
  EXPECT_EQ(OfRoles(kAccount, kRoleA).relation, Relation::kIncomparable);
  EXPECT_EQ(OfRoles(R"("*")", kRoleA).relation, Relation::kIncomparable);
  EXPECT_EQ(OfRoles(both.c_str(), both.c_str()).relation, Relation::kEquivalent);
}

TEST(AccessComparison, OnlyInTheAccountOfTheRole) {
  const std::string elsewhere = "arn:aws:iam::444455556666:role/t";
  EXPECT_EQ(OfRoles(kAccount, kRoleA, elsewhere).relation, Relation::kNarrower);
  EXPECT_EQ(OfRoles(kAccount, kRoleA, "arn:aws:iam::111122223333:role/t").relation,
            Relation::kIncomparable);
}

// Another resource lets its own account do whatever identity policies allow and no Deny denies.
TEST(AccessComparison, ADenyOfAResourceIsForItsOwnAccountToo) {
  const auto policy = [](const char* action, const char* more = "") {
    return Of(
        absl::StrCat(
            R"({"Effect":"Deny","Principal":"*","Action":")", action,
            R"(","Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}})",
            more),
        PolicyType::kResource);
  };
  const PolicyComparison wider = CompareAccess(policy("s3:*"), policy("s3:GetBucketAcl"));
  ASSERT_EQ(wider.relation, Relation::kWider) << wider.reason;
  EXPECT_TRUE(wider.identity_after);
  EXPECT_EQ(wider.only_after->principal.account, wider.only_after->ResourceAccount());
  EXPECT_TRUE(IsDifference(policy("s3:GetBucketAcl"), policy("s3:*"), *wider.only_after));
  EXPECT_FALSE(IsDifference(policy("s3:*"), policy("s3:GetBucketAcl"), *wider.only_after));
  EXPECT_EQ(CompareAccess(policy("s3:*"), policy("s3:*")).relation, Relation::kEquivalent);
  EXPECT_EQ(
      CompareAccess(
          policy("s3:*"),
          policy(
              "s3:*",
              R"(,{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111122223333:role/a"},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"})"),
          "111122223333")
          .relation,
      Relation::kNarrower);
  const Policy allows =
      Of(R"({"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"})",
         PolicyType::kResource);
  const PolicyComparison denied =
      CompareAccess(allows, policy("s3:*", R"(,{"Effect":"Allow","Principal":"*","Action":"s3:*",)"
                                           R"("Resource":"arn:aws:s3:::b/*"})"));
  EXPECT_EQ(denied.relation, Relation::kNarrower) << "a Deny more";
}

}  // namespace
}  // namespace deputy
