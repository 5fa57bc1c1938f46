// `deputy prove` through the binary: what is proved, refuted and unknown, in every kind of file,
// and that the request which is shown gets in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/json_schema.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::json;

std::string Trust(const std::string& principal, const std::string& rest = "") {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)" + principal +
         R"(,"Action":"sts:AssumeRole")" + rest + "}]}";
}

const char kDms[] = R"({"Service":"dms.amazonaws.com"})";
const char kMine[] = R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}})";

std::vector<std::string> Prove(const std::string& path) {
  return {"prove", path, "--trust", "111122223333"};
}

Json ProveAsJson(const std::string& path) {
  std::vector<std::string> arguments = Prove(path);
  arguments.insert(arguments.end(), {"--format", "json"});
  return Json::parse(RunDeputy(arguments).out);
}

// Every request that JSON shows, through its command and as a request file.
int ExpectReplaysAreAllowed(const Json& proof) {
  int replayed = 0;
  for (const Json& policy : proof["policies"]) {
    for (const Json& property : policy["properties"]) {
      if (!property.contains("request")) continue;
      std::string command = property["replay"];
      const size_t at = command.find("deputy explain");
      EXPECT_NE(at, std::string::npos);
      const ProcessResult replay = RunShell(command.replace(at, 6, "$DEPUTY"));
      EXPECT_THAT(replay.out, StartsWith("ALLOWED\n")) << command << replay.err;
      const ProcessResult whole = RunDeputy({"explain", "-"}, property["request"].dump());
      EXPECT_THAT(whole.out, StartsWith("ALLOWED\n")) << property["request"] << whole.err;
      ++replayed;
    }
  }
  return replayed;
}

TEST(Prove, AProvedPolicySaysWhatKeepsWhomOut) {
  const std::string path = WriteTemporary("good.json", Trust(kDms, kMine));
  const ProcessResult result = RunDeputy(Prove(path));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("PROVED  " + path + "\n"));
  EXPECT_THAT(result.out, HasSubstr("StringEquals aws:SourceAccount of statement 1: any account"));
  EXPECT_THAT(result.out, HasSubstr("dms.amazonaws.com sends aws:SourceArn and"));
  EXPECT_THAT(result.out, HasSubstr("1 policy: 1 proved\n"));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(Prove, ARefutedPolicyShowsARequestThatGetsIn) {
  const std::string path = WriteTemporary("open.json", Trust(kDms));
  const ProcessResult result = RunDeputy(Prove(path));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, StartsWith("REFUTED  " + path + "\n"));
  EXPECT_THAT(result.out, HasSubstr("- any account, through dms.amazonaws.com\n"));
  // The command that stands there, from the text.
  const size_t begin = result.out.find("deputy explain");
  const size_t end = result.out.find("\nproved ", begin);
  ASSERT_NE(end, std::string::npos) << result.out;
  const std::string command = result.out.substr(begin + 6, end - begin - 6);
  EXPECT_THAT(RunShell("$DEPUTY" + command).out, StartsWith("ALLOWED\n")) << command;
  EXPECT_EQ(ExpectReplaysAreAllowed(ProveAsJson(path)), 2);
}

TEST(Prove, CallersOfAccountsAreReplayedWithWhatTheirAccountsAllow) {
  const std::string path = WriteTemporary("other.json", Trust(R"({"AWS":"999988887777"})"));
  const Json proof = ProveAsJson(path);
  EXPECT_EQ(proof["policies"][0]["verdict"], "refuted");
  EXPECT_EQ(ExpectReplaysAreAllowed(proof), 1);
  const ProcessResult third =
      RunDeputy({"prove", path, "-t", "111122223333", "--third-party", "999988887777=mine"});
  EXPECT_EQ(third.exit_code, 1) << "without the external id nothing keeps other customers out";
  const std::string with_id = WriteTemporary(
      "with_id.json", Trust(R"({"AWS":"999988887777"})",
                            R"(,"Condition":{"StringEquals":{"sts:ExternalId":"mine"}})"));
  const ProcessResult closed =
      RunDeputy({"prove", with_id, "-t", "111122223333", "--third-party", "999988887777=mine"});
  EXPECT_EQ(closed.exit_code, 0) << closed.out;
}

