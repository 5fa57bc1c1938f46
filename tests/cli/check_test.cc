// `deputy check` through the binary: what it says to a person, exit codes, known findings, and
// files that are broken.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "absl/strings/str_replace.h"
#include "tests/cli/check_test_support.h"

namespace deputy {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using OrderedJson = nlohmann::ordered_json;

constexpr char kDetails[] = "tests/intake/samples/authorization_details.json";

TEST(Check, TellsTheHoleItsPlaceARequestThatGetsInAndTheFix) {
  const ProcessResult result = RunDeputy({"check", kDetails});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, StartsWith("arn:aws:iam::111122223333:role/dms-vpc-role\n"));
  EXPECT_THAT(result.out, HasSubstr(std::string(kDetails) + ":16:50: security-warning: "));
  EXPECT_THAT(result.out, HasSubstr("[DEP101]\n"));
  EXPECT_THAT(result.out, HasSubstr("^~~~~~~~~~~~~~~~~~~\n"));
  EXPECT_THAT(result.out, HasSubstr("  gets in: dms.amazonaws.com calls sts:AssumeRole with "));
  EXPECT_THAT(result.out, HasSubstr("  fix: ask for `aws:SourceAccount` 111122223333\n"));
  EXPECT_THAT(result.out, HasSubstr("3 policies in 1 file: 1 security warning, 1 warning;"));
  EXPECT_THAT(result.out, HasSubstr("1 service-linked role passed over"));
}

TEST(Check, FitsATerminal) {
  // But for the line that editors read, and what cannot be broken.
  EXPECT_THAT(RunShell(std::string("$DEPUTY check ") + kDetails +
                       " tests/intake/samples/template.yaml"
                       " | sed s/…/./g | awk 'length > 80 && !/^tests\\// && !/docs/'")
                  .out,
              IsEmpty());
}

TEST(Check, AClosedPolicyIsExitZero) {
  const ProcessResult result = RunDeputy({"check", "-"}, kClosed);
  EXPECT_EQ(result.exit_code, 0) << result.out;
  EXPECT_THAT(result.out, HasSubstr("1 policy in 1 file: no findings\n"));
}

TEST(Check, TheThresholdDecidesTheExitCode) {
  const char* kGuessable =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "444455556666"},
          "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "12345"}}}]})";
  EXPECT_EQ(RunDeputy({"check", "-"}, kGuessable).exit_code, 0);
  EXPECT_EQ(RunDeputy({"check", "--fail-on", "warning", "-"}, kGuessable).exit_code, 1);
  EXPECT_EQ(RunDeputy({"check", "--fail-on", "error", "-"}, kBare).exit_code, 0);
}

TEST(Check, RulesAreSelectedAndIgnored) {
  EXPECT_EQ(RunDeputy({"check", "--ignore", "DEP101", "-"}, kBare).exit_code, 0);
  EXPECT_EQ(RunDeputy({"check", "--ignore", "DEP4,DEP6", "-"}, kBare).exit_code, 1);
  EXPECT_EQ(
      RunDeputy({"check", "--select", "service-without-source-condition", "-"}, kBare).exit_code,
      1);
  const ProcessResult wrong = RunDeputy({"check", "--select", "DEPP101", "-"}, kBare);
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("there is no rule `DEPP101`; did you mean `DEP101`?"));
}

TEST(Check, WrongFlagsAreUsage) {
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{"--account", "12"},
                                             {"--trust", "x"},
                                             {"--trust-org", "acme"},
                                             {"--parameter", "novalue"},
                                             {"--service", "dms"},
                                             {"--service", "dsm.amazonaws.com@1"},
                                             {"--fix"},
                                             {"--fix", "--diff"}}) {
    std::vector<std::string> arguments = {"check", "-"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    EXPECT_EQ(RunDeputy(arguments, kBare).exit_code, 2) << flags[0];
  }
}

