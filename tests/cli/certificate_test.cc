// Files of certificates: what of them is refused and where, and what they cover.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/ascii.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kAccount[] = "111122223333";

Json TrustJson(const Json& principal, const Json& condition) {
  Json statement = {{"Effect", "Allow"}, {"Principal", principal}, {"Action", "sts:AssumeRole"}};
  if (!condition.empty()) statement["Condition"] = condition;
  return {{"Version", "2012-10-17"}, {"Statement", Json::array({statement})}};
}

const Json kHeld = TrustJson({{"Service", "dms.amazonaws.com"}},
                             {{"StringEquals", {{"aws:SourceAccount", kAccount}}}});

// What `deputy prove --certificate` writes for the policy.
Json CertificateOf(const Json& policy, std::vector<std::string> more = {}) {
  const std::string path = WriteTemporary("certificate.json", "");
  std::vector<std::string> words = {
      "prove", WriteTemporary("policy.json", policy.dump()), "-t", kAccount, "--certificate", path};
  words.insert(words.end(), more.begin(), more.end());
  RunDeputy(words);
  return Json::parse(RunShell("cat '" + path + "'").out);
}

ProcessResult Check(const Json& certificate, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"prove", "--check",
                                    WriteTemporary("checked.json", certificate.dump())};
  words.insert(words.end(), more.begin(), more.end());
  return RunDeputy(words);
}

TEST(Certificates, WhatIsNoSuchFileIsRefused) {
  const Json whole = CertificateOf(kHeld);
  ASSERT_EQ(Check(whole).exit_code, 0);
  for (const char* member : {"schema", "policies", "resourceControlPolicies"}) {
    Json less = whole;
    less.erase(member);
    const ProcessResult result = Check(less);
    EXPECT_EQ(result.exit_code, 3) << member;
    EXPECT_THAT(result.err, HasSubstr("this is not what `deputy prove --certificate` writes"));
  }
  for (const char* member : {"subjects", "resource", "type", "policy", "certificates"}) {
    Json less = whole;
    less["policies"][0].erase(member);
    const ProcessResult result = Check(less);
    EXPECT_EQ(result.exit_code, 3) << member;
    EXPECT_THAT(result.err, HasSubstr("this is not what `deputy prove --certificate` writes"));
  }
  Json other = whole;
  other["policies"][0]["certificates"] = "all";
  EXPECT_EQ(Check(other).exit_code, 3);
  other["policies"] = {1};
  EXPECT_EQ(Check(other).exit_code, 3);
  other = whole;
  other["schema"] = "another";
  EXPECT_EQ(Check(other).exit_code, 3);
  other = whole;
  other["policies"][0]["subjects"] = Json::array();
  EXPECT_EQ(Check(other).exit_code, 3) << "nothing would be said of it";
  const ProcessResult text = RunDeputy({"prove", "--check", "-"}, "no JSON");
  EXPECT_EQ(text.exit_code, 3);
  EXPECT_THAT(text.err, HasSubstr("<stdin>"));
}

TEST(Certificates, AnotherVersionIsRefused) {
  const Json whole = CertificateOf(kHeld, {"--account", kAccount});
  EXPECT_EQ(whole["trust"], Json::array({kAccount})) << "said twice";
  for (const Json& version : {Json(2), Json("1.0"), Json()}) {
    Json other = whole;
    other["version"] = version;
    const ProcessResult result = Check(other);
    EXPECT_EQ(result.exit_code, 3) << version;
    EXPECT_THAT(result.err, HasSubstr("certificates of version 1 are checked, and no others"));
  }
  Json other = whole;
  other.erase("version");
  EXPECT_EQ(Check(other).exit_code, 3);
}

// A policy in it that IAM would refuse is told as any other is.
TEST(Certificates, APolicyThatIsRefused) {
  Json certificate = CertificateOf(kHeld);
  certificate["policies"][0]["policy"]["Statement"][0]["Effect"] = "Perhaps";
  const ProcessResult result = Check(certificate);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("Perhaps"));
  certificate = CertificateOf(kHeld);
  certificate["resourceControlPolicies"] = {{{"Version", "2012-10-17"}}};
  EXPECT_EQ(Check(certificate).exit_code, 3);
}

TEST(Certificates, AnUnknownPropertyIsWrong) {
  Json certificate = CertificateOf(kHeld);
  certificate["policies"][0]["certificates"]["no-bugs"] = "trust me";
  const ProcessResult result = Check(certificate);
  EXPECT_EQ(result.exit_code, 1);
  std::string out = result.out;  // where its lines break is up to the length of a path
  absl::RemoveExtraAsciiWhitespace(&out);
  EXPECT_THAT(out, HasSubstr("WRONG no-bugs of "));
  EXPECT_THAT(out, HasSubstr(": there is no such property"));
}

TEST(Certificates, TrustThatIsNoTrustIsRefused) {
  Json certificate = CertificateOf(kHeld);
  certificate["trust"] = {"12"};
  EXPECT_NE(Check(certificate).exit_code, 0);
}