TEST(Prove, TrustDecidesWhoIsForeign) {
  const std::string path = WriteTemporary("other.json", Trust(R"({"AWS":"999988887777"})"));
  EXPECT_EQ(RunDeputy({"prove", path, "-t", "111122223333,", "-t", "999988887777"}).exit_code, 2);
  EXPECT_EQ(RunDeputy({"prove", path, "-t", "111122223333", "-t", "999988887777"}).exit_code, 0);
  const std::string by_org = WriteTemporary(
      "org.json",
      Trust(R"("*")", R"(,"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}})"));
  EXPECT_EQ(RunDeputy({"prove", by_org, "-t", "111122223333"}).exit_code, 1);
  EXPECT_EQ(
      RunDeputy({"prove", by_org, "-t", "111122223333", "--trust-org", "o-abcdefghij"}).exit_code,
      0);
}

TEST(Prove, TokensAreMineByTheirClaims) {
  const std::string provider =
      R"({"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"})";
  std::string policy = Trust(
      provider,
      R"(,"Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme*"}})");
  policy.replace(policy.find("sts:AssumeRole\""), 15, "sts:AssumeRoleWithWebIdentity\"");
  const std::string path = WriteTemporary("hub.json", policy);
  const std::string claim = "token.actions.githubusercontent.com:sub=repo:acme";
  const ProcessResult open =
      RunDeputy({"prove", path, "-t", "111122223333", "--trust-claim", claim + "/*"});
  EXPECT_EQ(open.exit_code, 1);
  EXPECT_EQ(
      RunDeputy({"prove", path, "-t", "111122223333", "--trust-claim", claim + "*"}).exit_code, 0);
}

TEST(Prove, TheVersionOfAServiceCounts) {
  // Before 3.4.7 DMS sent neither key: a condition on them let nobody in.
  const std::string path = WriteTemporary("good.json", Trust(kDms, kMine));
  const ProcessResult old =
      RunDeputy({"prove", path, "-t", "111122223333", "--service", "dms@3.4.6"});
  EXPECT_EQ(old.exit_code, 1);
  EXPECT_THAT(old.out, HasSubstr("refuted  nobody honest gets in"));
  const ProcessResult unknown =
      RunDeputy({"prove", path, "-t", "111122223333", "--service", "dsm.amazonaws.com@3.4.6"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean `dms.amazonaws.com`?"));
}

TEST(Prove, AResourceControlPolicyCanCloseTheHole) {
  const std::string path = WriteTemporary("open.json", Trust(kDms));
  const std::string rcp = WriteTemporary(
      "rcp.json",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole",)"
      R"("Resource":"*","Condition":{"StringNotEquals":{"aws:SourceAccount":"111122223333"},)"
      R"("Bool":{"aws:PrincipalIsAWSService":"true"}}}]})");
  const ProcessResult around = RunDeputy({"prove", path, "-t", "111122223333", "--rcp", rcp});
  EXPECT_EQ(around.exit_code, 0);
  EXPECT_THAT(around.out, HasSubstr("the resource control policies that were given are in force"));
  const std::string broken = WriteTemporary("broken_rcp.json", Trust(kDms));
  EXPECT_EQ(RunDeputy({"prove", path, "-t", "111122223333", "--rcp", broken}).exit_code, 3);
  EXPECT_EQ(RunDeputy({"prove", path, "-t", "111122223333", "--rcp", "nowhere"}).exit_code, 4);
}

TEST(Prove, WhatIsNotKnownYetIsUnknownUntilAValueIsGiven) {
  const char kTemplate[] =
      R"({"Parameters":{"Who":{"Type":"String"}},"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{)"
      R"("AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
      R"("Principal":{"AWS":{"Ref":"Who"}},"Action":"sts:AssumeRole"}]}}}}})";
  const std::string path = WriteTemporary("template.json", kTemplate);
  const ProcessResult unknown = RunDeputy(Prove(path));
  EXPECT_EQ(unknown.exit_code, 5);
  EXPECT_THAT(unknown.out, StartsWith("UNKNOWN  R\n"));
  EXPECT_THAT(unknown.out, HasSubstr("line 1: `Ref: Who`"));
  const ProcessResult mine =
      RunDeputy({"prove", path, "-t", "111122223333", "--parameter", "Who=111122223333"});
  EXPECT_EQ(mine.exit_code, 0) << mine.out;
}

// Taken as written it is an account that no caller has.
TEST(Prove, ADynamicReferenceIsUnknown) {
  const std::string path = WriteTemporary(
      "dynamic.json",
      R"({"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":)"
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},)"
      R"("Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole",)"
      R"("Condition":{"StringEquals":{"aws:PrincipalAccount":"{{resolve:ssm:/a}}"}}}]}}}}})");
  const ProcessResult result =
      RunDeputy({"prove", path, "-t", "111122223333", "--account", "111122223333"});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.out, StartsWith("UNKNOWN  R\n"));
  EXPECT_THAT(result.out, HasSubstr("line 1: `{{resolve:ssm:/a}}`"));
  EXPECT_EQ(RunDeputy({"check", path}).exit_code, 5);
}