TEST(Check, TheVersionOfAServiceCounts) {
  // It sends no keys, so that what asks for them lets nobody in.
  const ProcessResult old = RunDeputy({"check", "--service", "dms@3.4.6", "-"}, kClosed);
  EXPECT_THAT(old.out, HasSubstr("DEP"));
  EXPECT_THAT(RunDeputy({"check", "--service", "dms@3.5", "-"}, kClosed).out,
              HasSubstr("no findings"));
}

TEST(Check, ARefusedPolicyIsAFindingAndStaysOneThatIsNotIgnoredAway) {
  const std::string broken = Replaced(kClosed, "ArnLike", "ArnLikes");
  const ProcessResult result = RunDeputy({"check", "-"}, broken);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("error: unknown condition operator `ArnLikes`"));
  EXPECT_THAT(result.out, HasSubstr("1 error; 1 can be mended with --fix"));
  const std::string baseline = WriteTemporary("check_refused_baseline.json", "");
  const std::string suppress = WriteTemporary(
      "check_refused_suppress.json",
      R"({"version": 1, "suppressions": [{"rule": "DEP043", "reason": "it will be put right"}]})");
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{"--ignore", "DEP0"},
                                             {"--select", "DEP101"},
                                             {"--suppress", suppress},
                                             {"--write-baseline", baseline},
                                             {"--baseline", baseline}}) {
    const ProcessResult left = RunDeputy({"check", flags[0], flags[1], "-"}, broken);
    EXPECT_EQ(left.exit_code, 1) << flags[0];
    EXPECT_THAT(left.out, HasSubstr("error: unknown condition operator `ArnLikes`"));
    EXPECT_EQ(RunDeputy({"check", "--format", "junit", flags[0], flags[1], "-"}, broken).out,
              RunDeputy({"check", "--format", "junit", "-"}, broken).out);
  }
}

TEST(Check, FilesThatCannotBeUnderstoodAreExitThreeAndTheOthersAreChecked) {
  const std::string good = WriteTemporary("check_good.json", kBare);
  const std::pair<const char*, std::string> kBroken[] = {
      {"empty-document", ""},
      {"invalid-syntax", Replaced(kBare, "\"Action\"", "Action")},
      {"duplicate-key", Replaced(kBare, "\"Action\"", "\"Effect\": \"Deny\", \"Action\"")},
      {"invalid-syntax", std::string(kBare) + "x"},
      {"unknown-file-kind", "{}"},
      {"invalid-utf8", Replaced(kBare, "dms", "d\xFFms")},
      {"utf-16", std::string("\xFF\xFE{\0}\0", 6)},
      {"invalid-syntax", std::string("\x7F"
                                     "ELF\0\1",
                                     6)},
  };
  for (const auto& [rule, text] : kBroken) {
    const std::string bad = WriteTemporary("check_bad.json", text);
    const ProcessResult result = RunDeputy({"check", bad, good});
    EXPECT_EQ(result.exit_code, 3) << rule;
    EXPECT_THAT(result.err, HasSubstr(std::string("[") + rule + "]"));
    EXPECT_THAT(result.out, HasSubstr("[DEP101]")) << rule;
    EXPECT_THAT(result.out, HasSubstr("1 file rejected")) << rule;
  }
  const std::string deep = WriteTemporary("check_deep.json", std::string(100000, '['));
  EXPECT_EQ(RunDeputy({"check", deep}).exit_code, 3);
}

TEST(Check, FilesThatCannotBeReadAreExitFourAndTheOthersAreChecked) {
  const std::string good = WriteTemporary("check_good.json", kBare);
  for (const char* path : {"no/such/file.json", "", "/dev/null"}) {
    const ProcessResult result = RunDeputy({"check", path, good});
    EXPECT_EQ(result.exit_code, 4) << path;
    EXPECT_THAT(result.out, HasSubstr("1 file not read")) << path;
  }
  EXPECT_EQ(RunDeputy({"check", "-o", "/no/such/folder/x", good}).exit_code, 4);
}

