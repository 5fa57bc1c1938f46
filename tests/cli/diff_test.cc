// `deputy diff` through the binary: what became of each policy, and that each request that is shown
// is allowed by the one policy and not by the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "tests/support/json_schema.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Json = nlohmann::json;

std::string TrustOf(const std::string& principal, const std::string& account = "") {
  const std::string condition =
      account.empty()
          ? ""
          : R"(,"Condition":{"StringEquals":{"aws:SourceAccount":")" + account + R"("}})";
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)" + principal +
         R"(,"Action":"sts:AssumeRole")" + condition + "}]}";
}

const char kService[] = R"({"Service":"dms.amazonaws.com"})";

struct Files {
  std::string before;
  std::string after;
};

Files Written(const std::string& before, const std::string& after) {
  return {WriteTemporary("before.json", before), WriteTemporary("after.json", after)};
}

ProcessResult Diff(const Files& files, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"diff", files.before, files.after};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunDeputy(arguments);
}

// The request of one side: allowed there, by the command and as a file, and not by `other`.
void ExpectTellsApart(const Json& witness, const std::string& other) {
  std::string command = witness["replay"];
  const size_t at = command.find("deputy explain");
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(RunShell(command.replace(at, 6, "$DEPUTY")).out, StartsWith("ALLOWED\n")) << command;
  Json request = witness["request"];
  EXPECT_THAT(RunDeputy({"explain", "-"}, request.dump()).out, StartsWith("ALLOWED\n"));
  request[request.contains("trustPolicy") ? "trustPolicy" : "resourcePolicy"] = Json::parse(other);
  EXPECT_THAT(RunDeputy({"explain", "-"}, request.dump()).out, HasSubstr("DENY\n")) << request;
}

TEST(Diff, SaysHowAPolicyChanged) {
  const std::string open = TrustOf(kService);
  const std::string mine = TrustOf(kService, "111122223333");
  const std::string other = TrustOf(R"({"AWS":"999988887777"})");
  const std::string own = TrustOf(R"({"AWS":"arn:aws:iam::111122223333:user/u"})");
  struct Change {
    std::string before, after, change;
    int exit_code;
  };
  for (const Change& c :
       {Change{open, mine, "narrower", 1}, Change{mine, open, "wider", 1},
        Change{mine, mine, "equivalent", 0}, Change{mine, other, "incomparable", 1},
        Change{other, own, "incomparable", 1}}) {
    const Files files = Written(c.before, c.after);
    const ProcessResult result = Diff(files, {"--format", "json"});
    EXPECT_EQ(result.exit_code, c.exit_code) << result.err;
    const Json answer = Json::parse(result.out)["policies"][0];
    EXPECT_EQ(answer["change"], c.change);
    EXPECT_EQ(answer.contains("onlyBefore"), c.change != "wider" && c.change != "equivalent");
    EXPECT_EQ(answer.contains("onlyAfter"), c.change != "narrower" && c.change != "equivalent");
    if (answer.contains("onlyBefore")) ExpectTellsApart(answer["onlyBefore"], c.after);
    if (answer.contains("onlyAfter")) ExpectTellsApart(answer["onlyAfter"], c.before);
  }
}

TEST(Diff, PoliciesOfBucketsAreComparedByWhatTheyAloneAllow) {
  const auto bucket = [](const std::string& principal) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)" + principal +
           R"(,"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]})";
  };
  const std::string before = bucket(R"({"AWS":"arn:aws:iam::111122223333:user/a"})");
  const std::string after = bucket(R"({"AWS":"arn:aws:iam::999988887777:user/a"})");
  const Json answer =
      Json::parse(Diff(Written(before, after), {"--format", "json"}).out)["policies"][0];
  EXPECT_EQ(answer["change"], "incomparable");
  ExpectTellsApart(answer["onlyBefore"], after);
  ExpectTellsApart(answer["onlyAfter"], before);
}

TEST(Diff, TheTextSaysWhichRequestsAndFailOnDecides) {
  const Files wider = Written(TrustOf(kService, "111122223333"), TrustOf(kService));
  const ProcessResult text = Diff(wider);
  EXPECT_THAT(text.out, StartsWith("WIDER  " + wider.after + "\n"));
  EXPECT_THAT(text.out, HasSubstr("allowed now, and not before:"));
  EXPECT_THAT(text.out, HasSubstr("1 policy: 1 wider\n"));
  EXPECT_EQ(Diff(wider, {"--fail-on", "wider"}).exit_code, 1);
  EXPECT_EQ(Diff(wider, {"--fail-on", "narrower"}).exit_code, 0);
  EXPECT_EQ(Diff(wider, {"--fail-on", "none"}).exit_code, 0);
  const Files narrower = {wider.after, wider.before};
  EXPECT_EQ(Diff(narrower, {"--fail-on", "wider"}).exit_code, 0);
  EXPECT_EQ(Diff(narrower, {"--fail-on", "incomparable"}).exit_code, 0);
}

