// Whatever comes in: a message with a place, no crash, no hang, and no policy that is not there.
#include <set>
#include <utility>

#include "engine/policy/policy_printer.h"
#include "engine/text/json_reader.h"
#include "simulator/intake/yaml_reader.h"
#include "tests/intake/intake_test_support.h"

namespace deputy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(BadFile, SaysWhatItIs) {
  const std::pair<std::string, std::string> kFiles[] = {
      {"", "empty-document"},
      {" \n\t\r\n", "empty-document"},
      {std::string("\xFF\xFE{\0}\0", 6), "utf-16"},
      {std::string("{\0}\0", 4), "utf-16"},
      {std::string("\x7f"
                   "ELF\x02\x01\0\0\0\0",
                   10),
       "unknown-file-kind"},
      {"Dear all,\nhere is the policy\n", "unknown-file-kind"},
      {"{}", "unknown-file-kind"},
      {"[]", "unknown-file-kind"},
      {"[5]", "unknown-file-kind"},
      {R"({"name": "package", "version": "1"})", "unknown-file-kind"},
      {R"({"steps": []})", "unknown-file-kind"},
      {"apiVersion: v1\nkind: Pod\n", "unknown-file-kind"},
      {"{\"Version\": \"2012-10-17\", \"Statement\": [", "invalid-syntax"},
      {"{\"Version\": \"2012-10-17\", // x", "invalid-syntax"},
      {"{\"Statement\": \"\xff\"}", "invalid-utf8"},
      {"{\"Statement\": [], \"Statement\": []}", "duplicate-key"},
      {std::string(100000, '['), "too-deep"},
      {"Resources:\n  R: {Type: AWS::IAM::Role\n", "unknown-file-kind"},
      {"Resources:\n  AssumeRolePolicyDocument: {a\n", "invalid-yaml"},
      {R"({"Roles": [{"RoleName": "r"}]})", "not-a-role"},
      {R"({"Roles": [5]})", "not-a-role"},
  };
  for (const auto& [text, rule] : kFiles) {
    const ReadFile read("-", text);
    EXPECT_EQ(read.FirstError(), rule) << text.substr(0, 100);
    EXPECT_THAT(read.file.policies, IsEmpty()) << text.substr(0, 100);
  }
  const ReadFile unknown("-", "{}");
  ASSERT_THAT(unknown.diagnostics.items(), SizeIs(1));
  EXPECT_THAT(unknown.diagnostics.items()[0].notes[0], HasSubstr("terraform show -json"));
}

TEST(BadFile, AHugeOneIsRefusedWithoutBeingRead) {
  const std::string text(JsonLimits::kMostBytes + 1, ' ');
  for (const char* name : {"-", "x.json", "x.yaml", "x.md"})
    EXPECT_EQ(ReadFile(name, text).FirstError(), "too-large") << name;
}

// Every prefix of every sample: a policy that is found there is one of the whole file.
TEST(BadFile, ACutFileHoldsNoOtherPolicies) {
  for (const char* name :
       {"trust_policy.json", "bucket_policy.json", "authorization_details.json", "get_role.json",
        "list_roles_pages.json", "roles.jsonl", "template.json", "terraform_plan.json",
        "terraform_state.json", "terraform.tfstate", "page.md"}) {
    const ReadFile whole = ReadSample(name);
    std::set<std::string> good;
    for (const FoundPolicy& found : whole.file.policies)
      if (found.policy) good.insert(PrintPolicy(*found.policy));
    const size_t last = whole.text.find_last_not_of(" \n");
    const bool several = std::string(name) != "page.md" && std::string(name) != "roles.jsonl" &&
                         std::string(name) != "list_roles_pages.json";
    for (size_t size = 0; size < last; ++size) {
      const ReadFile cut(name, whole.text.substr(0, size));
      if (several) {
        ASSERT_NE(cut.FirstError(), "") << name << " cut at " << size;
      }
      for (const FoundPolicy& found : cut.file.policies) {
        if (!found.policy || found.wrapping == Wrapping::kYaml) continue;
        ASSERT_EQ(good.count(PrintPolicy(*found.policy)), 1u) << name << " cut at " << size;
      }
    }
  }
}

