// The shapes of role files, and how large ones are read.
#include "simulator/intake/role_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace deputy {
namespace {

constexpr char kPolicy[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]})";
constexpr char kArn[] = "arn:aws:iam::111122223333:role/r";

std::string RoleWith(const std::string& document) {
  return std::string(R"({"Arn":")") + kArn + R"(","RoleName":"r","AssumeRolePolicyDocument":)" +
         document + "}";
}

TEST(RoleReader, ReadsEveryShape) {
  const std::string role = RoleWith(kPolicy);
  const std::string shapes[] = {role,
                                R"({"Role":)" + role + "}",
                                R"({"Roles":[)" + role + R"(],"IsTruncated":false})",
                                R"({"UserDetailList":[],"RoleDetailList":[)" + role + "]}",
                                "[" + role + "]",
                                std::string("{\"") + kArn + "\":" + kPolicy + "}",
                                role + "\n"};
  for (const std::string& shape : shapes) {
    Diagnostics diagnostics;
    const std::vector<RoleDocument> roles = ReadRoles(shape, diagnostics);
    ASSERT_EQ(roles.size(), 1u) << shape;
    EXPECT_EQ(roles[0].arn, kArn);
    EXPECT_TRUE(roles[0].trust_policy.has_value());
    EXPECT_FALSE(diagnostics.has_errors());
  }
}

TEST(RoleReader, JsonLinesPointIntoTheFile) {
  const std::string text =
      RoleWith(kPolicy) + "\n" + RoleWith(R"({"Version":"x","Statement":[]})") + "\n";
  Diagnostics diagnostics;
  const std::vector<RoleDocument> roles = ReadRoles(text, diagnostics);
  ASSERT_EQ(roles.size(), 2u);
  EXPECT_FALSE(roles[1].trust_policy.has_value());
  EXPECT_EQ(text.substr(diagnostics.FirstError()->range.begin, 3), "\"x\"");
  EXPECT_EQ(text.substr(roles[1].range.begin, 4), "\"arn");
}

TEST(RoleReader, SaysWhatIsNoRole) {
  for (const auto& [text, rule] :
       {std::pair{"{}", "no-roles"},
        {"[5]", "no-roles"},
        {R"({"Roles":[{"Arn":"x"}]})", "not-a-role"},
        {R"({"Arn":"arn:aws:iam::111122223333:user/u","AssumeRolePolicyDocument":{}})",
         "invalid-arn"}}) {
    Diagnostics diagnostics;
    EXPECT_TRUE(ReadRoles(text, diagnostics).empty());
    ASSERT_TRUE(diagnostics.has_errors()) << text;
    EXPECT_EQ(diagnostics.FirstError()->rule, rule);
  }
}

// Of a file of many roles there never is a whole tree; what is said of it is the same.
TEST(RoleReader, KeepsEachPolicyAsItsRoleCloses) {
  const std::string bad = RoleWith(R"({"Version":"x","Statement":[]})");
  const std::string text = R"({"Roles":[)" + RoleWith(kPolicy) + ",\n" + bad + ",7," +
                           RoleWith(kPolicy) + R"(],"RoleDetailList":"none"})";
  Diagnostics diagnostics;
  uint32_t kept = 0;
  const auto keep = [&](const Policy&) { return kept++; };
  const std::vector<KeptRole> roles = ReadRoles(text, diagnostics, keep);
  ASSERT_EQ(roles.size(), 3u);
  EXPECT_EQ(roles[0].policy, 0u);
  EXPECT_EQ(roles[1].policy, std::nullopt);
  EXPECT_EQ(roles[2].policy, 1u);
  for (const KeptRole& role : roles) EXPECT_EQ(text.substr(role.range.begin + 1, 4), "arn:");
  EXPECT_EQ(text.substr(diagnostics.FirstError()->range.begin, 3), "\"x\"");
  EXPECT_EQ(diagnostics.items().back().rule, "not-a-role");
  EXPECT_EQ(text[diagnostics.items().back().range.begin], '7');
}

// A list that another one outweighs is not looked at, wherever it stands.
TEST(RoleReader, TakesTheFirstListOfItsKind) {
  const std::string detail = R"("RoleDetailList":[)" + RoleWith(kPolicy) + "]";
  const std::string other = R"("Roles":[{"Arn":"x"},5])";
  const std::string shapes[] = {"{" + detail + "," + other + "}", "{" + other + "," + detail + "}"};
  for (const std::string& text : shapes) {
    Diagnostics diagnostics;
    EXPECT_EQ(ReadRoles(text, diagnostics).size(), 1u) << text;
    EXPECT_FALSE(diagnostics.has_errors()) << text;
  }
}

// What is wrong at the end of a document refuses all of it, and of several only that one.
TEST(RoleReader, ABadDocumentHasNoRoles) {
  const std::string role = RoleWith(kPolicy);
  for (const auto& [text, rule] : {std::pair{R"({"Roles":[)" + role + "]", "invalid-syntax"},
                                   {R"({"Roles":[)" + role + R"(],"Roles":[]})", "duplicate-key"},
                                   {"[" + role + ",", "invalid-syntax"},
                                   {"[" + role + ",5]", "no-roles"},
                                   {"[" + role + ",{}]", "no-roles"},
                                   {"[[" + role + "]]", "no-roles"}}) {
    Diagnostics diagnostics;
    EXPECT_TRUE(ReadRoles(text, diagnostics).empty()) << text;
    ASSERT_TRUE(diagnostics.has_errors()) << text;
    EXPECT_EQ(diagnostics.FirstError()->rule, rule) << text;
  }
  Diagnostics diagnostics;
  const std::string lines = R"({"Roles":[)" + role + "]}\n{\n" + R"({"Roles":[)" + role + "]}\n";
  EXPECT_EQ(ReadRoles(lines, diagnostics).size(), 2u);
  EXPECT_TRUE(diagnostics.has_errors());
}

}  // namespace
}  // namespace deputy