TEST(Diff, RolesPairByArnOrNameAndOthersAreNamed) {
  const auto role = [](const std::string& name, const std::string& policy) {
    return R"({"RoleName":")" + name + R"(","Arn":"arn:aws:iam::111122223333:role/p/)" + name +
           R"(","AssumeRolePolicyDocument":)" + policy + "}";
  };
  const auto bare_role = [](const std::string& name, const std::string& policy) {
    return R"({"RoleName":")" + name + R"(","AssumeRolePolicyDocument":)" + policy + "}";
  };
  const std::string mine = TrustOf(kService, "111122223333");
  const Files files =
      Written("[" + role("same", mine) + "," + role("opened", mine) + "," + role("gone", mine) +
                  "," + role("linked", mine) + "]",
              "[" + role("new", mine) + "," + role("opened", TrustOf(kService)) + "," +
                  bare_role("same", mine) +
                  R"(,{"RoleName":"L","Path":"/aws-service-role/x/","AssumeRolePolicyDocument":)" +
                  mine + "}," + role("linked", mine) + "]");
  const ProcessResult result = Diff(files, {"--format", "json"});
  EXPECT_EQ(result.exit_code, 1);
  const Json answer = Json::parse(result.out);
  std::map<std::string, std::string> changes;
  for (const Json& policy : answer["policies"]) {
    const std::string subject = policy["subject"];
    changes[subject.substr(subject.rfind('/') + 1)] = policy["change"];
  }
  EXPECT_EQ(changes, (std::map<std::string, std::string>{{"gone", "removed"},
                                                         {"linked", "equivalent"},
                                                         {"new", "added"},
                                                         {"opened", "wider"},
                                                         {"same", "equivalent"}}));
  EXPECT_EQ(answer["totals"]["serviceLinked"], 1);
}

// The role of that name in another account is another role, whatever its policy says.
TEST(Diff, RolesOfTwoAccountsDoNotPair) {
  const auto role = [](const std::string& account, const std::string& path) {
    return R"({"RoleName":"a","Arn":"arn:aws:iam::)" + account + ":role/" + path +
           R"(a","AssumeRolePolicyDocument":)" + TrustOf(kService, "111122223333") + "}";
  };
  const Files moved = Written(role("111122223333", ""), role("444455556666", ""));
  const ProcessResult result = Diff(moved, {"--fail-on", "wider"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("ADDED  arn:aws:iam::444455556666:role/a"));
  EXPECT_THAT(result.out, HasSubstr("REMOVED  arn:aws:iam::111122223333:role/a"));
  const Files both = Written("[" + role("444455556666", "") + "," + role("111122223333", "") + "]",
                             role("111122223333", "p/"));
  EXPECT_THAT(Diff(both).out, HasSubstr("EQUIVALENT  arn:aws:iam::111122223333:role/p/a"));
}

// One more queue under the same words may be open now.
TEST(Diff, WhatAPolicyIsAttachedToIsNotCompared) {
  const auto stack = [](const std::string& type, const std::string& properties,
                        const std::string& name = "PolicyDocument",
                        const std::string& condition = "") {
    return R"({"Resources":{"P":{"Type":")" + type + R"(","Properties":{)" + properties + ",\"" +
           name + R"(":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*",)" +
           R"("Action":"*","Resource":"*")" + condition + "}}}}}}";
  };
  const std::string queue = "AWS::SQS::QueuePolicy";
  const std::string mine =
      R"(,"Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}})";
  const std::string one = stack(queue, R"("Queues":[{"Ref":"A"}])");
  const std::string two = stack(queue, R"("Queues":[{"Ref":"A"},{"Ref":"B"}])");
  const ProcessResult more = Diff(Written(one, two), {"--fail-on", "wider"});
  EXPECT_EQ(more.exit_code, 5);
  EXPECT_EQ(
      more.out,
      "UNKNOWN  P\n  because it is attached to [{\"Ref\":\"A\"},{\"Ref\":\"B\"}] now, and was "
      "to\n          [{\"Ref\":\"A\"}]; its text is equivalent\n\n1 policy: 1 unknown\n");
  EXPECT_EQ(Diff(Written(one, one)).exit_code, 0);
  const std::string narrowed = stack(queue, R"("Queues":[{"Ref":"B"}])", "PolicyDocument", mine);
  EXPECT_THAT(Diff(Written(one, narrowed)).out, HasSubstr("text is narrower"));
  EXPECT_THAT(Diff(Written(narrowed, one)).out, HasSubstr("WIDER  P"));
  const auto permission = [](const std::string& function) {
    return R"({"Resources":{"P":{"Type":"AWS::Lambda::Permission","Properties":{"FunctionName":")" +
           function + R"(","Action":"lambda:InvokeFunction","Principal":"*"}}}})";
  };
  EXPECT_EQ(Diff(Written(permission("f"), permission("g"))).exit_code, 5);
  const auto state = [](const std::string& bucket) {
    return R"({"format_version":"1.0","values":{"root_module":{"resources":[{"address":"b",)"
           R"("mode":"managed","type":"aws_s3_bucket_policy","values":{"bucket":")" +
           bucket +
           R"(","policy":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",)"
           R"(\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"}}]}}})";
  };
  EXPECT_EQ(Diff(Written(state("one"), state("one"))).exit_code, 0);
  EXPECT_EQ(Diff(Written(state("one"), state("two"))).exit_code, 5);
}