TEST(Prove, RunningOutOfTheBudgetIsUnknown) {
  const std::string path = WriteTemporary("open.json", Trust(kDms));
  const ProcessResult result = RunDeputy({"prove", path, "-t", "111122223333", "--budget", "1"});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.out, StartsWith("UNKNOWN  "));
  EXPECT_THAT(result.out, HasSubstr("because"));
}

class ProveKindsOfFile : public testing::TestWithParam<const char*> {};

TEST_P(ProveKindsOfFile, IsReadAndEveryRequestGetsIn) {
  const std::string path = std::string("tests/intake/samples/") + GetParam();
  const Json proof = ProveAsJson(path);
  EXPECT_GT(proof["policies"].size(), 0u);
  const int replayed = ExpectReplaysAreAllowed(proof);
  EXPECT_TRUE(replayed > 0 || proof["totals"]["unknown"] > 0);
}

INSTANTIATE_TEST_SUITE_P(Samples, ProveKindsOfFile,
                         testing::Values("authorization_details.json", "bucket_policy.json",
                                         "get_role.json", "list_roles.yaml",
                                         "list_roles_pages.json", "page.md", "roles.jsonl",
                                         "template.json", "template.yaml", "terraform.tfstate",
                                         "terraform_plan.json", "terraform_state.json",
                                         "trust_policy.json"));

TEST(Prove, JsonIsWhatItsSchemaSays) {
  const ProcessResult schema_text = RunDeputy({"schema", "proof"});
  ASSERT_EQ(schema_text.exit_code, 0) << schema_text.err;
  const JsonSchema schema(Json::parse(schema_text.out));
  const std::string good = WriteTemporary("good.json", Trust(kDms, kMine));
  Json answer;
  for (const std::string& path : {good, std::string("tests/intake/samples/page.md"),
                                  std::string("tests/intake/samples/template.yaml"),
                                  std::string("tests/intake/samples/authorization_details.json")}) {
    answer = ProveAsJson(path);
    EXPECT_EQ(schema.Problems(answer), "") << answer.dump(1);
  }
  answer["policies"][0].erase("verdict");
  EXPECT_FALSE(schema.Fits(answer));
}

