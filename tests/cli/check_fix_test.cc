// `deputy check --fix` and `--diff` on each kind of file: afterwards the finding is gone, and
// nothing else of the file has changed.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/cli/check_test_support.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Kind {
  const char* name;
  std::string before;
  std::string after;
};

// The same policy, as each kind of file has it.
std::string Stack(const std::string& condition) {
  return R"(# kept
Resources:
  R:   # kept too
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Service: dms.amazonaws.com}
            Action: 'sts:AssumeRole'
            Condition: {)" +
         condition + R"(: {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}}
)";
}

std::string PolicyWith(const std::string& op) {
  return R"({ "Version":"2012-10-17",
   "Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},
     "Action": "sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"},")" +
         op + R"(": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}}}]})";
}

std::string AsJsonString(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + "\"";
}

std::vector<Kind> Kinds() {
  const auto kind = [](const char* name, const std::string& head, const std::string& tail,
                       std::string (*wrap)(const std::string&)) {
    return Kind{name, head + wrap(PolicyWith("ArnEqual")) + tail,
                head + wrap(PolicyWith("ArnEquals")) + tail};
  };
  const auto plain = [](const std::string& text) { return text; };
  const auto percent = [](const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
      char code[4];
      std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned char>(c));
      out += std::isalnum(static_cast<unsigned char>(c)) ? std::string(1, c) : code;
    }
    return out + "\"";
  };
  const std::string role =
      R"({"RoleDetailList": [{"RoleName": "r",  "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": )";
  return {
      kind("bare.json", "", "\n", plain),
      kind("details.json", role, "}]}\n", plain),
      kind("string.json", role, "}]}", AsJsonString),
      kind("percent.json", role, "}]}", percent),
      kind(
          "template.json",
          R"({"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": )",
          "}}}}\n", plain),
      {"template.yaml", Stack("ArnEqual"), Stack("ArnEquals")},
      kind(
          "plan.json",
          R"({"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "aws_iam_role.r",
               "type": "aws_iam_role", "values": {"assume_role_policy": )",
          "}}]}}}", AsJsonString),
      kind("page.md", "# Roles\n\n```json\n", "\n```\n\nthe end, without a line end", plain),
  };
}

TEST(CheckFix, MendsEachKindOfFileAndLeavesEveryOtherByteAlone) {
  for (const Kind& kind : Kinds()) {
    const std::string path = WriteTemporary(std::string("fix_") + kind.name, kind.before);
    const ProcessResult before = RunDeputy({"check", path});
    EXPECT_THAT(before.out, HasSubstr("did you mean `ArnEquals`?")) << kind.name << before.err;
    const ProcessResult fixed = RunDeputy({"check", "--fix", path});
    EXPECT_THAT(fixed.err, HasSubstr(": fixed: ")) << kind.name;
    EXPECT_EQ(fixed.exit_code, 0) << kind.name << fixed.out;
    EXPECT_EQ(ReadFile(path), kind.after) << kind.name;
    EXPECT_THAT(RunDeputy({"check", path}).out, Not(HasSubstr("ArnEqual"))) << kind.name;
  }
}

TEST(CheckFix, DiffSaysTheSameAndPatchAppliesIt) {
  for (const Kind& kind : Kinds()) {
    const std::string path = WriteTemporary(std::string("diff_") + kind.name, kind.before);
    const ProcessResult diff = RunDeputy({"check", "--diff", path});
    EXPECT_EQ(diff.exit_code, 1) << kind.name;
    EXPECT_EQ(ReadFile(path), kind.before) << kind.name;
    const std::string copy = WriteTemporary("patched", kind.before);
    const ProcessResult patched = RunShell("patch -s " + copy, diff.out);
    EXPECT_EQ(patched.exit_code, 0) << kind.name << patched.out << patched.err << diff.out;
    EXPECT_EQ(ReadFile(copy), kind.after) << kind.name;
  }
}

TEST(CheckFix, ADifferenceHasNoOtherFormat) {
  const std::string path = WriteTemporary("formats_of_diff.json", PolicyWith("ArnEqual"));
  const ProcessResult result = RunDeputy({"check", "--diff", "--format", "sarif", path});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err,
              HasSubstr("`--diff` prints a difference of files; leave out `--format`\n"));
}

TEST(CheckFix, AHoleIsClosedAndTheLayoutKept) {
  const std::string details = ReadProjectFile("tests/intake/samples/authorization_details.json");
  const std::string path = WriteTemporary("fix_details.json", details);
  EXPECT_EQ(RunDeputy({"check", "--fix", path}).exit_code, 0);
  EXPECT_EQ(ReadFile(path), Replaced(details, R"("Action": "sts:AssumeRole"
)",
                                     R"("Action": "sts:AssumeRole",
                        "Condition": {
                          "StringEquals": {
                            "aws:SourceAccount": "111122223333"
                          }
                        }
)"));
}

TEST(CheckFix, ManyPoliciesAndManyFindingsOfOneAreFixedTogether) {
  std::string text = "[";
  for (int i = 0; i < 40; ++i) {
    text += (i > 0 ? ",\n" : "") + Replaced(PolicyWith("ArnEqual"), "StringEquals", "StringEqual");
  }
  text += "]";
  const std::string path = WriteTemporary("fix_many.json", text);
  const std::string diff = RunDeputy({"check", "--diff", path}).out;
  const ProcessResult fixed = RunDeputy({"check", "--fix", path});
  EXPECT_EQ(fixed.exit_code, 0) << fixed.out;
  EXPECT_THAT(ReadFile(path), Not(HasSubstr("Equal\"")));
  const std::string copy = WriteTemporary("patched", text);
  EXPECT_EQ(RunShell("patch -s " + copy, diff).exit_code, 0) << diff;
  EXPECT_EQ(ReadFile(copy), ReadFile(path));
}

TEST(CheckFix, AFileWithErrorsThatRemainIsNotTouched) {
  const std::string text = "[" + PolicyWith("ArnEqual") + ",\n" +
                           Replaced(PolicyWith("ArnLike"), "\"Allow\"", "\"Permit\"") + "]";
  const std::string path = WriteTemporary("fix_errors.json", text);
  const ProcessResult result = RunDeputy({"check", "--fix", path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("not fixed: it has errors that remain"));
  EXPECT_EQ(ReadFile(path), text);
  EXPECT_THAT(RunDeputy({"check", "--diff", path}).out, IsEmpty());
}

TEST(CheckFix, WhatIsSuppressedIsNotFixedAndModeAndLinksAreKept) {
  const std::string path = WriteTemporary("fix_kept.json", PolicyWith("ArnEqual"));
  chmod(path.c_str(), 0640);
  const std::string suppress = WriteTemporary(
      "fix_suppress.json",
      R"({"version": 1, "suppressions": [{"rule": "unknown-operator", "reason": "as it is"}]})");
  RunDeputy({"check", "--fix", "--suppress", suppress, path});
  EXPECT_EQ(ReadFile(path), PolicyWith("ArnEqual"));
  RunDeputy({"check", "--fix", "--select", "DEP101", path});
  EXPECT_EQ(ReadFile(path), PolicyWith("ArnEqual"));

  const std::string link = path + ".link";
  std::filesystem::remove(link);
  std::filesystem::create_symlink(path, link);
  EXPECT_EQ(RunDeputy({"check", "--fix", link}).exit_code, 0);
  EXPECT_EQ(ReadFile(path), PolicyWith("ArnEquals"));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  struct stat info {};
  stat(path.c_str(), &info);
  EXPECT_EQ(info.st_mode & 07777, 0640u);
}

}  // namespace
}  // namespace deputy