TEST(Check, WhatIsNotKnownYetIsExitFiveUnlessSomethingElseFailed) {
  const std::string text = Replaced(kClosed, "\"111122223333\"", R"({"Ref": "AWS::AccountId"})");
  const std::string stack = R"({"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {
      "AssumeRolePolicyDocument": )" +
                            text + "}}}}";
  const ProcessResult result = RunDeputy({"check", "-"}, stack);
  EXPECT_EQ(result.exit_code, 5) << result.out;
  EXPECT_THAT(result.out, HasSubstr("unknown: who gets in hangs on what is not known yet: `Ref: "
                                    "AWS::AccountId`"));
  EXPECT_THAT(result.out, HasSubstr("1 policy is not known yet"));
  EXPECT_EQ(RunDeputy({"check", "--account", "111122223333", "-"}, stack).exit_code, 0);
  EXPECT_EQ(
      RunDeputy({"check", "--parameter", "AWS::AccountId=111122223333", "-"}, stack).exit_code, 0);
  EXPECT_EQ(RunDeputy({"check", "-", WriteTemporary("check_good.json", kBare)}, stack).exit_code,
            1);
}

// A Deny lets nobody in, whatever its values are; one that may close what is open is waited for.
TEST(Check, WhatIsNotKnownOfADenyMattersWhereThePolicyIsOpenWithoutIt) {
  const auto check = [](const std::string& allow, const std::string& condition) {
    return RunDeputy({"check", "--account", "111122223333", "-"},
                     R"({"Resources": {"P": {"Type": "AWS::S3::BucketPolicy", "Properties": {
      "PolicyDocument": {"Version": "2012-10-17", "Statement": [)" +
                         allow + R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*",
       "Resource": [{"Fn::GetAtt": ["Bucket", "Arn"]}], "Condition": )" +
                         condition + "}]}}}}}");
  };
  const std::string tls = R"({"Bool": {"aws:SecureTransport": "false"}})";
  const ProcessResult denies = check("", tls);
  EXPECT_EQ(denies.exit_code, 0) << denies.out;
  EXPECT_THAT(denies.out, HasSubstr("1 policy in 1 file: no findings\n"));
  const std::string open = R"({"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
       "Action": "s3:PutObject", "Resource": "*"},)";
  const ProcessResult past = check(open, tls);
  EXPECT_EQ(past.exit_code, 1) << past.out;
  EXPECT_THAT(past.out, HasSubstr("gets into the resource for anybody"));
  const ProcessResult may_close =
      check(open, R"({"StringNotEquals": {"aws:SourceAccount": {"Ref": "Mine"}}})");
  EXPECT_EQ(may_close.exit_code, 5) << may_close.out;
  EXPECT_THAT(may_close.out, HasSubstr("not known yet: `Ref: Mine`"));
}

// It is not dropped with the resource, which a permission without a function does not name.
TEST(Check, WhatIsNotKnownOfAPermissionWithoutAFunction) {
  const std::string stack = R"({"Resources": {"P": {"Type": "AWS::Lambda::Permission",
      "Properties": {"Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com",
                     "SourceAccount": {"Ref": "Acct"}}}}})";
  const ProcessResult result = RunDeputy({"check", "-"}, stack);
  EXPECT_EQ(result.exit_code, 5) << result.out;
  EXPECT_THAT(result.out,
              HasSubstr("unknown: who gets in hangs on what is not known yet: `Ref: Acct`"));
}

