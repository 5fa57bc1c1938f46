#include "simulator/intake/yaml_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/source.h"
#include "engine/text/utf8.h"
#include "simulator/intake/yaml_events.h"

namespace deputy {
namespace {

bool IsJsonNumber(absl::string_view text) {
  size_t at = absl::StartsWith(text, "-") ? 1 : 0;
  const auto digits = [&] {
    const size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  const size_t whole = at;
  const size_t count = digits();
  if (count == 0 || (count > 1 && text[whole] == '0')) return false;
  if (at == text.size()) return true;
  return text[at++] == '.' && digits() > 0 && at == text.size();
}

// https://yaml.org/spec/1.2.2/#1032-tag-resolution
JsonKind KindOfPlain(absl::string_view text) {
  static constexpr absl::string_view kNulls[] = {"", "~", "null", "Null", "NULL"};
  static constexpr absl::string_view kBools[] = {"true", "True", "TRUE", "false", "False", "FALSE"};
  const auto is = [&](absl::string_view word) { return word == text; };
  if (std::any_of(std::begin(kNulls), std::end(kNulls), is)) return JsonKind::kNull;
  if (std::any_of(std::begin(kBools), std::end(kBools), is)) return JsonKind::kBool;
  return IsJsonNumber(text) ? JsonKind::kNumber : JsonKind::kString;
}

// "Ref" for "!Ref", "Fn::Sub" for "!Sub"; empty for a tag that is no function.
std::string FunctionOf(absl::string_view tag) {
  if (!absl::StartsWith(tag, "!") || tag.size() < 2) return "";
  const absl::string_view name = tag.substr(1);
  return name == "Ref" || name == "Condition" ? std::string(name) : absl::StrCat("Fn::", name);
}

size_t CostOf(const JsonValue& value) {
  size_t cost = 1 + value.text.size() / 64;
  for (const JsonValue& item : value.items) cost += CostOf(item);
  for (const JsonMember& member : value.members) cost += 1 + CostOf(member.value);
  return cost;
}

class TreeReader {
 public:
  TreeReader(absl::string_view text, const YamlLimits& limits, Diagnostics& diagnostics)
      : text_(text), limits_(limits), diagnostics_(diagnostics), events_(text) {}

  std::optional<std::vector<JsonValue>> Read() {
    while (std::optional<YamlEvent> event = events_.Next(diagnostics_)) {
      if (event->kind == YamlEventKind::kEnd) {
        if (diagnostics_.has_errors()) return std::nullopt;
        return std::move(documents_);
      }
      if (!Take(*event)) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  // A list or mapping that has not been closed.
  struct Open {
    JsonValue value;
    YamlEvent start;
    bool has_name = false;  // the last member waits for its value
  };

  bool Take(YamlEvent& event) {
    if (++nodes_ > limits_.max_nodes) return Refuse("too-large", event.range, "too many values");
    switch (event.kind) {
      case YamlEventKind::kScalar:
        return Add(Scalar(event), event);
      case YamlEventKind::kAlias:
        return AddAlias(event);
      case YamlEventKind::kOpenSequence:
      case YamlEventKind::kOpenMapping:
        return OpenNode(event);
      case YamlEventKind::kClose:
        return Close(event);
      case YamlEventKind::kDocumentEnd:
        anchors_.clear();
        return true;
      case YamlEventKind::kEnd:
        break;
    }
    return true;
  }

  bool Refuse(absl::string_view rule, TextRange range, std::string message) {
    diagnostics_.Error(rule, range, std::move(message));
    return false;
  }

  static JsonValue Scalar(YamlEvent& event) {
    JsonValue value;
    value.kind = event.plain ? KindOfPlain(event.text) : JsonKind::kString;
    value.range = {event.begin, event.range.end};
    if (value.is_bool()) {
      value.text = event.text[0] == 't' || event.text[0] == 'T' ? "true" : "false";
    } else if (!value.is_null()) {
      value.text = std::move(event.text);
    }
    return value;
  }

  bool OpenNode(YamlEvent& event) {
    if (open_.size() >= limits_.max_depth) {
      return Refuse("too-deep", {event.begin, event.begin + 1},
                    absl::StrCat("nested deeper than ", limits_.max_depth, " levels"));
    }
    if (ExpectsName())
      return Refuse("invalid-yaml", event.range, "the name of a member must be a text");
    Open& open = open_.emplace_back();
    open.value.kind =
        event.kind == YamlEventKind::kOpenMapping ? JsonKind::kObject : JsonKind::kArray;
    open.value.range = {event.begin, event.range.end};
    open.start = std::move(event);
    return true;
  }

  bool ExpectsName() const {
    return !open_.empty() && open_.back().value.is_object() && !open_.back().has_name;
  }

  bool Close(const YamlEvent& event) {
    Open open = std::move(open_.back());
    open_.pop_back();
    JsonValue& value = open.value;
    if (open.start.flow) {
      value.range.end = event.range.end;
    } else {  // a block ends where its last value does
      if (!value.items.empty()) value.range.end = value.items.back().range.end;
      if (!value.members.empty()) {
        const JsonMember& last = value.members.back();
        value.range.end = std::max(last.value.range.end, last.name_range.end);
      }
    }
    if (value.is_object() && (!CheckNames(value) || !Merge(value))) return false;
    return Add(std::move(value), open.start);
  }

  // A finished node takes its place: its function around it, under its anchor, in its parent.
  bool Add(JsonValue value, const YamlEvent& event) {
    if (ExpectsName()) {
      if (value.is_array() || value.is_object())
        return Refuse("invalid-yaml", value.range, "the name of a member must be a text");
      JsonMember& member = open_.back().value.members.emplace_back();
      member.name = value.is_null() ? "" : std::move(value.text);
      member.name_range = value.range;
      open_.back().has_name = true;
      return true;
    }
    if (const std::string function = FunctionOf(event.tag); !function.empty())
      value = Call(function, std::move(value), event);
    if (!event.anchor.empty()) {
      if (!Charge(value)) return false;
      anchors_[event.anchor] = value;
    }
    return Place(std::move(value));
  }

  bool Place(JsonValue value) {
    if (open_.empty()) {
      documents_.push_back(std::move(value));
    } else if (open_.back().value.is_array()) {
      open_.back().value.items.push_back(std::move(value));
    } else {
      open_.back().value.members.back().value = std::move(value);
      open_.back().has_name = false;
    }
    return true;
  }

  static JsonValue Call(const std::string& function, JsonValue argument, const YamlEvent& event) {
    JsonValue call;
    call.kind = JsonKind::kObject;
    call.range = {event.tag_range.begin, std::max(argument.range.end, event.tag_range.end)};
    call.members.push_back({function, event.tag_range, std::move(argument)});
    return call;
  }

  bool AddAlias(const YamlEvent& event) {
    if (ExpectsName())
      return Refuse("invalid-yaml", event.range, "the name of a member must be a text");
    const auto found = anchors_.find(event.anchor);
    if (found == anchors_.end()) {
      return Refuse("invalid-yaml", event.range,
                    absl::StrCat("there is no anchor ", Quote(event.anchor), " before this alias"));
    }
    if (!Charge(found->second)) return false;
    return Place(found->second);
  }

  // Keeps a few lines of aliases from becoming gigabytes ("billion laughs").
  bool Charge(const JsonValue& value) {
    copied_ += CostOf(value);
    if (copied_ <= limits_.max_copied) return true;
    return Refuse("too-large", value.range, "anchors and aliases copy too much");
  }

  bool CheckNames(const JsonValue& object) {
    std::vector<const JsonMember*> sorted;
    sorted.reserve(object.members.size());
    for (const JsonMember& member : object.members) sorted.push_back(&member);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto* a, const auto* b) { return a->name < b->name; });
    for (size_t i = 1; i < sorted.size(); ++i) {
      if (sorted[i]->name != sorted[i - 1]->name || sorted[i]->name == "<<") continue;
      const TextPosition first = PositionOf(text_, sorted[i - 1]->name_range.begin);
      diagnostics_.Error("duplicate-key", sorted[i]->name_range,
                         absl::StrCat("duplicate name ", Quote(sorted[i]->name)),
                         absl::StrCat("first at ", first.line, ":", first.column));
      return false;
    }
    return true;
  }

  // https://yaml.org/type/merge.html: what the mapping says itself goes before what is merged in.
  bool Merge(JsonValue& object) {
    const auto is_merge = [](const JsonMember& member) {
      return member.name == "<<" && (member.value.is_object() || member.value.is_array());
    };
    if (std::none_of(object.members.begin(), object.members.end(), is_merge)) return true;
    std::vector<JsonMember> merged;
    std::vector<JsonMember> own;
    for (JsonMember& member : object.members) {
      if (!is_merge(member)) {
        own.push_back(std::move(member));
      } else if (member.value.is_object()) {
        for (JsonMember& inner : member.value.members) merged.push_back(std::move(inner));
      } else {
        for (JsonValue& item : member.value.items)
          for (JsonMember& inner : item.members) merged.push_back(std::move(inner));
      }
    }
    absl::flat_hash_set<std::string> names;
    for (const JsonMember& member : own) names.insert(member.name);
    object.members = std::move(own);
    for (JsonMember& member : merged) {
      if (names.insert(member.name).second) object.members.push_back(std::move(member));
    }
    return true;
  }

  const absl::string_view text_;
  const YamlLimits limits_;
  Diagnostics& diagnostics_;
  YamlEvents events_;
  std::vector<Open> open_;
  std::vector<JsonValue> documents_;
  absl::flat_hash_map<std::string, JsonValue> anchors_;
  size_t nodes_ = 0;
  size_t copied_ = 0;
};

}  // namespace

std::optional<std::vector<JsonValue>> ReadYaml(absl::string_view text, const YamlLimits& limits,
                                               Diagnostics& diagnostics) {
  if (text.size() > limits.max_bytes) {
    diagnostics.Error(
        "too-large", {},
        absl::StrCat("a YAML file of ", text.size(), " bytes; the limit is ", limits.max_bytes));
    return std::nullopt;
  }
  if (const size_t bad = FindInvalidUtf8(text); bad != absl::string_view::npos) {
    const auto at = static_cast<uint32_t>(bad);
    diagnostics.Error("invalid-utf8", {at, at + 1},
                      absl::StrCat("the byte ", Quote(text.substr(bad, 1)), " is not UTF-8"));
    return std::nullopt;
  }
  return TreeReader(text, limits, diagnostics).Read();
}

}  // namespace deputy
