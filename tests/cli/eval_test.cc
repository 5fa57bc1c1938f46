// `deputy eval` against its contract, through the binary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "tests/support/gzip.h"
#include "tests/support/json_schema.h"
#include "tests/support/process.h"
#include "tests/support/sanitized.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using OrderedJson = nlohmann::ordered_json;

constexpr char kTrust[] =
    R"({"Version":"2012-10-17","Statement":[{"Sid":"Dms","Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},)"
    R"("Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}]})";

std::string Line(const std::string& id, const std::string& account, const std::string& rest) {
  return R"({"id":")" + id +
         R"(","principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole",)" +
         R"("resource":"arn:aws:iam::111122223333:role/dms","context":{"aws:SourceAccount":")" +
         account + R"("})" + rest + "}\n";
}

std::string WithTrust(const std::string& id, const std::string& account) {
  return Line(id, account, std::string(R"(,"trustPolicy":)") + kTrust);
}

TEST(Eval, AnswersALineWithALine) {
  const ProcessResult result =
      RunDeputy({"eval"}, WithTrust("a", "111122223333") + WithTrust("b", "999988887777"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out,
            "{\"id\":\"a\",\"decision\":\"allowed\",\"determining\":[{\"policy\":\"trustPolicy\","
            "\"statement\":0,\"sid\":\"Dms\"}]}\n"
            "{\"id\":\"b\",\"decision\":\"implicitDeny\",\"determining\":[]}\n");
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(Eval, ABadLineNeverStopsTheStream) {
  const ProcessResult result =
      RunDeputy({"eval"}, WithTrust("a", "111122223333") + "{\"id\": \"x\"\n\n" +
                              WithTrust("b", "111122223333"));
  EXPECT_EQ(result.exit_code, 3);
  std::vector<OrderedJson> lines;
  std::istringstream stream(result.out);
  for (std::string line; std::getline(stream, line);) lines.push_back(OrderedJson::parse(line));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[1]["error"]["code"], "invalid-json");
  EXPECT_EQ(lines[1]["error"]["line"], 2);
  EXPECT_EQ(lines[1]["error"]["column"], 11);
  EXPECT_TRUE(lines[1]["id"].is_null());
  EXPECT_EQ(lines[2]["error"]["rule"], "empty-document");
  EXPECT_EQ(lines[2]["error"]["line"], 3);
  EXPECT_EQ(lines[3]["decision"], "allowed");
}

TEST(Eval, TheTypoOfThePublishedPageIsRefusedWithItsPlace) {
  std::string line = WithTrust("r4", "111122223333");
  const size_t at = line.find("\"StringEquals\"");
  line.replace(at, 14, "\"ArnEqual\"");
  const ProcessResult result = RunDeputy({"eval"}, line);
  EXPECT_EQ(result.exit_code, 3);
  const OrderedJson error = OrderedJson::parse(result.out)["error"];
  EXPECT_EQ(error["code"], "invalid-policy");
  EXPECT_EQ(error["rule"], "unknown-operator");
  EXPECT_EQ(error["message"], "unknown condition operator `ArnEqual`; did you mean `ArnEquals`?");
  EXPECT_EQ(error["column"], static_cast<int>(at) + 1);
}

TEST(Eval, UnknownFieldsAreErrors) {
  const ProcessResult result =
      RunDeputy({"eval"}, Line("a", "111122223333", R"(,"trustpolicy":{})"));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr(R"("code":"invalid-request","rule":"unknown-field")"));
  EXPECT_THAT(result.out, HasSubstr("did you mean `trustPolicy`?"));
}