TEST(Prove, ARefusedPolicyIsExitThreeAndTheOthersAreProved) {
  const std::string good = WriteTemporary("good.json", Trust(kDms, kMine));
  const std::string broken = WriteTemporary(
      "broken.json", Trust(kDms, R"(,"Condition":{"ArnEqual":{"aws:SourceArn":"arn:aws:dms:*"}})"));
  const ProcessResult result = RunDeputy({"prove", broken, good, "-t", "111122223333"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("[unknown-operator]"));
  EXPECT_THAT(result.out, StartsWith("PROVED  " + good));
  EXPECT_THAT(result.out, HasSubstr("2 policies: 1 proved, 1 refused\n"));
  EXPECT_EQ(RunDeputy({"prove", "nowhere.json", good, "-t", "111122223333"}).exit_code, 4);
  EXPECT_EQ(RunDeputy({"prove", "-", "-t", "111122223333"}, "no policy").exit_code, 3);
  EXPECT_EQ(RunDeputy({"prove", "-", "-t", "111122223333"}, "").exit_code, 3);
}

TEST(Prove, WrongFlagsAreUsage) {
  const std::string good = WriteTemporary("good.json", Trust(kDms, kMine));
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"prove", good},
           {"prove", "-t", "111122223333"},
           {"prove", good, "-t", "11112222333"},
           {"prove", good, "--trust-org", "acme"},
           {"prove", good, "-t", "111122223333", "--trust-claim", "sub"},
           {"prove", good, "-t", "111122223333", "--third-party", "999988887777"},
           {"prove", good, "-t", "111122223333", "--service", "dms"},
           {"prove", good, "--account", "x"},
           {"prove", good, "-t", "111122223333", "--parameter", "=x"},
           {"prove", good, "-t", "111122223333", "--budget", "0"}}) {
    const ProcessResult result = RunDeputy(wrong);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(wrong);
    EXPECT_THAT(result.err, StartsWith("deputy: error: "));
  }
}

TEST(Prove, EqualPoliciesOfAnAccountAreProvedOnceAndShownWithTheirOwnRequest) {
  std::string roles = "[";
  for (const char* name : {"a", "b"}) {
    roles += std::string(R"({"RoleName":")") + name +
             R"(","Arn":"arn:aws:iam::111122223333:role/)" + name +
             R"(","AssumeRolePolicyDocument":)" + Trust(kDms) + "},";
  }
  roles.back() = ']';
  const std::string path = WriteTemporary("roles.json", roles);
  EXPECT_THAT(RunDeputy(Prove(path)).out,
              HasSubstr("the same policy as that of arn:aws:iam::111122223333:role/a, above"));
  const Json proof = ProveAsJson(path);
  EXPECT_EQ(proof["policies"][1]["sameAs"], 0);
  EXPECT_EQ(proof["policies"][1]["properties"][0]["request"]["resource"],
            "arn:aws:iam::111122223333:role/b");
  EXPECT_EQ(ExpectReplaysAreAllowed(proof), 4);
}