TEST(Check, AFolderGivesItsPoliciesAndPassesOverTheRest) {
  const std::string folder = WriteTemporary("check_folder_mark", "") + ".d";
  std::filesystem::create_directories(folder + "/node_modules");
  std::filesystem::create_directories(folder + "/.cache");
  std::ofstream(folder + "/.cache/x") << "no";
  std::ofstream(folder + "/.gitignore") << "no";
  std::ofstream(folder + "/a.json") << kBare;
  std::ofstream(folder + "/package.json") << R"({"name": "x"})";
  std::ofstream(folder + "/tsconfig.json") << "{ // comments\n}";
  std::ofstream(folder + "/notes.txt") << "no";
  std::ofstream(folder + "/node_modules/b.json") << kBare;
  std::ofstream(folder + "/node_modules/b.js") << "no";
  for (const std::string& path : {folder, folder + "/"}) {
    const ProcessResult result = RunDeputy({"check", path});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_THAT(result.out, HasSubstr("1 policy in 1 file: 1 security warning"));
    EXPECT_THAT(result.out, HasSubstr("; 3 other files passed over"));
  }
  std::filesystem::remove_all(folder);
}

TEST(Check, AFolderGivesWhatEachKindOfFileHolds) {
  const std::string folder = WriteTemporary("check_endings", "") + ".d";
  std::filesystem::create_directories(folder);
  const std::string line =
      R"({"Arn": "arn:aws:iam::111122223333:role/a", "AssumeRolePolicyDocument": )" +
      absl::StrReplaceAll(kBare, {{"\n", ""}}) + "}\n";
  for (const char* name : {"ROLES.JSON", "T.YAML", "t.Yml", "t.template"})
    std::ofstream(folder + "/" + name) << kBare;
  for (const char* name : {"roles.jsonl", "roles.ndjson"})
    std::ofstream(folder + "/" + name) << line << line;
  for (const char* name : {"page.md", "page.Markdown"})
    std::ofstream(folder + "/" + name) << "```json\n" << kBare << "\n```\n";
  EXPECT_THAT(RunDeputy({"check", folder}).out,
              HasSubstr("10 policies in 8 files: 10 security warnings"));
  std::filesystem::remove_all(folder);
}

// What PowerShell's `>` writes.
std::string AsUtf16(const std::string& text) {
  std::string wide = "\xFF\xFE";
  for (const char c : text) wide += {c, '\0'};
  return wide;
}

TEST(Check, APolicyOfAFolderThatCannotBeReadIsRefused) {
  const std::pair<const char*, std::string> kBroken[] = {
      {"utf-16", AsUtf16(kBare)},
      {"utf-16", AsUtf16(kBare).substr(2)},
      {"invalid-utf8", Replaced(kBare, "dms", "d\xFFms")},
      {"invalid-syntax", std::string(kBare).substr(0, 100)},
  };
  const std::string folder = WriteTemporary("check_unreadable", "") + ".d";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/settings.json") << AsUtf16(R"({"name": "x"})");
  std::ofstream(folder + "/chart.yaml") << "{{ if .Values.role }}\na: [\n";
  for (const auto& [rule, text] : kBroken) {
    std::ofstream(folder + "/a.json") << text;
    for (const ProcessResult& result :
         {RunDeputy({"check", folder}), RunDeputy({"prove", folder, "-t", "111122223333"})}) {
      EXPECT_EQ(result.exit_code, 3) << rule << result.out;
      EXPECT_THAT(result.err, HasSubstr(std::string("[") + rule + "]"));
      EXPECT_THAT(result.err, HasSubstr("/a.json:"));
      EXPECT_THAT(result.err, Not(HasSubstr("settings"))) << rule;
      EXPECT_THAT(result.err, Not(HasSubstr("chart"))) << rule;
    }
    EXPECT_THAT(RunDeputy({"check", folder}).out, HasSubstr("2 other files passed over; 1 file"))
        << rule;
  }
  std::filesystem::remove(folder + "/a.json");
  std::ofstream(folder + "/a.yaml") << "Statement:\n- Effect: [\n";
  EXPECT_EQ(RunDeputy({"check", folder}).exit_code, 3);
  std::filesystem::remove_all(folder);
}