// A Deny in it would go unheard.
TEST(Eval, AResourcePolicyForARoleIsRefusedAtItsPlace) {
  const std::string line =
      Line("a", "111122223333",
           absl::StrCat(R"(,"trustPolicy":)", kTrust, R"(,"resourcePolicy":)", kTrust));
  const ProcessResult result = RunDeputy({"eval"}, line);
  EXPECT_EQ(result.exit_code, 3);
  const OrderedJson error = OrderedJson::parse(result.out)["error"];
  EXPECT_EQ(error["code"], "invalid-request");
  EXPECT_EQ(error["rule"], "wrong-kind");
  EXPECT_EQ(error["message"],
            "`resourcePolicy` has no say in sts:AssumeRole on a role; the policy of a role is "
            "`trustPolicy`");
  EXPECT_EQ(error["column"], static_cast<int>(line.find("\"resourcePolicy\"")) + 1);
  EXPECT_EQ(RunDeputy({"explain", "-"}, line).exit_code, 3);
  const JsonSchema schema(nlohmann::json::parse(RunDeputy({"schema", "request"}).out));
  EXPECT_FALSE(schema.Fits(nlohmann::json::parse(line)));
  EXPECT_TRUE(schema.Fits(nlohmann::json::parse(WithTrust("a", "111122223333"))));
}

TEST(Eval, OnePolicyIsADocumentOrAListOfOne) {
  const nlohmann::json line = nlohmann::json::parse(WithTrust("a", "111122223333"));
  const JsonSchema schema(nlohmann::json::parse(RunDeputy({"schema", "request"}).out));
  nlohmann::json boundary = line["trustPolicy"];
  boundary["Statement"][0].erase("Principal");
  boundary["Statement"][0]["Resource"] = "*";
  for (const auto& [member, policy] :
       {std::pair("trustPolicy", line["trustPolicy"]), {"permissionsBoundary", boundary}}) {
    for (size_t size = 0; size <= 2; ++size) {
      nlohmann::json listed = line;
      listed[member] = nlohmann::json::array();
      listed[member].insert(listed[member].end(), size, policy);
      const ProcessResult result = RunDeputy({"eval"}, listed.dump() + "\n");
      EXPECT_EQ(result.exit_code, size == 1 ? 0 : 3) << member << size << result.out;
      EXPECT_EQ(schema.Fits(listed), size == 1) << member << size;
    }
  }
}

TEST(Eval, FindsTheRoleInTheStore) {
  const std::string escaped = OrderedJson(std::string(kTrust)).dump();
  const std::string list = WriteTemporary(
      "roles.json",
      R"({"Roles":[{"Arn":"arn:aws:iam::111122223333:role/dms","AssumeRolePolicyDocument":)" +
          escaped + "}]}");
  const ProcessResult known = RunDeputy({"eval", "--roles", list}, Line("a", "111122223333", ""));
  EXPECT_EQ(known.exit_code, 0);
  EXPECT_THAT(known.out, HasSubstr(R"("decision":"allowed")"));
  const ProcessResult unknown = RunDeputy({"eval"}, Line("a", "111122223333", ""));
  EXPECT_EQ(unknown.exit_code, 3);
  EXPECT_THAT(unknown.out, HasSubstr(R"("code":"unknown-role")"));
  EXPECT_THAT(unknown.out, HasSubstr("role/dms`; give one as `trustPolicy` or with --roles\""));
}

TEST(Eval, AFolderOfRolesGivesJsonLinesToo) {
  const std::string role = absl::StrCat(
      R"({"Arn":"arn:aws:iam::111122223333:role/dms","AssumeRolePolicyDocument":)", kTrust, "}\n");
  const std::string folder = WriteTemporary("roles_of_eval", "") + ".d";
  for (const char* name : {"r.jsonl", "r.ndjson", "R.JSON"}) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/" + name) << role;
    EXPECT_THAT(RunDeputy({"eval", "--roles", folder}, Line("a", "111122223333", "")).out,
                HasSubstr(R"("decision":"allowed")"))
        << name;
    std::filesystem::remove_all(folder);
  }
}

TEST(Eval, ARefusedRoleOfTheStoreIsNeverEvaluated) {
  const std::string map = WriteTemporary(
      "refused.json",
      R"({"arn:aws:iam::111122223333:role/dms":{"Version":"2012-10-17","Statement":[]}})");
  const ProcessResult result = RunDeputy({"eval", "--roles", map}, Line("a", "111122223333", ""));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr(R"("code":"invalid-policy")"));
  EXPECT_THAT(result.err, HasSubstr("empty-statement-list"));
}