// Nothing of a file may move the cursor, end a word of the shell or turn text round.
TEST(Prove, NamesThatMisleadAreEscaped) {
  const std::string path = WriteTemporary(
      "evil '$(touch x)'.json",
      R"([{"RoleName":"\u001b[2Jx\u202e'; rm -rf","AssumeRolePolicyDocument":)" +
          Trust(
              R"({"AWS":"999988887777"})",
              R"(,"Condition":{"StringEquals":{"sts:ExternalId":"'$(id)\u001b\u202e%s\u0007"}})") +
          "}]");
  const ProcessResult result = RunDeputy(Prove(path));
  EXPECT_EQ(result.exit_code, 1) << result.err;
  for (const char* raw : {"\x1b", "\xe2\x80\xae", "\x07"})
    EXPECT_THAT(result.out, Not(HasSubstr(raw)));
  EXPECT_EQ(ExpectReplaysAreAllowed(ProveAsJson(path)), 1);
}

std::string ReadAll(const std::string& path) { return RunShell("cat '" + path + "'").out; }

TEST(Prove, CertificatesCheckAndChangedOnesDoNot) {
  const std::string good = WriteTemporary("good.json", Trust(kDms, kMine));
  const std::string certificate = WriteTemporary("certificate.json", "");
  ASSERT_EQ(
      RunDeputy({"prove", good, "-t", "111122223333", "--certificate", certificate}).exit_code, 0);
  const ProcessResult alone = RunDeputy({"prove", "--check", certificate});
  EXPECT_EQ(alone.exit_code, 0) << alone.err;
  EXPECT_THAT(alone.out, HasSubstr("trusted   account 111122223333\n"));
  EXPECT_THAT(alone.out, HasSubstr("VERIFIED  no-foreign-source of "));
  EXPECT_THAT(alone.out, HasSubstr("VERIFIED  no-foreign-principal of "));
  EXPECT_EQ(RunDeputy({"prove", "--check", certificate, good}).exit_code, 0);
  EXPECT_EQ(RunDeputy({"prove", "--check", certificate, good, "-t", "111122223333"}).exit_code, 0);

  // Somebody else's trust, another policy, a proof that was changed, another policy in the proof.
  EXPECT_EQ(RunDeputy({"prove", "--check", certificate, "-t", "999988887777"}).exit_code, 1);
  const std::string open = WriteTemporary("open.json", Trust(kDms));
  const ProcessResult uncovered = RunDeputy({"prove", "--check", certificate, open});
  EXPECT_EQ(uncovered.exit_code, 1);
  EXPECT_THAT(uncovered.out, HasSubstr("UNCERTIFIED  "));
  const std::string text = ReadAll(certificate);
  Json changed = Json::parse(text);
  changed["policies"][0]["policy"]["Statement"][0].erase("Condition");
  const ProcessResult wrong =
      RunDeputy({"prove", "--check", WriteTemporary("changed.json", changed.dump())});
  EXPECT_EQ(wrong.exit_code, 1) << wrong.out;
  EXPECT_THAT(wrong.out, HasSubstr("WRONG     no-foreign-source of "));
  changed = Json::parse(text);
  std::string proof = changed["policies"][0]["certificates"]["no-foreign-source"];
  const size_t step = proof.find("\nstep");
  ASSERT_NE(step, std::string::npos) << proof;
  changed["policies"][0]["certificates"]["no-foreign-source"] =
      proof.erase(step, proof.find('\n', step + 1) - step);
  EXPECT_EQ(RunDeputy({"prove", "--check", WriteTemporary("cut.json", changed.dump())}).exit_code,
            1);
  changed["policies"] = Json::array();
  EXPECT_EQ(RunDeputy({"prove", "--check", WriteTemporary("none.json", changed.dump())}).exit_code,
            1);
  EXPECT_EQ(RunDeputy({"prove", "--check", good}).exit_code, 3);
  EXPECT_EQ(RunDeputy({"prove", "--check", "nowhere"}).exit_code, 4);
}

TEST(Prove, AFolderIsReadAsCheckReadsIt) {
  const std::string folder = WriteTemporary("prove_folder", "") + ".d";
  std::filesystem::create_directories(folder + "/.git");
  const std::string open = Trust(kDms);
  std::ofstream(folder + "/a.yaml")
      << "Resources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: " << open
      << "}}}\n";
  std::ofstream(folder + "/b.md") << "# A role\n```json\n" << open << "\n```\n";
  std::ofstream(folder + "/package.json") << R"({"name": "x"})";
  std::ofstream(folder + "/.git/c.json") << open;
  const ProcessResult result = RunDeputy(Prove(folder));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, HasSubstr("2 policies: 2 refuted"));
  std::filesystem::remove_all(folder);
}

TEST(Prove, WhereThereIsNoPolicyNothingIsProved) {
  const std::string folder = WriteTemporary("prove_nothing", "") + ".d";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/notes.txt") << Trust(kDms);
  for (const char* command : {"prove", "check"}) {
    const ProcessResult none =
        RunDeputy(command == std::string("prove") ? Prove(folder)
                                                  : std::vector<std::string>{command, folder});
    EXPECT_EQ(none.exit_code, 2) << command;
    EXPECT_THAT(none.err, HasSubstr("there are no files in what was given")) << command;
    EXPECT_THAT(none.out, IsEmpty()) << command;
  }
  std::ofstream(folder + "/package.json") << R"({"name": "x"})";
  EXPECT_EQ(RunDeputy(Prove(folder)).exit_code, 3);
  EXPECT_THAT(RunDeputy(Prove(folder)).err, HasSubstr("error: no policy in `" + folder + "`"));
  std::filesystem::remove_all(folder);

  for (const char* text :
       {R"({"Roles": []})", R"({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})"}) {
    const std::string file = WriteTemporary("none.json", text);
    std::vector<std::string> words = Prove(file);
    EXPECT_EQ(RunDeputy(words).exit_code, 3) << text;
    EXPECT_THAT(RunDeputy(words).err, HasSubstr("error: no policy in `" + file + "`")) << text;
    words.insert(words.end(), {"--format", "json"});
    EXPECT_EQ(Json::parse(RunDeputy(words).out)["policies"], Json::array()) << text;
    const std::string good = WriteTemporary("good.json", Trust(kDms, kMine));
    words = Prove(file);
    words.push_back(good);
    EXPECT_EQ(RunDeputy(words).exit_code, 0) << "something was proved";
    const std::string certificate = WriteTemporary("certificate.json", "");
    ASSERT_EQ(
        RunDeputy({"prove", good, "-t", "111122223333", "--certificate", certificate}).exit_code,
        0);
    EXPECT_EQ(RunDeputy({"prove", "--check", certificate, file}).exit_code, 3) << text;
  }
  const std::string linked = R"({"Roles": [{"RoleName": "R", "Path": "/aws-service-role/dms/",
      "Arn": "arn:aws:iam::111122223333:role/aws-service-role/dms/R",
      "AssumeRolePolicyDocument": )" +
                             Trust(kDms) + "}]}";
  const ProcessResult asked = RunDeputy(Prove(WriteTemporary("linked.json", linked)));
  EXPECT_EQ(asked.exit_code, 0) << "was read, and nobody can edit it: " << asked.err;
  EXPECT_THAT(asked.out, HasSubstr("1 service-linked role left out"));
}