TEST(Check, ABaselineLeavesOutWhatIsKnown) {
  const std::string policy = WriteTemporary("check_known.json", kBare);
  const std::string baseline = WriteTemporary("check_baseline.json", "");
  EXPECT_EQ(RunDeputy({"check", "--write-baseline", baseline, policy}).exit_code, 0);
  const ProcessResult known = RunDeputy({"check", "--baseline", baseline, policy});
  EXPECT_EQ(known.exit_code, 0);
  EXPECT_THAT(known.out, HasSubstr("no findings; 1 in the baseline"));
  // Lines may move; another hole is told.
  WriteTemporary("check_known.json", "\n\n" + std::string(kBare));
  EXPECT_EQ(RunDeputy({"check", "--baseline", baseline, policy}).exit_code, 0);
  WriteTemporary("check_known.json",
                 Replaced(kBare, R"({"Service": "dms.amazonaws.com"})", R"("*")"));
  EXPECT_EQ(RunDeputy({"check", "--baseline", baseline, policy}).exit_code, 1);
}

// Rule, file, subject and path are the same each time.
TEST(Check, ABaselineHidesNoOtherHoleAtTheSamePlace) {
  const auto policy = [](const std::string& principal, const std::string& condition,
                         const std::string& more) {
    return WriteTemporary(
        "check_hole.json",
        R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": )" + principal +
            R"(, "Action": "sts:AssumeRole", "Condition": )" + condition + "}" + more + "]}");
  };
  const std::string dms = R"({"Service": "dms.amazonaws.com"})";
  const std::string tag = R"({"StringEquals": {"aws:RequestTag/a": "b"}})";
  const std::string deny =
      R"(,{"Effect": "Deny", "Principal": "*", "Action": "sts:*", "Condition": )"
      R"({"StringLike": {"aws:SourceArn": "arn:aws:dms:us-east-1:*"}}})";
  const std::string baseline = WriteTemporary("check_holes.json", "");
  const auto known = [&](const std::string& path) {
    return RunDeputy({"check", "--fail-on", "suggestion", "--baseline", baseline, path}).exit_code;
  };
  const std::string path = policy(dms, "{}", deny);  // told of the Deny
  ASSERT_EQ(RunDeputy({"check", "--write-baseline", baseline, path}).exit_code, 0);
  EXPECT_THAT(ReadFile(baseline), ContainsRegex(R"("statement": "[0-9a-f]{16}")"));
  EXPECT_EQ(known(path), 0);
  EXPECT_EQ(known(policy("\n " + dms, "{ }", deny)), 0);
  EXPECT_EQ(known(policy(dms, "{}", "")), 1) << "the Deny is gone";
  EXPECT_EQ(known(policy(R"({"Service": "cloudtrail.amazonaws.com"})", "{}", deny)), 1);
  policy(R"({"AWS": "555566667777"})", tag, "");
  ASSERT_EQ(RunDeputy({"check", "--write-baseline", baseline, path}).exit_code, 0);
  EXPECT_EQ(known(path), 0);
  EXPECT_EQ(known(policy(R"({"AWS": "777788889999"})", tag, "")), 1);
  EXPECT_EQ(known(policy(R"({"AWS": "555566667777"})", "{}", "")), 1) << "no condition any more";
  // One that an older version wrote hides by place alone.
  WriteTemporary("check_holes.json", R"({"version": 1, "baseline": [{"rule": "DEP202", "path":)"
                                     R"( "/Statement/0/Principal/AWS", "file": ")" +
                                         path + R"("}]})");
  EXPECT_EQ(known(path), 0);
}

