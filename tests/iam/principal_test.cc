#include "engine/iam/principal.h"

#include <gtest/gtest.h>

#include <ostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace deputy {
namespace {

// Every field of a principal, or "none".
std::string Show(const std::optional<Principal>& p) {
  if (!p) return "none";
  return absl::StrJoin({std::string(p->KindName()), p->text, p->partition, p->account, p->name,
                        p->session, p->PrincipalArn()},
                       " | ");
}

TEST(IamPrincipal, ReadsItsFiveForms) {
  EXPECT_EQ(Show(ParseIamPrincipal("arn:aws:iam::123456789012:root")),
            "account root | arn:aws:iam::123456789012:root | aws | 123456789012 |  |  | "
            "arn:aws:iam::123456789012:root");
  EXPECT_EQ(Show(ParseIamPrincipal("arn:aws:iam::123456789012:user/path/to/Bob")),
            "user | arn:aws:iam::123456789012:user/path/to/Bob | aws | 123456789012 | Bob |  | "
            "arn:aws:iam::123456789012:user/path/to/Bob");
  EXPECT_EQ(Show(ParseIamPrincipal("arn:aws:iam::123456789012:role/service-role/R")),
            "role | arn:aws:iam::123456789012:role/service-role/R | aws | 123456789012 | R |  | "
            "arn:aws:iam::123456789012:role/service-role/R");
  // 7.3: of a session the role's ARN without a path
  EXPECT_EQ(Show(ParseIamPrincipal("arn:aws:sts::123456789012:assumed-role/R/S")),
            "role session | arn:aws:sts::123456789012:assumed-role/R/S | aws | 123456789012 | R | "
            "S | arn:aws:iam::123456789012:role/R");
  EXPECT_EQ(Show(ParseIamPrincipal("arn:aws:sts::123456789012:federated-user/F")),
            "federated user | arn:aws:sts::123456789012:federated-user/F | aws | 123456789012 | F "
            "| F | arn:aws:sts::123456789012:federated-user/F");
}

// 2.2
TEST(IamPrincipal, AnAccountIdIsItsRoot) {
  EXPECT_EQ(Show(ParseIamPrincipal("000123456789")),
            Show(ParseIamPrincipal("arn:aws:iam::000123456789:root")));
}

TEST(IamPrincipal, KnowsThePartitions) {
  for (const absl::string_view partition : {"aws", "aws-cn", "aws-us-gov", "aws-iso-b", "aws-x2"}) {
    const auto role =
        ParseIamPrincipal(absl::StrCat("arn:", partition, ":sts::123456789012:assumed-role/R/S"));
    ASSERT_TRUE(role) << partition;
    EXPECT_EQ(role->partition, partition);
    EXPECT_EQ(role->PrincipalArn(), absl::StrCat("arn:", partition, ":iam::123456789012:role/R"));
  }
  for (const absl::string_view partition :
       {"", "*", "AWS", "aws-", "aws-CN", "awscn", "azure", "aws-c n", "aws-*"}) {
    EXPECT_FALSE(ParseIamPrincipal(absl::StrCat("arn:", partition, ":iam::123456789012:root")))
        << partition;
  }
}

// BI-058, BI-059, 2.3
TEST(IamPrincipal, RefusesEverythingElse) {
  for (const absl::string_view text : {"",
                                       "*",
                                       "1234",
                                       "1234567890123",
                                       "１２３４５６７８９０１２",
                                       "dms.amazonaws.com",
                                       "AROAEXAMPLEEXAMPLE123",
                                       "your_account_id",
                                       "root",
                                       "arn:aws:iam::12345678901:root",
                                       "arn:aws:iam::ACCOUNT_ID:root",
                                       "arn:aws:iam:::root",
                                       "arn:aws:iam::*:root",
                                       "arn:aws:iam::123456789012:*",
                                       "arn:aws:iam::123456789012:user/*",
                                       "arn:aws:iam::123456789012:role/a?c",
                                       "arn:aws:sts::123456789012:assumed-role/R/*",
                                       "arn:aws:iam:us-east-1:123456789012:root",
                                       "arn:aws:sts::123456789012:root",
                                       "arn:aws:iam::123456789012:Root",
                                       "arn:aws:iam::123456789012:root/x",
                                       "arn:aws:iam::123456789012:",
                                       "arn:aws:iam::123456789012:user",
                                       "arn:aws:iam::123456789012",
                                       "arn:aws:iam::123456789012:user/",
                                       "arn:aws:iam::123456789012:role/",
                                       "arn:aws:iam::123456789012:role/path/",
                                       "arn:aws:iam::123456789012:group/G",
                                       "arn:aws:iam::123456789012:policy/P",
                                       "arn:aws:iam::123456789012:assumed-role/R/S",
                                       "arn:aws:sts::123456789012:role/R",
                                       "arn:aws:sts::123456789012:assumed-role/R",
                                       "arn:aws:sts::123456789012:assumed-role/R/",
                                       "arn:aws:sts::123456789012:assumed-role//S",
                                       "arn:aws:sts::123456789012:assumed-role/p/R/S",
                                       "arn:aws:sts::123456789012:federated-user/",
                                       "arn:aws:iam::123456789012:oidc-provider/x",
                                       "arn:aws:s3:::bucket",
                                       "ARN:aws:iam::123456789012:root",
                                       " arn:aws:iam::123456789012:root",
                                       "arn:aws:iam::123456789012:root ",
                                       "arn:aws:iam::123456789012:role/a b",
                                       "arn:aws:iam::123456789012:role/a\n"}) {
    EXPECT_EQ(Show(ParseIamPrincipal(text)), "none") << text;
  }
}

// 6.6
TEST(Principal, KnowsServiceLinkedRoles) {
  const auto linked = [](absl::string_view resource) {
    const auto principal = ParseIamPrincipal(absl::StrCat("arn:aws:", resource));
    return principal && principal->IsServiceLinkedRole();
  };
  EXPECT_TRUE(linked("iam::123456789012:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"));
  EXPECT_TRUE(linked("sts::123456789012:assumed-role/AWSServiceRoleForX/S"));
  EXPECT_FALSE(linked("iam::123456789012:role/R"));
  EXPECT_FALSE(linked("iam::123456789012:role/my/aws-service-role/R"));
  EXPECT_FALSE(linked("iam::123456789012:role/a:role/aws-service-role/R"));
  EXPECT_FALSE(linked("iam::123456789012:role/AWSServiceRoleForX"));  // the path is what counts
  EXPECT_FALSE(linked("iam::123456789012:user/aws-service-role/U"));
  EXPECT_FALSE(linked("sts::123456789012:assumed-role/R/AWSServiceRoleForX"));
}

TEST(Principal, TellsIamPrincipalsFromOthers) {
  for (const absl::string_view text :
       {"123456789012", "arn:aws:iam::123456789012:user/U", "arn:aws:iam::123456789012:role/R",
        "arn:aws:sts::123456789012:assumed-role/R/S",
        "arn:aws:sts::123456789012:federated-user/F"}) {
    EXPECT_TRUE(ParseIamPrincipal(text)->IsIam()) << text;
  }
  EXPECT_FALSE(Principal().IsIam());
  EXPECT_FALSE(ParseServicePrincipal("dms.amazonaws.com")->IsIam());
  EXPECT_FALSE(ParseFederatedPrincipal("accounts.google.com")->IsIam());
  EXPECT_EQ(Show(Principal()), "anonymous caller |  |  |  |  |  | ");
}

// 2.4
TEST(ServicePrincipal, IsAnyPlainName) {
  EXPECT_EQ(Show(ParseServicePrincipal("dms.amazonaws.com")),
            "service | dms.amazonaws.com |  |  |  |  | ");
  EXPECT_TRUE(ParseServicePrincipal("*.amazonaws.com"));  // plain text: matches nobody
  for (const absl::string_view text :
       {"", " ", "dms amazonaws", "dms.amazonaws.com ", "a\tb", "a\x7f"}) {
    EXPECT_FALSE(ParseServicePrincipal(text)) << text;
  }
}

// 2.5
TEST(FederatedPrincipal, IsAProviderOrADomain) {
  EXPECT_EQ(Show(ParseFederatedPrincipal("arn:aws:iam::123456789012:saml-provider/ADFS")),
            "identity provider | arn:aws:iam::123456789012:saml-provider/ADFS | aws | 123456789012 "
            "|  |  | ");
  EXPECT_EQ(Show(ParseFederatedPrincipal("accounts.google.com")),
            "identity provider | accounts.google.com |  |  |  |  | ");
  for (const absl::string_view text :
       {"cognito-identity.amazonaws.com", "www.amazon.com", "graph.facebook.com",
        "token.actions.githubusercontent.com", "oidc.eks.us-east-1.amazonaws.com/id/ABC",
        "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC",
        "arn:aws-cn:iam::123456789012:oidc-provider/x-provider/"}) {
    EXPECT_TRUE(ParseFederatedPrincipal(text)) << text;
  }
  for (const absl::string_view text :
       {"", "*", "*.google.com", "accounts.google.com ", "https://accounts.google.com", "aws",
        "localhost", "sub/accounts.google.com", "arn:aws:iam", "arn:aws:iam::123456789012:root",
        "arn:aws:iam::123456789012:role/R", "arn:aws:iam::1234:saml-provider/A",
        "arn:aws:iam::123456789012:saml-provider/", "arn:aws:iam::123456789012:oidc-provider/",
        "arn:aws:iam::123456789012:saml-provider", "arn:aws:sts::123456789012:saml-provider/A",
        "arn:aws:iam:x:123456789012:saml-provider/A", "arn:azure:iam::123456789012:saml-provider/A",
        "arn:aws:iam::123456789012:saml-provider/*"}) {
    EXPECT_FALSE(ParseFederatedPrincipal(text)) << text;
  }
}

// 2.3
TEST(UniqueId, IsWhatIamShowsForTheDeleted) {
  for (const absl::string_view text :
       {"AROAEXAMPLEEXAMPLE123", "AIDAJQABLZS4A3QDU576Q", "AROAAAAA"}) {
    EXPECT_TRUE(IsUniqueId(text)) << text;
  }
  EXPECT_TRUE(IsUniqueId("AROA" + std::string(124, 'A')));
  EXPECT_FALSE(IsUniqueId("AROA" + std::string(125, 'A')));
  for (const absl::string_view text :
       {"", "AROA", "AROAAAA", "AKIAIOSFODNN7EXAMPLE", "ASCAIOSFODNN7EXAMPLE",
        "AGPAIOSFODNN7EXAMPLE", "123456789012", "aroaexampleexample123", "AROAEXAMPLE-EXAMPLE12",
        "YOURACCOUNTIDGOESHERE", "AWSACCOUNTNUMBERHERE", "*", "AROAEXAMPLEEXAMPLE123 "}) {
    EXPECT_FALSE(IsUniqueId(text)) << text;
  }
}

}  // namespace
}  // namespace deputy