// A bucket whose policy is removed is still there, for all whom it kept out.
TEST(Diff, AResourcePolicyThatDeniesGivesAccessWhenItIsRemoved) {
  const auto stack = [](const std::string& type, const std::string& property,
                        const std::string& statements) {
    return R"({"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":)" +
           TrustOf(kService, "111122223333") + "}}" +
           (type.empty() ? ""
                         : R"(,"P":{"Type":")" + type + R"(","Properties":{")" + property +
                               R"(":{"Version":"2012-10-17","Statement":)" + statements + "}}}") +
           "}}";
  };
  const std::string deny = R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",)"
                           R"("Condition":{"Bool":{"aws:SecureTransport":"false"}}})";
  const std::string allow = R"({"Effect":"Allow","Principal":{"AWS":"999988887777"},)"
                            R"("Action":"s3:GetObject","Resource":"*"})";
  const std::string trust_deny = R"([{"Effect":"Deny","Principal":"*","Action":"sts:*"},)"
                                 R"({"Effect":"Allow","Principal":{"AWS":"999988887777"},)"
                                 R"("Action":"sts:AssumeRole"}])";
  const auto bucket = [&](const std::string& statements) {
    return stack("AWS::S3::BucketPolicy", "PolicyDocument", statements);
  };
  struct Removal {
    std::string with;
    const char* told;  // when it is removed
    bool removed_gives, removed_takes, added_gives, added_takes;
  };
  for (const Removal& c : {
           Removal{bucket(deny), "whom it kept out may get in now", true, false, false, true},
           Removal{bucket(absl::StrCat("[", deny, ",", allow, "]")),
                   "whom it kept out may get in now", true, true, true, true},
           Removal{bucket(allow), "", false, true, true, false},
           Removal{bucket(R"([{"Ref":"More"},)" + allow + "]"), "whom it kept out may get in now",
                   true, true, true, true},
           Removal{bucket(R"({"Ref":"More"})"), "whom it kept out may get in now", true, true, true,
                   true},
           Removal{stack("AWS::IAM::Role", "AssumeRolePolicyDocument", trust_deny), "", false, true,
                   true, false},
       }) {
    const auto exits = [](const Files& files, const char* fail_on) {
      return Diff(files, {"--fail-on", fail_on}).exit_code == 1;
    };
    const Files removed = Written(c.with, stack("", "", ""));
    const Files added = {removed.after, removed.before};
    const std::string told = *c.told == '\0' ? "" : absl::StrCat("  ", c.told, "\n");
    EXPECT_THAT(Diff(removed).out, HasSubstr("REMOVED  P\n" + told + "\n")) << c.with;
    EXPECT_EQ(exits(removed, "wider"), c.removed_gives) << c.with;
    EXPECT_EQ(exits(removed, "narrower"), c.removed_takes) << c.with;
    EXPECT_EQ(exits(added, "wider"), c.added_gives) << c.with;
    EXPECT_EQ(exits(added, "narrower"), c.added_takes) << c.with;
    EXPECT_TRUE(exits(added, "any") && exits(removed, "any")) << c.with;
    EXPECT_FALSE(exits(added, "none") || exits(removed, "none")) << c.with;
    EXPECT_EQ(Diff(added).out.find("ADDED  P\n  it only keeps out\n") != std::string::npos,
              !c.added_gives);
  }
}