TEST(BadFile, CutYamlIsReadOrRefused) {
  for (const char* name : {"template.yaml", "list_roles.yaml"}) {
    const std::string text = Sample(name);
    for (size_t size = 0; size < text.size(); ++size) {
      const ReadFile cut(name, text.substr(0, size));
      for (const FoundPolicy& found : cut.file.policies)
        ASSERT_LE(found.range.end, size) << name << " cut at " << size;
    }
  }
}

// One byte changed: still no crash, and every range lies in the file.
TEST(BadFile, ChangedBytes) {
  for (const char* name :
       {"template.yaml", "page.md", "terraform_state.json", "authorization_details.json"}) {
    std::string text = Sample(name);
    for (size_t at = 0; at < text.size(); at += 3) {
      for (const char c : {'"', '\\', '\n', ':', '%', '}', '\x80'}) {
        const char kept = std::exchange(text[at], c);
        const ReadFile read(name, text);
        for (const FoundPolicy& found : read.file.policies) {
          ASSERT_LE(found.range.end, text.size());
          for (const UnknownPart& part : found.unknown) ASSERT_LE(part.range.end, text.size());
          for (const Diagnostic& item : found.diagnostics.items())
            ASSERT_LE(item.range.end, text.size() + 1);
        }
        text[at] = kept;
      }
    }
  }
}

std::string YamlRule(const std::string& text) {
  Diagnostics diagnostics;
  const auto read = ReadYaml(text, YamlLimits(), diagnostics);
  EXPECT_EQ(read.has_value(), !diagnostics.has_errors());
  return read ? "" : diagnostics.FirstError()->rule;
}

TEST(BadYaml, Bombs) {
  std::string laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 8; ++j) laughs += ", " + before;
    laughs += "]\n";
  }
  EXPECT_EQ(YamlRule(laughs), "too-large");
  EXPECT_EQ(YamlRule("a: &a [*a]"), "invalid-yaml");
  EXPECT_EQ(YamlRule(std::string(1000000, '[')), "too-deep");
  EXPECT_EQ(YamlRule(std::string(1000000, '{')), "invalid-yaml");
  std::string dashes;
  for (int i = 0; i < 100000; ++i) dashes += "- ";
  EXPECT_EQ(YamlRule(dashes), "too-deep");
  EXPECT_EQ(YamlRule("a: 1\nb: 2\na: 3\n"), "duplicate-key");
  EXPECT_EQ(YamlRule("? [a]\n: b\n"), "invalid-yaml");
  EXPECT_EQ(YamlRule("a: \xff"), "invalid-utf8");
  EXPECT_EQ(YamlRule(std::string("a: \x01")), "invalid-yaml");
  EXPECT_EQ(YamlRule(std::string("a: b\0c", 6)), "invalid-yaml");
  EXPECT_EQ(YamlRule("a: b\nc: : d: :\n"), "invalid-yaml");
}

TEST(BadYaml, GoodOnesPass) {
  EXPECT_EQ(YamlRule("\xEF\xBB\xBF# c\n---\na: b\n---\n- c\n...\n"), "");
  Diagnostics diagnostics;
  const auto read =
      ReadYaml("base: &b {x: 1, y: é}\nown: {<<: *b, y: 'it''s'}\nt: !GetAtt\n  a.B\nn: ~\n",
               YamlLimits(), diagnostics);
  ASSERT_TRUE(read.has_value());
  const JsonValue& own = read->front().Find("own")->value;
  EXPECT_EQ(own.Find("x")->value.text, "1");
  EXPECT_EQ(own.Find("y")->value.text, "it's");
  EXPECT_EQ(read->front().Find("t")->value.Find("Fn::GetAtt")->value.text, "a.B");
  EXPECT_TRUE(read->front().Find("n")->value.is_null());
}

TEST(BadMarkdown, HostilePages) {
  for (const std::string& text :
       {std::string(200000, '>'), std::string(200000, '`'), std::string(100000, '['),
        std::string("```json\n{\"Statement\": [{\"Effect\""), std::string(100000, '*') + "a"}) {
    const ReadFile read("x.md", text);
    for (const FoundPolicy& found : read.file.policies) EXPECT_FALSE(found.policy.has_value());
  }
}

}  // namespace
}  // namespace deputy