TEST(Check, ASuppressionNeedsAReasonAndIsToldWhenItMeetsNothing) {
  const std::string suppress = [](const std::string& entry) {
    return WriteTemporary("check_suppress.json",
                          R"({"version": 1, "suppressions": [)" + entry + "]}");
  }(R"({"rule": "DEP101", "subject": "policy 1", "reason": "a legacy role, gone in May"})");
  const ProcessResult good = RunDeputy({"check", "--suppress", suppress, "-"}, kBare);
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("no findings; 1 suppressed"));
  const ProcessResult unused = RunDeputy({"check", "--suppress", suppress, "-"}, kClosed);
  EXPECT_EQ(unused.exit_code, 0);
  EXPECT_THAT(unused.err, HasSubstr("suggestion: nothing is suppressed by this"));
  EXPECT_EQ(RunDeputy({"check", "--fail-on", "suggestion", "--suppress", suppress, "-"}, kClosed)
                .exit_code,
            1);
  const std::pair<const char*, const char*> kWrong[] = {
      {R"({"rule": "DEP101"})", "an entry needs `reason`"},
      {R"({"rule": "DEP101", "reason": " "})", "a reason must say something"},
      {R"({"rule": "DEP9999", "reason": "x"})", "there is no rule `DEP9999`"},
      {R"({"rule": "DEP1", "reason": "x"})", "`DEP1` begins the ids of several rules"},
      {R"({"rule": "DEP101", "reason": "x", "file:": "y"})", "did you mean `file`?"},
  };
  for (const auto& [entry, complaint] : kWrong) {
    WriteTemporary("check_suppress.json",
                   std::string(R"({"version": 1, "suppressions": [)") + entry + "]}");
    const ProcessResult wrong = RunDeputy({"check", "--suppress", suppress, "-"}, kBare);
    EXPECT_EQ(wrong.exit_code, 3) << entry;
    EXPECT_THAT(wrong.err, HasSubstr(complaint));
  }
}

TEST(Check, EqualPoliciesOfManyRolesAreToldEachWithItsOwnRole) {
  OrderedJson roles = OrderedJson::array();
  for (int i = 0; i < 300; ++i) {
    const std::string name = "role-" + std::to_string(i);
    roles.push_back({{"RoleName", name},
                     {"Arn", "arn:aws:iam::111122223333:role/" + name},
                     {"AssumeRolePolicyDocument", OrderedJson::parse(kBare)}});
  }
  const ProcessResult result =
      RunDeputy({"check", "--format", "json", "-"}, OrderedJson{{"Roles", roles}}.dump());
  const OrderedJson found = OrderedJson::parse(result.out)["findings"];
  ASSERT_EQ(found.size(), 300u);
  for (const OrderedJson& finding : found)
    EXPECT_EQ(finding["request"]["resource"], finding["subject"]);
}

TEST(Check, TheSameInputGivesTheSameBytes) {
  const std::string command = "$DEPUTY check --format json tests/intake/samples";
  const ProcessResult once = RunShell("LC_ALL=C TZ=UTC " + command);
  EXPECT_EQ(RunShell("LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo taskset -c 0 " + command).out, once.out);
}

TEST(Rule, TellsListsAndSuggests) {
  const ProcessResult one = RunDeputy({"rule", "dep101"});
  EXPECT_EQ(one.exit_code, 0);
  EXPECT_THAT(one.out, StartsWith("DEP101 service-without-source-condition (security-warning)\n"));
  EXPECT_THAT(one.out, HasSubstr("\nBad:\n"));
  EXPECT_THAT(one.out, HasSubstr("\nGood:\n"));
  EXPECT_THAT(one.out, HasSubstr("\nSee https://docs.aws.amazon.com/"));
  EXPECT_EQ(RunDeputy({"rule", "service-without-source-condition"}).out, one.out);
  EXPECT_THAT(RunDeputy({"rule"}).out, HasSubstr("DEP606  "));
  EXPECT_EQ(RunDeputy({"rule", "--format", "markdown"}).out, ReadProjectFile("docs/lint-rules.md"));
  const ProcessResult wrong = RunDeputy({"rule", "DPE101"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("did you mean `DEP101`?"));
}

TEST(Rule, HelpFitsATerminal) {
  EXPECT_THAT(
      RunShell("for c in check rule; do $DEPUTY $c --help; done | sed s/…/./g | awk 'length > 80'")
          .out,
      IsEmpty());
}

}  // namespace
}  // namespace deputy