TEST(Diff, UnknownIsExitFiveAndNeverEquivalent) {
  const std::string text =
      R"({"Parameters":{"Who":{"Type":"String"}},"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{)"
      R"("AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
      R"("Principal":{"AWS":{"Ref":"Who"}},"Action":"sts:AssumeRole"}]}}}}})";
  const Files files = Written(text, text);
  const ProcessResult result = Diff(files, {"--fail-on", "none"});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.out, StartsWith("UNKNOWN  R\n  because before, "));
  EXPECT_EQ(Diff(files, {"--parameter", "Who=111122223333"}).exit_code, 0);
  const Files other = Written(TrustOf(kService), TrustOf(kService, "111122223333"));
  EXPECT_EQ(Diff(other, {"--budget", "1"}).exit_code, 5);
}

TEST(Diff, WhatIsRefusedOrUnreadableIsSaid) {
  const Files files = Written(TrustOf(kService), R"({"Version":"2012-10-17","Statement":[{}]})");
  const ProcessResult result = Diff(files);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr("1 policy: 1 refused"));
  EXPECT_EQ(Diff({files.before, "nowhere.json"}).exit_code, 4);
  EXPECT_EQ(Diff(Written(TrustOf(kService), "nothing")).exit_code, 3);
  EXPECT_EQ(RunDeputy({"diff", "-", "-"}).exit_code, 2);
  EXPECT_EQ(RunDeputy({"diff", files.before}).exit_code, 2);
  EXPECT_EQ(Diff(files, {"--fail-on", "sometimes"}).exit_code, 2);
}

TEST(Diff, MarkdownHoldsNothingOfAPolicyButAsCode) {
  const auto role = [](const std::string& policy) {
    return R"([{"RoleName":"x`</details>|\u001b[2J<script>","AssumeRolePolicyDocument":)" + policy +
           "}]";
  };
  const ProcessResult result =
      Diff(Written(role(TrustOf(kService, "111122223333")), role(TrustOf(kService))),
           {"--format", "markdown"});
  EXPECT_THAT(result.out, StartsWith("### Who gets in: 1 policy: 1 wider\n"));
  EXPECT_THAT(result.out, HasSubstr(R"(| `x'</details>\|\x1b[2J<script>` | **wider** |)"));
  EXPECT_THAT(result.out, HasSubstr("```json\n{\"principal\":"));
  const std::string json = result.out.substr(result.out.find("```json\n") + 8);
  EXPECT_THAT(RunDeputy({"explain", "-"}, json.substr(0, json.find("\n```"))).out,
              StartsWith("ALLOWED\n"));
}

// Of a role whose account is known and whose ARN is not: in the partition that its policies speak
// of.
TEST(Diff, LooksIntoThePartitionOfThePolicies) {
  const auto arn_like = [](const std::string& account) {
    return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":)" +
           std::string(kService) + R"(,"Action":"sts:AssumeRole","Condition":{"ArnLike":)" +
           R"({"aws:SourceArn":"arn:aws-cn:dms:*:)" + account + R"(:*"}}}})";
  };
  const std::string before = arn_like("111122223333");
  for (const std::vector<std::string>& account :
       {std::vector<std::string>{}, {"--account", "444455556666"}}) {
    std::vector<std::string> options = {"--format", "json"};
    options.insert(options.end(), account.begin(), account.end());
    const ProcessResult result = Diff(Written(before, arn_like("*")), options);
    EXPECT_EQ(result.exit_code, 1) << result.err;
    const Json policy = Json::parse(result.out)["policies"][0];
    EXPECT_EQ(policy["change"], "wider");
    EXPECT_THAT(policy["onlyAfter"]["request"]["resource"].get<std::string>(),
                StartsWith("arn:aws-cn:iam::" + (account.empty() ? "111122223333" : account[1])));
    ExpectTellsApart(policy["onlyAfter"], before);
  }
}

TEST(Diff, JsonIsWhatItsSchemaSays) {
  const JsonSchema schema(Json::parse(RunDeputy({"schema", "diff"}).out));
  Json answer = Json::parse(Diff({"tests/intake/samples/list_roles.yaml",
                                  "tests/intake/samples/authorization_details.json"},
                                 {"--format", "json"})
                                .out);
  EXPECT_GT(answer["policies"].size(), 0u);
  EXPECT_EQ(schema.Problems(answer), "") << answer.dump(1);
  answer["policies"][0]["change"] = "same";
  EXPECT_FALSE(schema.Fits(answer));
  EXPECT_THAT(RunShell("$DEPUTY diff --help | awk 'length > 80'").out, IsEmpty());
}

}  // namespace
}  // namespace deputy
