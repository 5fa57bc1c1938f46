// `deputy harden` through the binary: the file on standard output, the story on standard error, and
// exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

constexpr char kOpen[] = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "dms.amazonaws.com"},
      "Action": "sts:AssumeRole"
    }
  ]
}
)";
constexpr char kHardened[] = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "dms.amazonaws.com"},
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "aws:SourceAccount": "111122223333"
        }
      }
    }
  ]
}
)";
constexpr char kTypo[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"ArnEqual":{"aws:SourceArn":"arn:aws:dms:us-east-1:111122223333:rep:R"}}}]})";

ProcessResult Harden(const std::string& path, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"harden", path, "--trust", "111122223333"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunDeputy(arguments);
}

TEST(Harden, PrintsTheFileAndTellsWhy) {
  const std::string path = WriteTemporary("open.json", kOpen);
  const ProcessResult result = Harden(path);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, kHardened);
  EXPECT_THAT(result.err, StartsWith("HARDENED  " + path + "\n"));
  EXPECT_THAT(result.err,
              HasSubstr("statement 1: add StringEquals aws:SourceAccount `111122223333`"));
  EXPECT_THAT(result.err, HasSubstr("proved: no-foreign-source, no-foreign-principal"));
  EXPECT_THAT(result.err, HasSubstr("beside the policy as it was: narrower\n"));
  EXPECT_THAT(result.err, HasSubstr("from version 3.4.7 on"));
  // What it printed, `deputy prove` proves.
  const std::string after = WriteTemporary("after.json", result.out);
  EXPECT_EQ(RunDeputy({"prove", after, "--trust", "111122223333"}).exit_code, 0);
  EXPECT_EQ(RunDeputy({"prove", path, "--trust", "111122223333"}).exit_code, 1);
}

TEST(Harden, WhatIsProvedComesOutAsItWas) {
  const ProcessResult result = Harden(WriteTemporary("good.json", kHardened));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, kHardened);
  EXPECT_THAT(result.err, StartsWith("ALREADY PROVED  "));
}

TEST(Harden, TheTypoOfThePublishedPageIsPutRight) {
  const ProcessResult result = Harden(WriteTemporary("typo.json", kTypo));
  EXPECT_EQ(result.exit_code, 0);
  std::string mended = kTypo;
  mended.replace(mended.find("ArnEqual"), 8, "ArnEquals");
  EXPECT_EQ(result.out, mended);
  EXPECT_THAT(result.err, HasSubstr("write `ArnEquals`"));
  EXPECT_THAT(result.err, HasSubstr("nothing to compare with"));
}

TEST(Harden, AServiceThatSendsNothingIsNotLockedOut) {
  const ProcessResult result =
      Harden(WriteTemporary("old.json", kOpen), {"--service", "dms@3.4.6"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, StartsWith("NOT HARDENED  "));
  EXPECT_THAT(result.err, HasSubstr("sends neither aws:SourceArn nor"));
  EXPECT_THAT(result.err, HasSubstr("deputy explain"));
  // Which the help says: the file does not come out as if it had been hardened.
  const std::string help = RunDeputy({"harden", "--help"}).out;
  EXPECT_THAT(help, HasSubstr("which nothing could be changed, and not all is proved, is not "
                              "printed at all"));
}

TEST(Harden, KeepsTheRequestsItWasGiven) {
  const std::string path = WriteTemporary("open.json", kOpen);
  const auto line = [](const std::string& context) {
    return R"({"principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole",)"
           R"("resource":"arn:aws:iam::111122223333:role/r","context":)" +
           context + "}\n";
  };
  const std::string by_arn = WriteTemporary(
      "arn.jsonl", line(R"({"aws:SourceArn":"arn:aws:dms:us-east-1:111122223333:rep:R"})"));
  const ProcessResult kept = Harden(path, {"--keep", by_arn});
  EXPECT_EQ(kept.exit_code, 0) << kept.err;
  EXPECT_THAT(kept.out, HasSubstr("aws:SourceArn"));
  EXPECT_THAT(kept.out, Not(HasSubstr("aws:SourceAccount")));
  const std::string foreign =
      WriteTemporary("foreign.jsonl", line(R"({"aws:SourceAccount":"999988887777"})"));
  EXPECT_EQ(Harden(path, {"--keep", foreign}).exit_code, 1);
  EXPECT_EQ(Harden(path, {"--keep", WriteTemporary("bad.jsonl", "{\n")}).exit_code, 3);
}

TEST(Harden, DiffAndInPlace) {
  const std::string path = WriteTemporary("open.json", kOpen);
  const ProcessResult diff = Harden(path, {"--diff"});
  EXPECT_THAT(diff.out, StartsWith("--- " + path + "\n+++ " + path + "\n@@ -4,7 +4,12 @@\n"));
  const ProcessResult patched =
      RunShell("cd \"$(dirname '" + path +
                   "')\" && cp open.json copy.json && patch -s copy.json && "
                   "cat copy.json",
               diff.out);
  EXPECT_TRUE(patched.exit_code != 0 || patched.out == kHardened) << patched.err;
  const ProcessResult in_place = Harden(path, {"--in-place"});
  EXPECT_EQ(in_place.exit_code, 0);
  EXPECT_THAT(in_place.out, IsEmpty());
  EXPECT_EQ(RunShell("cat '" + path + "'").out, kHardened);
}

TEST(Harden, AsJson) {
  const ProcessResult result =
      Harden(WriteTemporary("open.json", kOpen), {"--format", "json", "--diff"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, IsEmpty());
  const Json report = Json::parse(result.out);
  EXPECT_EQ(report["text"], kHardened);
  EXPECT_EQ(report["changed"], true);
  EXPECT_EQ(report["policies"][0]["outcome"], "hardened");
  EXPECT_EQ(report["policies"][0]["relation"], "narrower");
  EXPECT_EQ(report["policies"][0]["changes"][0]["statement"], 0);
  EXPECT_EQ(report["policies"][0]["properties"][0]["verdict"], "proved");
  EXPECT_THAT(report["diff"], StartsWith("---"));
  const JsonSchema schema(Json::parse(RunDeputy({"schema", "hardening"}).out));
  EXPECT_EQ(schema.Problems(report), "");
  std::string open = kOpen;
  open.replace(open.find("dms."), 4, "none.");
  for (const std::string& text : {std::string(kHardened), std::string(kTypo), open}) {
    const Json other =
        Json::parse(Harden(WriteTemporary("other.json", text), {"--format", "json"}).out);
    EXPECT_EQ(schema.Problems(other), "") << other;
  }
}

TEST(Harden, Mistakes) {
  const std::string path = WriteTemporary("open.json", kOpen);
  EXPECT_EQ(RunDeputy({"harden", path}).exit_code, 2);
  EXPECT_EQ(RunDeputy({"harden", "--trust", "111122223333"}).exit_code, 2);
  EXPECT_EQ(Harden("-", {"--in-place"}).exit_code, 2);
  EXPECT_EQ(Harden("/nonexistent").exit_code, 4);
  const ProcessResult refused = Harden(WriteTemporary("refused.json", R"({"Version":"2012-10-17",
    "Statement":[{"Effect":"Permit","Principal":"*","Action":"sts:AssumeRole"}]})"));
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.out, IsEmpty());
  EXPECT_THAT(RunDeputy({"harden", "--help"}).out, HasSubstr("Usage:"));
}

}  // namespace
}  // namespace deputy