TEST(Eval, ReadsPercentEncodedDocumentsWithAPlus) {
  std::string encoded = kTrust;
  for (size_t i = 0; (i = encoded.find('"', i)) != std::string::npos;) encoded.replace(i, 1, "%22");
  encoded.replace(encoded.find('{'), 1, "%7B");
  const std::string role = WriteTemporary(
      "role.json",
      R"({"Role":{"Arn":"arn:aws:iam::111122223333:role/dms","AssumeRolePolicyDocument":")" +
          encoded + "\"}}");
  EXPECT_THAT(RunDeputy({"eval", "--roles", role}, Line("a", "111122223333", "")).out,
              HasSubstr(R"("decision":"allowed")"));
}

TEST(Eval, ThreadsNeverChangeAByte) {
  std::string input;
  for (int i = 0; i < 30000; ++i) {
    input += i % 7 == 3 ? "nonsense\n"
             : i % 11 == 5
                 ? "\n"
                 : WithTrust(std::to_string(i), i % 2 == 0 ? "111122223333" : "999988887777");
  }
  const ProcessResult one = RunDeputy({"eval", "--threads", "1", "--summary"}, input);
  for (const char* threads : {"2", "8"}) {
    const ProcessResult many = RunDeputy({"eval", "--threads", threads, "--summary"}, input);
    EXPECT_EQ(many.out == one.out, true) << threads;
    EXPECT_EQ(many.err, one.err);
  }
  const OrderedJson summary = OrderedJson::parse(one.err);
  EXPECT_EQ(summary["lines"], 30000);
  EXPECT_EQ(summary["allowed"].get<int>() + summary["implicitDeny"].get<int>() +
                summary["errors"].get<int>(),
            30000);
}

TEST(Eval, ALineThatIsTooLongIsAnErrorAndTheNextOneIsRead) {
  const ProcessResult result = RunShell(
      "{ head -c 40000000 /dev/zero | tr '\\0' '['; echo; cat; } | $DEPUTY eval --threads 2",
      WithTrust("next", "111122223333"));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr(R"("rule":"too-large")"));
  EXPECT_THAT(result.out, HasSubstr(R"({"id":"next","decision":"allowed")"));
}

TEST(Eval, AFileMayBeGzipped) {
  const std::string lines = WithTrust("a", "111122223333") + WithTrust("b", "999988887777");
  const std::string plain = RunDeputy({"eval"}, lines).out;
  const std::string path = WriteTemporary("lines.jsonl.gz", Gzip(lines));
  EXPECT_EQ(RunDeputy({"eval", path}).out, plain);
  EXPECT_EQ(RunDeputy({"eval"}, Gzip(lines)).out, plain);
  const std::string cut = WriteTemporary("cut.gz", Gzip(lines).substr(0, 60));
  const ProcessResult result = RunDeputy({"eval", cut});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr(absl::StrCat("cannot read `", cut, "`: the gzip stream ends")));
}

// An error for each line would not say what is the matter with all of them.
TEST(Eval, AFileThatIsLaidOutForPeopleIsToldAsOne) {
  const std::string pretty = nlohmann::json::parse(WithTrust("a", "111122223333")).dump(1);
  const ProcessResult object = RunDeputy({"eval"}, pretty);
  EXPECT_EQ(object.exit_code, 3);
  EXPECT_THAT(object.out.substr(0, object.out.find('\n')),
              HasSubstr("; a request is one line here, and `deputy explain` takes such a file\""));
  EXPECT_THAT(RunDeputy({"explain", "-"}, pretty).out, testing::StartsWith("ALLOWED\n"));
  EXPECT_THAT(RunDeputy({"eval"}, "[\n").out,
              HasSubstr("; a request is one line here, without a list around the lines\""));
}

TEST(Eval, OutputFileIsWholeOrAbsent) {
  const std::string path = WriteTemporary("out.jsonl", "old");
  EXPECT_EQ(RunDeputy({"eval", "--output", path}, WithTrust("a", "111122223333")).exit_code, 0);
  EXPECT_THAT(RunShell("cat '" + path + "'; ls '" + path + "'.* 2>/dev/null").out,
              HasSubstr("\"allowed\""));
  EXPECT_EQ(RunDeputy({"eval", "--output", "/nonexistent/dir/out"}, "").exit_code, 4);
}