// A proof that needs a policy around the role holds with that alone.
TEST(Certificates, PoliciesAroundTheRoleAreInIt) {
  const Json rcp = {{"Version", "2012-10-17"},
                    {"Statement",
                     {{{"Effect", "Deny"},
                       {"Principal", "*"},
                       {"Action", "sts:*"},
                       {"Resource", "*"},
                       {"Condition", {{"StringNotEquals", {{"aws:SourceAccount", kAccount}}}}}}}}};
  const std::string around = WriteTemporary("rcp.json", rcp.dump());
  const Json open = TrustJson({{"Service", "dms.amazonaws.com"}}, {});
  const Json certificate = CertificateOf(open, {"--rcp", around});
  ASSERT_EQ(certificate["resourceControlPolicies"].size(), 1u) << certificate.dump();
  const ProcessResult checked = Check(certificate);
  EXPECT_EQ(checked.exit_code, 0);
  EXPECT_THAT(checked.out, HasSubstr("assuming  1 resource control policy is in force\n"));
  EXPECT_THAT(Check(CertificateOf(kHeld)).out, Not(HasSubstr("in force")));
  Json without = certificate;
  without["resourceControlPolicies"] = Json::array();
  EXPECT_EQ(Check(without).exit_code, 1);
}

// What holds for a role that a policy around it names does not hold for its neighbour.
TEST(Certificates, APolicyAroundOneRoleCoversThatRole) {
  const Json rcp = {
      {"Version", "2012-10-17"},
      {"Statement",
       {{{"Effect", "Deny"},
         {"Principal", "*"},
         {"Action", "*"},
         {"Resource", "arn:aws:iam::111122223333:role/a"},
         {"Condition", {{"StringNotEquals", {{"aws:PrincipalAccount", kAccount}}}}}}}}};
  const Json open = TrustJson({{"AWS", "*"}}, {});
  const Json roles = {{"arn:aws:iam::111122223333:role/a", open},
                      {"arn:aws:iam::111122223333:role/b", open}};
  const Json certificate = CertificateOf(roles, {"--rcp", WriteTemporary("rcp.json", rcp.dump())});
  ASSERT_EQ(Check(certificate).exit_code, 0) << certificate.dump();
  const ProcessResult covered = Check(certificate, {WriteTemporary("roles.json", roles.dump())});
  EXPECT_EQ(covered.exit_code, 1);
  EXPECT_THAT(covered.out, HasSubstr("UNCERTIFIED  arn:aws:iam::111122223333:role/b\n"));
  EXPECT_THAT(covered.out, Not(HasSubstr("UNCERTIFIED  arn:aws:iam::111122223333:role/a")));
}

// The account of the resource is trusted: a forged one would be trusted without a word.
TEST(Certificates, AResourceThatIsNoRoleIsRefused) {
  const Json foreign = TrustJson({{"Service", "dms.amazonaws.com"}},
                                 {{"StringEquals", {{"aws:SourceAccount", "999988887777"}}}});
  const Json written = CertificateOf(foreign, {"-t", "999988887777"});
  ASSERT_EQ(Check(written).exit_code, 0);
  Json forged = written;
  forged["trust"] = {kAccount};
  for (const char* resource :
       {"999988887777", "arn:aws:s3:::b", "arn:aws:iam::999988887777:user/u"}) {
    forged["policies"][0]["resource"] = resource;
    const ProcessResult result = Check(forged);
    EXPECT_EQ(result.exit_code, 3) << resource << result.out;
    EXPECT_THAT(result.err, HasSubstr("this is not what `deputy prove --certificate` writes"));
    EXPECT_THAT(result.out, Not(HasSubstr("VERIFIED")));
  }
  // Nor is what holds for a role of another account said of one of mine.
  forged["policies"][0]["resource"] = "arn:aws:iam::999988887777:role/r";
  forged["policies"][0]["subjects"] = {"arn:aws:iam::111122223333:role/r"};
  EXPECT_EQ(Check(forged).exit_code, 3);
}

// Of a policy only what was proved is certified, and nothing of one that lets somebody in.
TEST(Certificates, OnlyWhatWasProvedIsCertified) {
  const Json half = TrustJson({{"AWS", "444455556666"}}, {});
  const Json certificate = CertificateOf(half);
  ASSERT_EQ(certificate["policies"].size(), 1u);
  EXPECT_EQ(certificate["policies"][0]["certificates"].size(), 1u);
  EXPECT_TRUE(certificate["policies"][0]["certificates"].contains("no-foreign-source"));
  const std::string path = WriteTemporary("half.json", half.dump());
  const ProcessResult covered = Check(certificate, {path});
  EXPECT_EQ(covered.exit_code, 1);
  EXPECT_THAT(covered.out, HasSubstr("UNCERTIFIED  " + path));
  EXPECT_EQ(CertificateOf(TrustJson("*", {}))["policies"].size(), 0u);
}

TEST(Certificates, OfTheResourceOfAnotherService) {
  const Json bucket = {{"Version", "2012-10-17"},
                       {"Statement",
                        {{{"Effect", "Allow"},
                          {"Principal", {{"AWS", kAccount}}},
                          {"Action", "s3:GetObject"},
                          {"Resource", "arn:aws:s3:::b/*"}}}}};
  const Json certificate = CertificateOf(bucket);
  ASSERT_EQ(certificate["policies"].size(), 1u) << certificate.dump();
  EXPECT_EQ(certificate["policies"][0]["type"], "resource");
  EXPECT_EQ(Check(certificate, {WriteTemporary("bucket.json", bucket.dump())}).exit_code, 0);
}

// A part that is not known yet is covered by nothing.
TEST(Certificates, WhatIsNotKnownYetIsNotCovered) {
  const std::string path = WriteTemporary("template.json", R"({"Resources": {"Role": {
    "Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument":
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal":
    {"AWS": {"Ref": "Account"}}, "Action": "sts:AssumeRole"}]}}}}})");
  const ProcessResult result = Check(CertificateOf(kHeld), {path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("UNCERTIFIED  "));
}

}  // namespace
}  // namespace deputy
