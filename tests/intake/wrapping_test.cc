// A policy in any wrapping is the same policy, each of its strings has its place in the file, and
// an edit made there is the edit made in the policy.
#include <algorithm>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/intake/edit_text.h"
#include "simulator/intake/percent.h"
#include "simulator/intake/yaml_reader.h"
#include "tests/intake/intake_test_support.h"

namespace deputy {
namespace {

std::string JsonString(const std::string& text) { return JsonWriter().String(text).Take(); }

// The same with every character beyond ASCII, and every `A`, as an escape.
std::string Escaped(const std::string& json_string) {
  std::string out;
  for (size_t i = 0; i < json_string.size();) {
    const auto lead = static_cast<unsigned char>(json_string[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t c = length == 1 ? lead : lead & (0xffu >> (length + 1));
    for (size_t k = 1; k < length; ++k) c = c << 6 | (json_string[i + k] & 0x3f);
    char unit[16];
    const auto add = [&](uint32_t value) {
      std::snprintf(unit, sizeof unit, "\\u%04x", value);
      out += unit;
    };
    if (c == 'A' || (c >= 0x80 && c < 0x10000)) {
      add(c);
    } else if (c >= 0x10000) {
      add(0xd800 + ((c - 0x10000) >> 10));
      add(0xdc00 + ((c - 0x10000) & 0x3ff));
    } else {
      out += json_string[i];
    }
    i += length;
  }
  return out;
}

std::string Indented(const std::string& text, const std::string& with) {
  std::string out = with;
  for (const char c : text) {
    out += c;
    if (c == '\n') out += with;
  }
  return out;
}

// A tree as block YAML, every string in double quotes.
std::string BlockYaml(const JsonValue& value, const std::string& indent) {
  std::string out;
  if (value.is_object() && !value.members.empty()) {
    for (const JsonMember& member : value.members)
      out +=
          "\n" + indent + JsonString(member.name) + ": " + BlockYaml(member.value, indent + "  ");
    return out;
  }
  if (value.is_array() && !value.items.empty()) {
    for (const JsonValue& item : value.items)
      out += "\n" + indent + "-" + (item.is_string() ? " " : "") + BlockYaml(item, indent + "  ");
    return out;
  }
  return JsonWriter().Value(value).Take();
}

std::string SingleQuoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

std::string Compact(const std::string& json) {
  Diagnostics diagnostics;
  return JsonWriter().Value(*ReadJson(json, JsonLimits(), diagnostics)).Take();
}

JsonValue Tree(const std::string& json) {
  Diagnostics diagnostics;
  return *ReadJson(json, JsonLimits(), diagnostics);
}

struct Way {
  std::string name;
  std::string file_name;
  Wrapping wrapping;
  bool inserts;  // takes an edit that is no whole value
  std::function<std::string(const std::string& json)> wrap;
};

const char kRole[] =
    R"({"é": 1, "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": )";
const char kYamlRole[] =
    "# é\nRole:\n  Arn: arn:aws:iam::111122223333:role/r\n  AssumeRolePolicyDocument: ";

const std::vector<Way>& Ways() {
  static const std::vector<Way> kWays = {
      {"bare", "p.json", Wrapping::kJson, true, [](const std::string& j) { return j; }},
      {"bom", "p.json", Wrapping::kJson, true,
       [](const std::string& j) { return "\xEF\xBB\xBF" + j; }},
      {"role", "r.json", Wrapping::kJson, true,
       [](const std::string& j) { return kRole + j + "}"; }},
      {"string", "r.json", Wrapping::kJsonString, true,
       [](const std::string& j) { return kRole + JsonString(j) + "}"; }},
      {"escaped string", "r.json", Wrapping::kJsonString, true,
       [](const std::string& j) { return kRole + Escaped(JsonString(j)) + "}"; }},
      {"percent", "r.json", Wrapping::kPercentInJsonString, true,
       [](const std::string& j) { return kRole + JsonString(EncodePercent(j)) + "}"; }},
      {"second page", "r.json", Wrapping::kJsonString, true,
       [](const std::string& j) { return "{\"Roles\": []}\n" + (kRole + JsonString(j)) + "}"; }},
      {"block yaml", "r.yaml", Wrapping::kYaml, false,
       [](const std::string& j) { return kYamlRole + BlockYaml(Tree(j), "    ") + "\n"; }},
      {"flow yaml", "r.yaml", Wrapping::kYaml, true,
       [](const std::string& j) { return kYamlRole + Compact(j) + "\n"; }},
      {"percent in yaml", "r.yaml", Wrapping::kPercentInJsonString, true,
       [](const std::string& j) { return kYamlRole + JsonString(EncodePercent(j)) + "\n"; }},
      {"literal block", "r.yaml", Wrapping::kYamlString, true,
       [](const std::string& j) { return kYamlRole + ("|\n" + Indented(j, "      ")) + "\n"; }},
      {"literal block, chomped, CRLF", "r.yaml", Wrapping::kYamlString, true,
       [](const std::string& j) {
         std::string text = kYamlRole + ("|-\n" + Indented(j, "      ")) + "\n";
         for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
           text.insert(at, "\r");
         return text;
       }},
      {"literal block with a remark", "r.yaml", Wrapping::kYamlString, true,
       [](const std::string& j) {
         return kYamlRole + ("|2 # a \"remark\"\n\n" + Indented(j, "    ")) + "\n";
       }},
      {"folded block", "r.yaml", Wrapping::kYamlString, true,
       [](const std::string& j) { return kYamlRole + (">\n" + Indented(j, "      ")) + "\n"; }},
      {"single quotes", "r.yaml", Wrapping::kYamlString, true,
       [](const std::string& j) { return kYamlRole + SingleQuoted(Compact(j)) + "\n"; }},
      {"double quotes", "r.yaml", Wrapping::kYamlString, true,
       [](const std::string& j) { return kYamlRole + JsonString(j) + "\n"; }},
      {"fence", "r.md", Wrapping::kJsonInMarkdown, true,
       [](const std::string& j) { return "# é\n\n```json\n" + j + "\n```\n"; }},
      {"fence in a quotation in a list", "r.md", Wrapping::kJsonInMarkdown, true,
       [](const std::string& j) {
         return "1. é\n\n   > ```\n" + Indented(j, "   > ") + "\n   > ```\n";
       }},
      {"yaml in a list", "r.md", Wrapping::kYaml, false,
       [](const std::string& j) {
         return "* é\n\n  ~~~yaml\n" + Indented(kYamlRole + BlockYaml(Tree(j), "    "), "  ") +
                "\n  ~~~\n";
       }},
      {"string in a fence in a list", "r.md", Wrapping::kJsonString, true,
       [](const std::string& j) {
         return "* é\n\n  ~~~json\n  " + (kRole + JsonString(j)) + "}\n  ~~~\n";
       }},
  };
  return kWays;
}

// What the text in the file stands for, by the way it is wrapped.
std::string Decoded(const Way& way, const std::string& written) {
  Diagnostics diagnostics;
  const auto json = [&](const std::string& text) {
    const auto value = ReadJson(text, JsonLimits(), diagnostics);
    return value ? value->text : "not JSON: " + text;
  };
  std::string text = written;
  switch (way.wrapping) {
    case Wrapping::kJson:
    case Wrapping::kJsonInMarkdown:
      return json(text);
    case Wrapping::kJsonString:
      return json(json("\"" + text + "\""));
    case Wrapping::kPercentInJsonString: {
      std::string plain;
      for (size_t i = 0; i < text.size(); ++i) {
        const int byte = PercentByte(text, i);
        plain += byte < 0 ? text[i] : static_cast<char>(byte);
        if (byte >= 0) i += 2;
      }
      return json(plain);
    }
    case Wrapping::kYaml: {
      const auto value = ReadYaml(text, YamlLimits(), diagnostics);
      return value ? value->front().text : "not YAML: " + text;
    }
    case Wrapping::kYamlString:
      if (way.name == "double quotes") return json(json("\"" + text + "\""));
      if (way.name == "single quotes") {
        for (size_t at = 0; (at = text.find("''", at)) != std::string::npos; ++at)
          text.erase(at, 1);
      }
      return json(text);
  }
  return "";
}

std::vector<PolicyString> StringsOf(const Policy& policy) {
  std::vector<PolicyString> all;
  for (const Statement& statement : policy.statements) {
    for (const PrincipalEntry& entry : statement.principal->entries) all.push_back(entry.written);
    for (const PolicyString& action : statement.action.patterns) all.push_back(action);
    for (const ConditionClause& clause : statement.conditions) {
      all.push_back({clause.key, clause.key_range});
      all.push_back({clause.op.Name(), clause.op_range});
      for (const PolicyString& value : clause.values) all.push_back(value);
    }
  }
  return all;
}

// A trust policy with odd strings where strings are free.
class RandomPolicies {
 public:
  std::string Next() {
    JsonWriter writer(Pick(2) == 0 ? JsonStyle::kPretty : JsonStyle::kCompact);
    writer.BeginObject().Member("Version", "2012-10-17").Key("Statement").BeginArray();
    const size_t statements = 1 + Pick(3);
    for (size_t i = 0; i < statements; ++i) {
      writer.BeginObject().Member("Sid", Odd() + std::to_string(i)).Member("Effect", "Allow");
      writer.Key("Principal").BeginObject().Member("Service", "dms.amazonaws.com");
      writer.Member("AWS", "444455556666").EndObject();
      writer.Key("Action").BeginArray().String("sts:AssumeRole").String("sts:TagSession");
      writer.EndArray().Key("Condition").BeginObject().Key("StringEquals").BeginObject();
      writer.Member("aws:SourceAccount", "111122223333").Key("sts:ExternalId").BeginArray();
      writer.String(Odd()).String(Odd()).EndArray().EndObject();
      writer.Key("ArnLike").BeginObject().Member("aws:SourceArn", "arn:aws:dms:*:1:" + Odd());
      writer.EndObject().EndObject().EndObject();
    }
    writer.EndArray().EndObject();
    return writer.Take();
  }

 private:
  size_t Pick(size_t below) { return random_() % below; }
  std::string Odd() {
    static const char* const kPieces[] = {"a",  "Z", "\"", "\\", "'", "é",   "😀",   "\u00a0", "%",
                                          "%2", "+", " ",  "  ", ":", ": ",  "#",   " #",     "{",
                                          "}",  "[", "]",  ",",  "-", "\t",  "\n",  "/",      "!",
                                          "&",  "*", "|",  ">",  "`", "```", "~~~", "<!--",   "A"};
    std::string text;
    for (size_t i = Pick(8); i > 0; --i) text += kPieces[Pick(std::size(kPieces))];
    return text;
  }
  std::mt19937 random_{20250131};
};

const FoundPolicy* OnlyPolicy(const ReadFile& read) {
  return read.file.policies.size() == 1 && read.file.policies[0].policy ? &read.file.policies[0]
                                                                        : nullptr;
}

TEST(Wrapping, APolicyReadBackIsTheSameAndHasItsPlaces) {
  RandomPolicies policies;
  for (int i = 0; i < 200; ++i) {
    const std::string json = policies.Next();
    Diagnostics diagnostics;
    const auto plain = ParsePolicyText(json, PolicyType::kTrust, diagnostics);
    ASSERT_TRUE(plain.has_value()) << json << diagnostics.FirstError()->message;
    for (const Way& way : Ways()) {
      const ReadFile read(way.file_name, way.wrap(json));
      const FoundPolicy* found = OnlyPolicy(read);
      ASSERT_NE(found, nullptr) << way.name << "\n" << read.text << "\n" << read.FirstError();
      EXPECT_EQ(PrintPolicy(*found->policy), PrintPolicy(*plain)) << way.name;
      EXPECT_EQ(found->wrapping, way.wrapping) << way.name;
      for (const PolicyString& string : StringsOf(*found->policy))
        ASSERT_EQ(Decoded(way, read.At(string.range)), string.text) << way.name << "\n"
                                                                    << read.text;
    }
  }
}

// An edit of a policy, to be found in it by what it changes.
struct Edit {
  std::string name;
  bool whole;  // one value or name
  std::function<TextRange(const Policy&)> range;
  std::string json;
};

TextRange Behind(TextRange range) { return {range.end, range.end}; }

const std::vector<Edit>& Edits() {
  static const std::vector<Edit> kEdits = {
      {"a value", true,
       [](const Policy& p) { return p.statements[0].conditions[0].values[0].range; },
       "\"999988887777\""},
      {"an odd value", true,
       [](const Policy& p) { return p.statements[0].conditions[1].values[1].range; },
       R"("it's \"é\" \ud83d\ude00 \\ 100% # : {")"},
      {"a list for a value", true,
       [](const Policy& p) { return p.statements[0].conditions[0].values_range; },
       "[\n  \"999988887777\",\n  \"888877776666\"\n]"},
      {"a value for a list", true, [](const Policy& p) { return p.statements[0].action.range; },
       "\"sts:AssumeRole\""},
      {"an object for an object", true,
       [](const Policy& p) { return p.statements[0].principal->range; },
       "{\"Service\": \"ec2.amazonaws.com\"}"},
      {"a name", true, [](const Policy& p) { return p.statements[0].conditions[0].op_range; },
       "\"StringLike\""},
      {"a key", true, [](const Policy& p) { return p.statements[0].conditions[0].key_range; },
       "\"aws:PrincipalAccount\""},
      {"a new member", false,
       [](const Policy& p) { return Behind(p.statements[0].conditions[2].values_range); },
       ",\n  \"aws:PrincipalArn\": [\"arn:aws:iam::111122223333:role/\\\"x\\\"\"]"},
      {"a new value", false,
       [](const Policy& p) { return Behind(p.statements[0].conditions[1].values[1].range); },
       ", \"more\""},
      {"less", false,
       [](const Policy& p) {
         return TextRange{p.statements[0].conditions[1].values[0].range.end,
                          p.statements[0].conditions[1].values[1].range.end};
       },
       ""},
  };
  return kEdits;
}

std::string Made(std::string text, TextRange range, const std::string& replacement) {
  return text.replace(range.begin, range.end - range.begin, replacement);
}

TEST(EditText, AnEditInTheFileIsTheEditInThePolicy) {
  RandomPolicies policies;
  for (int i = 0; i < 60; ++i) {
    const std::string json = policies.Next();
    for (const Edit& edit : Edits()) {
      Diagnostics diagnostics;
      const auto before = ParsePolicyText(json, PolicyType::kTrust, diagnostics);
      const auto after = ParsePolicyText(Made(json, edit.range(*before), edit.json),
                                         PolicyType::kTrust, diagnostics);
      ASSERT_TRUE(after.has_value()) << edit.name << diagnostics.FirstError()->message;
      for (const Way& way : Ways()) {
        const ReadFile read(way.file_name, way.wrap(json));
        const FoundPolicy* found = OnlyPolicy(read);
        ASSERT_NE(found, nullptr) << way.name;
        const TextRange range = edit.range(*found->policy);
        const auto wrapped = WrapEdit(*found, read.text, range, edit.json);
        ASSERT_EQ(wrapped.has_value(), edit.whole || way.inserts)
            << way.name << ": " << edit.name << "\n"
            << read.text;
        if (!wrapped) continue;
        const ReadFile again(way.file_name, Made(read.text, range, *wrapped));
        const FoundPolicy* edited = OnlyPolicy(again);
        ASSERT_NE(edited, nullptr) << way.name << ": " << edit.name << "\n"
                                   << again.text << "\n"
                                   << again.FirstError();
        EXPECT_EQ(PrintPolicy(*edited->policy), PrintPolicy(*after))
            << way.name << ": " << edit.name << "\n"
            << again.text;
      }
    }
  }
}

TEST(EditText, PlainWordsOfATemplateStayPlain) {
  const ReadFile read = ReadSample("list_roles.yaml");
  const FoundPolicy& found = read.file.policies[0];
  const Statement& statement = found.policy->statements[0];
  EXPECT_EQ(WrapEdit(found, read.text, statement.conditions[0].op_range, "\"ArnEquals\""),
            "ArnEquals");
  EXPECT_EQ(WrapEdit(found, read.text, statement.action.range, "\"sts:*\""), "\"sts:*\"");
  EXPECT_EQ(WrapEdit(found, read.text, statement.action.range, "\"no\""), "\"no\"");
  EXPECT_EQ(WrapEdit(found, read.text, statement.conditions[0].values_range, "\"999988887777\""),
            "\"999988887777\"");
}

TEST(EditText, NothingWhereItCannotBePromised) {
  const ReadFile read = ReadSample("template.yaml");
  const FoundPolicy& permission = read.Of("TopicMayCall");
  EXPECT_EQ(WrapEdit(permission, read.text, permission.range, "{}"), std::nullopt);
  const FoundPolicy& dms = read.Of("DmsRole");
  const TextRange inside = dms.policy->statements[0].action.range;
  EXPECT_EQ(WrapEdit(dms, read.text, {inside.begin + 1, inside.end}, "\"x\""), std::nullopt);
  EXPECT_EQ(WrapEdit(dms, read.text, {0, 1}, "\"x\""), std::nullopt);
}

}  // namespace
}  // namespace deputy