TEST(Eval, TroubleWithFilesIsExitFour) {
  EXPECT_EQ(RunDeputy({"eval", "/nonexistent"}).exit_code, 4);
  EXPECT_THAT(RunDeputy({"eval", "/nonexistent"}).err,
              HasSubstr("cannot open `/nonexistent`: No such file or directory"));
  EXPECT_THAT(RunDeputy({"eval", "docs"}).err, HasSubstr("it is a directory"));
  EXPECT_EQ(RunDeputy({"eval", "/dev/zero"}).exit_code, 4);
  EXPECT_EQ(RunShell("$DEPUTY eval > /dev/full", WithTrust("a", "111122223333")).exit_code, 4);
  EXPECT_EQ(RunShell("$DEPUTY eval >&-", WithTrust("a", "111122223333")).exit_code, 4);
  EXPECT_EQ(RunShell("$DEPUTY eval <&-").exit_code, 4);
}

TEST(Eval, AnUnreadableFileDoesNotKeepTheOthersFromBeingAnswered) {
  const std::string good = WriteTemporary("good.jsonl", WithTrust("a", "111122223333"));
  const ProcessResult result = RunDeputy({"eval", good, "/nonexistent", good});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 2);
}

TEST(Eval, OutputLeavesLinksModesAndDevicesAsTheyAre) {
  const std::string target = WriteTemporary("target", "old");
  const ProcessResult result =
      RunShell("chmod 600 '" + target + "'; ln -sf '" + target + "' '" + target +
                   ".link'; "
                   "$DEPUTY eval -o '" +
                   target + ".link'; test -L '" + target + ".link' && stat -c %a '" + target +
                   "'; "
                   "rm -f '" +
                   target + ".fifo'; mkfifo '" + target + ".fifo'; cat '" + target +
                   ".fifo' > /dev/null & sleep 0.2; "
                   "printf '' | $DEPUTY eval -o '" +
                   target + ".fifo'; test -p '" + target + ".fifo' && echo fifo; wait",
               WithTrust("a", "111122223333"));
  EXPECT_EQ(result.out, "600\nfifo\n") << result.err;
}

TEST(Eval, ASignalLeavesNoTemporaryFile) {
  const std::string target = WriteTemporary("signalled", "old");
  const ProcessResult result =
      RunShell("$DEPUTY eval -o '" + target +
               "' < <(sleep 1) & pid=$!; sleep 0.3; kill -TERM $pid; wait $pid; "
               "echo $?; ls '" +
               target + "'*; cat '" + target + "'");
  EXPECT_EQ(result.out, "143\n" + target + "\nold") << result.err;
}

TEST(Eval, ScarceMemoryIsNoCrash) {
  if (kSanitized) GTEST_SKIP() << "sanitizers need address space of their own";
  std::string input;
  for (int i = 0; i < 5000; ++i) input += WithTrust(std::to_string(i), "111122223333");
  for (const char* limit : {"65536", "131072", "262144"}) {
    const ProcessResult result = RunShell(
        "ulimit -v " + std::string(limit) + "; $DEPUTY eval --threads 64 > /dev/null", input);
    EXPECT_TRUE(result.exit_code == 0 || result.exit_code == 4)
        << limit << ": " << result.exit_code << result.err;
  }
}

TEST(Eval, AVariableThatIsRepeatedCannotFillTheMemory) {
  std::string repeated;
  for (int i = 0; i < 10000; ++i) repeated += "${x:v}";
  const std::string line =
      R"({"principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/r","context":{"x:v":")" +
      std::string(100000, 'a') +
      R"(","x:k":"z"},"trustPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:*","Condition":{"StringEquals":{"x:k":")" +
      repeated + R"("}}}]}})" + "\n";
  const ProcessResult result = RunDeputy({"eval", "--threads", "1"}, line);
  EXPECT_EQ(result.out, "{\"id\":null,\"decision\":\"implicitDeny\",\"determining\":[]}\n")
      << result.err;
}