TEST(Prove, QuestionsGoToAnotherSolver) {
  const std::string good = WriteTemporary("good.json", Trust(kDms, kMine));
  const std::string script = WriteTemporary("script.smt2", "");
  ASSERT_EQ(RunDeputy({"prove", good, "-t", "111122223333", "--smt2", script}).exit_code, 0);
  EXPECT_THAT(ReadAll(script), HasSubstr("; deputy no-foreign-source proved "));
  if (RunShell("command -v cvc5").exit_code != 0) GTEST_SKIP() << "cvc5 is not installed";
  const std::string answers = RunShell("cvc5 --incremental '" + script + "'").out;
  EXPECT_THAT(answers, HasSubstr("unsat\n"));
  EXPECT_THAT(answers, HasSubstr("\nsat\n")) << "somebody honest gets in";
}

TEST(Prove, TheSameInputGivesTheSameBytes) {
  const std::string command = "$DEPUTY prove tests/intake/samples/page.md -t 111122223333";
  EXPECT_EQ(RunShell("LC_ALL=C TZ=UTC " + command).out,
            RunShell("LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo " + command).out);
  EXPECT_THAT(RunShell("$DEPUTY prove --help | awk 'length > 80'").out, IsEmpty());
}

}  // namespace
}  // namespace deputy
