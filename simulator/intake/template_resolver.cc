#include "simulator/intake/template_resolver.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"
#include "simulator/intake/unknown_value.h"

namespace deputy {
namespace {

constexpr char kTooLong[] = "a text that is too long";

bool IsFunction(const JsonValue& value) {
  return value.is_object() && value.members.size() == 1 &&
         (value.members[0].name == "Ref" || absl::StartsWith(value.members[0].name, "Fn::"));
}

bool IsScalar(const JsonValue& value) {
  return value.is_string() || value.is_number() || value.is_bool();
}

std::string PartitionOf(absl::string_view region) {
  if (absl::StartsWith(region, "cn-")) return "aws-cn";
  return absl::StartsWith(region, "us-gov-") ? "aws-us-gov" : "aws";
}

// "`Fn::GetAtt: Bucket.Arn`", of a function as it is written.
std::string Spelled(absl::string_view name, const JsonValue& argument) {
  std::string words = IsScalar(argument) ? argument.text : "";
  if (argument.is_array()) {
    for (const JsonValue& item : argument.items) {
      if (!item.is_string() || (name != "Fn::GetAtt" && !words.empty())) break;
      absl::StrAppend(&words, words.empty() ? "" : ".", item.text);
    }
  }
  return Quote(words.empty() ? std::string(name) : absl::StrCat(name, ": ", words));
}

}  // namespace

std::string DynamicReference(absl::string_view text) {
  const size_t begin = text.find("{{resolve:");
  if (begin == absl::string_view::npos) return "";
  const size_t end = text.find("}}", begin);
  return Quote(text.substr(begin, end == absl::string_view::npos ? end : end + 2 - begin));
}

const TemplateResolver::Row TemplateResolver::kFunctions[] = {
    {"Ref", &TemplateResolver::Ref},         {"Fn::Sub", &TemplateResolver::Sub},
    {"Fn::Join", &TemplateResolver::Join},   {"Fn::Select", &TemplateResolver::Select},
    {"Fn::Split", &TemplateResolver::Split}, {"Fn::FindInMap", &TemplateResolver::FindInMap},
};

JsonValue TemplateResolver::Resolve(const JsonValue& value, std::vector<UnknownPart>& unknown) {
  unknown_ = &unknown;
  Result result = Evaluate(value);
  if (result.unknown.empty() && !result.no_value) return std::move(result.value);
  unknown.push_back({value.range, result.no_value ? "`AWS::NoValue`" : std::move(result.unknown)});
  return UnknownValue(value.range);
}

TemplateResolver::Result TemplateResolver::Evaluate(const JsonValue& value) {
  if (IsFunction(value)) {
    const JsonMember& call = value.members[0];
    const Row* row =
        std::find_if(std::begin(kFunctions), std::end(kFunctions),
                     [&](const Row& candidate) { return candidate.name == call.name; });
    const Function function =
        row == std::end(kFunctions) ? &TemplateResolver::Unresolved : row->call;
    Result result;
    if (budget_ == 0) {
      result.unknown = kTooLong;
      return result;
    }
    result = (this->*function)(call.value, call.name);
    result.value.range = value.range;
    for (JsonValue& item : result.value.items) item.range = value.range;
    return result;
  }
  return Plain(value);
}

// What is no function itself.
TemplateResolver::Result TemplateResolver::Plain(const JsonValue& value) {
  Result result;
  result.unknown = DynamicReference(value.text);
  for (const JsonMember& member : value.members) {
    if (result.unknown.empty()) result.unknown = DynamicReference(member.name);
  }
  if (!result.unknown.empty()) return result;
  result.value.kind = value.kind;
  result.value.range = value.range;
  result.value.text = value.text;
  if (value.is_number() || value.is_bool()) result.value.kind = JsonKind::kString;
  const auto resolve_child = [&](const JsonValue& child) -> std::optional<JsonValue> {
    Result inner = Evaluate(child);
    if (inner.no_value) return std::nullopt;
    if (inner.unknown.empty()) return std::move(inner.value);
    unknown_->push_back({child.range, std::move(inner.unknown)});
    return UnknownValue(child.range);
  };
  for (const JsonValue& item : value.items) {
    if (auto child = resolve_child(item)) result.value.items.push_back(*std::move(child));
  }
  for (const JsonMember& member : value.members) {
    if (auto child = resolve_child(member.value))
      result.value.members.push_back({member.name, member.name_range, *std::move(child)});
  }
  return result;
}

TemplateResolver::Result TemplateResolver::Text(std::string text) {
  Result result;
  const size_t cost = text.size() + 1;
  const bool too_long = cost > budget_ || cost > JsonLimits().max_string;
  budget_ -= std::min(cost, budget_);
  result.unknown = too_long ? kTooLong : DynamicReference(text);
  if (!result.unknown.empty()) return result;
  result.value.kind = JsonKind::kString;
  result.value.text = std::move(text);
  return result;
}

std::optional<std::string> TemplateResolver::Given(absl::string_view name) const {
  for (const auto& [key, value] : options_.parameters) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::optional<std::string> TemplateResolver::Pseudo(absl::string_view name) const {
  if (auto given = Given(name)) return given;
  if (name == "AWS::Partition") {
    if (const auto region = Given("AWS::Region")) return PartitionOf(*region);
  }
  if (name == "AWS::URLSuffix") {
    if (const auto partition = Pseudo("AWS::Partition"))
      return *partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  }
  return std::nullopt;
}

const JsonMember* TemplateResolver::Find(const JsonValue& object, absl::string_view name) {
  budget_ -= std::min(object.members.size(), budget_);
  return object.Find(name);
}

// What `Ref` gives for a parameter or a pseudo parameter.
TemplateResolver::Result TemplateResolver::Named(absl::string_view name) {
  Result result;
  if (name == "AWS::NoValue") {
    result.no_value = true;
    return result;
  }
  std::optional<std::string> value = Pseudo(name);
  const JsonMember* parameters = root_.Find("Parameters");
  const JsonMember* parameter = parameters == nullptr ? nullptr : parameters->value.Find(name);
  std::string type;
  if (parameter != nullptr) {
    if (const JsonMember* found = parameter->value.Find("Type")) type = found->value.text;
    const JsonMember* standard = parameter->value.Find("Default");
    // The default of these is the name under which the value is stored.
    const bool stored = absl::StartsWith(type, "AWS::SSM::Parameter::Value<");
    if (!value && standard != nullptr && IsScalar(standard->value) && !stored)
      value = standard->value.text;
  }
  if (!value) {
    result.unknown = Quote(absl::StrCat("Ref: ", name));
    return result;
  }
  if (type != "CommaDelimitedList" && !absl::StartsWith(type, "List<")) return Text(*value);
  result.value.kind = JsonKind::kArray;
  for (const absl::string_view part : absl::StrSplit(*value, ',')) {
    Result item = Text(std::string(absl::StripAsciiWhitespace(part)));
    if (!item.unknown.empty()) return item;
    result.value.items.push_back(std::move(item.value));
  }
  return result;
}

TemplateResolver::Result TemplateResolver::Unresolved(const JsonValue& argument,
                                                      absl::string_view name) {
  Result result;
  result.unknown = Spelled(name, argument);
  return result;
}

TemplateResolver::Result TemplateResolver::Ref(const JsonValue& argument, absl::string_view name) {
  return argument.is_string() ? Named(argument.text) : Unresolved(argument, name);
}

TemplateResolver::Result TemplateResolver::Sub(const JsonValue& argument, absl::string_view name) {
  const bool with_values = argument.is_array() && argument.items.size() == 2 &&
                           argument.items[0].is_string() && argument.items[1].is_object();
  if (!argument.is_string() && !with_values) return Unresolved(argument, name);
  absl::string_view rest = with_values ? argument.items[0].text : argument.text;
  std::string text;
  while (true) {
    const size_t open = rest.find("${");
    const size_t close = open == absl::string_view::npos ? open : rest.find('}', open);
    if (close == absl::string_view::npos) break;
    absl::StrAppend(&text, rest.substr(0, open));
    const absl::string_view variable =
        absl::StripAsciiWhitespace(rest.substr(open + 2, close - open - 2));
    rest.remove_prefix(close + 1);
    if (absl::StartsWith(variable, "!")) {
      absl::StrAppend(&text, "${", variable.substr(1), "}");
      continue;
    }
    const JsonMember* given = with_values ? Find(argument.items[1], variable) : nullptr;
    Result part = given != nullptr ? Evaluate(given->value) : Named(variable);
    if (part.unknown.empty() && !part.value.is_string()) return Unresolved(argument, name);
    if (!part.unknown.empty()) {
      if (given == nullptr && absl::StrContains(variable, '.'))
        part.unknown = Quote(absl::StrCat("Fn::GetAtt: ", variable));
      return part;
    }
    absl::StrAppend(&text, part.value.text);
    if (text.size() > JsonLimits().max_string) break;
  }
  absl::StrAppend(&text, rest);
  return Text(std::move(text));
}

TemplateResolver::Result TemplateResolver::Join(const JsonValue& argument, absl::string_view name) {
  if (!argument.is_array() || argument.items.size() != 2 || !argument.items[0].is_string())
    return Unresolved(argument, name);
  Result list = argument.items[1].is_array() ? Result{argument.items[1], "", false}
                                             : Evaluate(argument.items[1]);
  if (!list.unknown.empty()) return list;
  if (!list.value.is_array()) return Unresolved(argument, name);
  std::string text;
  bool first = true;
  for (const JsonValue& item : list.value.items) {
    Result part = Evaluate(item);
    if (part.no_value) continue;
    if (!part.unknown.empty()) return part;
    if (!part.value.is_string()) return Unresolved(argument, name);
    absl::StrAppend(&text, first ? "" : argument.items[0].text, part.value.text);
    first = false;
    if (text.size() > JsonLimits().max_string) break;
  }
  return Text(std::move(text));
}

TemplateResolver::Result TemplateResolver::Select(const JsonValue& argument,
                                                  absl::string_view name) {
  if (!argument.is_array() || argument.items.size() != 2) return Unresolved(argument, name);
  Result index = Evaluate(argument.items[0]);
  if (!index.unknown.empty()) return index;
  Result list = argument.items[1].is_array() ? Result{argument.items[1], "", false}
                                             : Evaluate(argument.items[1]);
  if (!list.unknown.empty()) return list;
  size_t at = 0;
  if (!list.value.is_array() || !absl::SimpleAtoi(index.value.text, &at) ||
      at >= list.value.items.size())
    return Unresolved(argument, name);
  return Evaluate(list.value.items[at]);
}

TemplateResolver::Result TemplateResolver::Split(const JsonValue& argument,
                                                 absl::string_view name) {
  if (!argument.is_array() || argument.items.size() != 2 || !argument.items[0].is_string() ||
      argument.items[0].text.empty())
    return Unresolved(argument, name);
  Result whole = Evaluate(argument.items[1]);
  if (!whole.unknown.empty()) return whole;
  if (!whole.value.is_string()) return Unresolved(argument, name);
  Result result;
  result.value.kind = JsonKind::kArray;
  for (const absl::string_view part : absl::StrSplit(whole.value.text, argument.items[0].text)) {
    Result item = Text(std::string(part));
    if (!item.unknown.empty()) return item;
    result.value.items.push_back(std::move(item.value));
  }
  return result;
}

TemplateResolver::Result TemplateResolver::FindInMap(const JsonValue& argument,
                                                     absl::string_view name) {
  const JsonMember* found = root_.Find("Mappings");
  if (!argument.is_array() || argument.items.size() != 3) return Unresolved(argument, name);
  for (const JsonValue& item : argument.items) {
    Result key = Evaluate(item);
    if (!key.unknown.empty()) return key;
    if (found != nullptr) found = Find(found->value, key.value.text);
  }
  // Mappings hold no functions: one that does could lead back to itself.
  if (found != nullptr && IsScalar(found->value)) return Text(found->value.text);
  if (found == nullptr || !found->value.is_array()) return Unresolved(argument, name);
  Result result;
  result.value.kind = JsonKind::kArray;
  for (const JsonValue& item : found->value.items) {
    Result text = IsScalar(item) ? Text(item.text) : Unresolved(argument, name);
    if (!text.unknown.empty()) return text;
    result.value.items.push_back(std::move(text.value));
  }
  return result;
}

}  // namespace deputy