TEST(Usage, MistakesAreNamedWithAWayOut) {
  const ProcessResult command = RunDeputy({"evl"});
  EXPECT_EQ(command.exit_code, 2);
  EXPECT_THAT(command.err, HasSubstr("unknown command `evl`; did you mean `eval`?"));
  const ProcessResult flag = RunDeputy({"eval", "--explian"});
  EXPECT_EQ(flag.exit_code, 2);
  EXPECT_THAT(flag.err, HasSubstr("did you mean `--explain`?"));
  for (const char* threads : {"0", "-1", "1000000000", "x"}) {
    EXPECT_EQ(RunDeputy({"eval", "--threads", threads}).exit_code, 2) << threads;
  }
}

TEST(Usage, WhatIsUnknownIsToldBeforeWhatIsMissing) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"check", "--nope"}, {"diff", "--nope"}, {"check", "--nope", "--format", "bad"}}) {
    const ProcessResult result = RunDeputy(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("unknown flag `--nope`")) << arguments[0];
  }
  EXPECT_THAT(RunDeputy({"check", "-x"}).err, HasSubstr("unknown flag `-x`"));
  EXPECT_THAT(RunDeputy({"check", "--"}).err, HasSubstr("FILE is required"));
}

TEST(Usage, AFlagGivenTwiceIsNamed) {
  const ProcessResult result = RunDeputy({"check", "x", "--format", "text", "--format", "json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("`--format` is given more than once, and takes one value\n"));
  EXPECT_THAT(RunDeputy({"eval", "-o", "a", "--output", "b"}).err,
              HasSubstr("`--output` is given more than once"));
}

TEST(Usage, TheExampleOfEvalRunsAsItIsWritten) {
  const std::string help = RunDeputy({"eval", "--help"}).out;
  const size_t at = help.find("Example:\n");
  ASSERT_NE(at, std::string::npos);
  const ProcessResult result =
      RunShell(absl::StrCat("deputy() { \"$DEPUTY\" \"$@\"; }\n", help.substr(at + 9)));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr(R"({"id":"r1","decision":"allowed")"));
}

TEST(Usage, HelpAndVersionAnswerEverywhere) {
  EXPECT_EQ(RunDeputy({"--version"}).out, "deputy 0.1.0\n");
  for (const char* command : {"run", "eval", "explain", "schema"}) {
    const ProcessResult help = RunDeputy({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("Usage:")) << command;
  }
  EXPECT_THAT(RunDeputy({"--help"}).out, HasSubstr("Exit codes:"));
}

TEST(Explain, FirstLineIsTheDecision) {
  const std::string policy = WriteTemporary("trust.json", kTrust);
  const auto explain = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"explain", "--policy", policy, "--service",
                                          "dms.amazonaws.com"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunDeputy(arguments);
  };
  EXPECT_THAT(explain({"-c", "aws:SourceAccount=111122223333"}).out,
              testing::StartsWith("ALLOWED\n"));
  const ProcessResult denied = explain({"-c", "aws:SourceAccount=999988887777"});
  EXPECT_THAT(denied.out, testing::StartsWith("IMPLICIT DENY\n"));
  EXPECT_THAT(denied.out, HasSubstr("aws:SourceAccount `111122223333` in place of `999988887777`"));
  const ProcessResult absent = explain({});
  EXPECT_THAT(absent.out, HasSubstr("nothing: the key is absent"));
  EXPECT_EQ(explain({"--expect", "allowed"}).exit_code, 1);
  EXPECT_EQ(explain({"--expect", "denied"}).exit_code, 0);
}

// A slip in the request is not answered as if nothing had been said.
TEST(Explain, AKeyThatIsNoneIsTold) {
  const std::string policy = WriteTemporary("open.json", R"({"Version":"2012-10-17","Statement":
{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole"}})");
  const auto explain = [&](const char* pair) {
    return RunDeputy({"explain", "--policy", policy, "--service", "dms.amazonaws.com", "-c", pair});
  };
  const ProcessResult slip = explain("aws:SourceAcount=111122223333");
  EXPECT_EQ(slip.err,
            "deputy: warning: no context key `aws:SourceAcount` is known; did you mean\n"
            "                 `aws:SourceAccount`?\n");
  EXPECT_THAT(slip.out, HasSubstr("ALLOWED"));
  for (const char* right : {"AWS:sourceaccount=1", "aws:RequestTag/any=1", "custom:key=1",
                            "sts:ExternalId=1", "token.actions.githubusercontent.com:sub=1"})
    EXPECT_EQ(explain(right).err, "") << right;
}

TEST(Explain, ATrustPolicyThatIsNotAskedIsSaidToBeSo) {
  const std::string rest = absl::StrCat(R"(,"trustPolicy":)", kTrust, "}");
  const auto explain = [&](const std::string& caller, const std::string& call) {
    return RunDeputy({"explain", "-"}, absl::StrCat(R"({"principal":)", caller, call, rest)).out;
  };
  constexpr char kGet[] = R"(,"action":"s3:GetObject","resource":"arn:aws:s3:::b/k")";
  constexpr char kPass[] =
      R"(,"action":"iam:PassRole","resource":"arn:aws:iam::111122223333:role/r")";
  constexpr char kUser[] = R"({"AWS":"arn:aws:iam::111122223333:user/a"})";
  constexpr char kDms[] = R"({"Service":"dms.amazonaws.com"})";
  constexpr char kUnasked[] =
      "\n\nThe trust policy is not asked: it is for sts:AssumeRole and the like on a role.\n";
  EXPECT_THAT(
      explain(kDms, kGet),
      HasSubstr(absl::StrCat("\nThere is no resource policy that could allow it. Give it in a "
                             "request file, as\n`resourcePolicy`.",
                             kUnasked)));
  const std::string pass = explain(kUser, kPass);
  EXPECT_THAT(pass, HasSubstr(kUnasked));
  EXPECT_THAT(pass, testing::Not(HasSubstr("The role's side allows it")));
  constexpr char kAssume[] =
      R"(,"action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/r")";
  EXPECT_THAT(explain(kDms, kAssume), testing::Not(HasSubstr("not asked")));
}

// What a flag says beside a file would go unheard.
TEST(Explain, ARequestFileLeavesNoFlagOfARequestUnheard) {
  const std::string request = WriteTemporary("request.json", WithTrust("a", "111122223333"));
  for (const auto& [name, flag] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"--service", {"--service", "dms.amazonaws.com"}},
           {"--aws", {"--aws", "111122223333"}},
           {"--federated", {"--federated", "accounts.google.com"}},
           {"--anonymous", {"--anonymous"}},
           {"--action", {"--action", "sts:TagSession"}},
           {"--resource", {"--resource", "arn:aws:iam::111122223333:role/example"}},
           {"--context", {"-c", "aws:SourceAccount=999988887777"}}}) {
    std::vector<std::string> arguments = {"explain", request};
    arguments.insert(arguments.end(), flag.begin(), flag.end());
    const ProcessResult result = RunDeputy(arguments);
    EXPECT_EQ(result.exit_code, 2) << name;
    EXPECT_THAT(result.err,
                HasSubstr(absl::StrCat("a request FILE says it all; leave `", name, "` out\n")));
    EXPECT_THAT(result.out, IsEmpty());
  }
}

TEST(Explain, ARefusedPolicyIsShownWithACaret) {
  const std::string policy = WriteTemporary("typo.json", R"({
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole",
    "Condition": {"ArnEqual": {"AWS:SourceArn": "arn:aws:dms:us-east-1:111122223333:rep:R"}}
  }]
})");
  const ProcessResult result =
      RunDeputy({"explain", "--policy", policy, "--service", "dms.amazonaws.com"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr(":5:19: error: unknown condition operator `ArnEqual`; did you "
                                    "mean `ArnEquals`? [unknown-operator]"));
  EXPECT_THAT(result.err, HasSubstr("\n                    ^~~~~~~~~~"));
}

}  // namespace
}  // namespace deputy
