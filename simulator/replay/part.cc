// A part as text; scenarios/schema/replay-part-v1.json is its schema.
#include <charconv>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/replay/tally.h"

namespace deputy {
namespace {

constexpr absl::string_view kSchema = "deputy-replay-part";
constexpr absl::string_view kRecorded[] = {"succeeded", "denied", "failed"};
constexpr absl::string_view kSides[] = {"none", "caller", "role"};

struct CountName {
  absl::string_view name;
  int64_t ReplayCounts::*count;
};
constexpr CountName kCounts[] = {
    {"records", &ReplayCounts::records},
    {"otherEvents", &ReplayCounts::other_events},
    {"failedOtherwise", &ReplayCounts::failed},
    {"withoutRole", &ReplayCounts::without_role},
    {"unknownRoles", &ReplayCounts::unknown_roles},
    {"badRecords", &ReplayCounts::bad_records},
    {"badFiles", &ReplayCounts::bad_files},
};

// Reads what ToJson() writes, and stops at the first thing that is not that.
class PartReader {
 public:
  explicit PartReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  const JsonValue* Member(const JsonValue& object, absl::string_view name, JsonKind kind,
                          bool required = true) {
    const JsonMember* member = object.is_object() ? object.Find(name) : nullptr;
    if (member == nullptr) {
      if (required) Fail(object, absl::StrCat("`", name, "` is missing"));
      return nullptr;
    }
    if (member->value.kind == kind) return &member->value;
    Fail(member->value, absl::StrCat("`", name, "` has to be ", JsonKindName(kind)));
    return nullptr;
  }

  std::string Text(const JsonValue& object, absl::string_view name, bool required = true) {
    const JsonValue* value = Member(object, name, JsonKind::kString, required);
    return value == nullptr ? "" : value->text;
  }

  int64_t Number(const JsonValue& object, absl::string_view name) {
    const JsonValue* value = Member(object, name, JsonKind::kNumber);
    int64_t number = 0;
    if (value != nullptr && (!absl::SimpleAtoi(value->text, &number) || number < 0))
      Fail(*value, absl::StrCat("`", name, "` is no count"));
    return number;
  }

  bool Flag(const JsonValue& object, absl::string_view name) {
    const JsonValue* value = Member(object, name, JsonKind::kBool);
    return value != nullptr && value->bool_value();
  }

  absl::Span<const JsonValue> List(const JsonValue& object, absl::string_view name) {
    const JsonValue* value = Member(object, name, JsonKind::kArray);
    if (value == nullptr) return {};
    return value->items;
  }

  template <size_t kCount>
  size_t Word(const JsonValue& object, absl::string_view name,
              const absl::string_view (&words)[kCount]) {
    const std::string text = Text(object, name);
    for (size_t i = 0; i < kCount; ++i) {
      if (words[i] == text) return i;
    }
    Fail(object, absl::StrCat("`", name, "` is none of its words"));
    return 0;
  }

  CallClass Class(const JsonValue& value) {
    CallClass call;
    call.role = Text(value, "role");
    if (const JsonValue* caller = Member(value, "caller", JsonKind::kObject)) {
      call.caller = {Text(*caller, "type"), Text(*caller, "name"), Text(*caller, "via", false)};
    }
    call.recorded = static_cast<Recorded>(Word(value, "recorded", kRecorded));
    call.denied_by = Text(value, "deniedBy", false);
    if (const JsonValue* list = Member(value, "furtherActions", JsonKind::kArray, false)) {
      for (const JsonValue& action : list->items) call.further_actions.push_back(action.text);
    }
    if (const JsonValue* today = Member(value, "today", JsonKind::kObject))
      call.today = OutcomeOf(*today);
    if (const JsonValue* after = Member(value, "after", JsonKind::kObject, false))
      call.after = OutcomeOf(*after);
    return call;
  }

  void Fail(const JsonValue& value, absl::string_view why) {
    if (!diagnostics_.has_errors()) {
      diagnostics_.Error("invalid-part", value.range,
                         absl::StrCat("this is no part of a replay: ", why));
    }
  }

 private:
  ReplayOutcome OutcomeOf(const JsonValue& value) {
    std::optional<ReplayOutcome> outcome = ReadOutcome(value);
    if (!outcome) Fail(value, "an outcome is none");
    return outcome.value_or(ReplayOutcome());
  }

  Diagnostics& diagnostics_;
};

// "5f2c… caller 0 1"
std::string PairText(const PairKey& key, int64_t count) {
  return absl::StrFormat("%016x%016x %s %016x %d", key.high, key.low,
                         kSides[static_cast<size_t>(key.side)], key.class_number, count);
}

bool ReadHex(absl::string_view text, uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return error == std::errc() && end == text.data() + text.size() && text.size() == 16;
}

std::optional<std::pair<PairKey, Tallied>> ReadPair(absl::string_view text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
  PairKey key;
  Tallied count;
  if (words.size() != 4 || words[0].size() != 32 || !ReadHex(words[0].substr(0, 16), key.high) ||
      !ReadHex(words[0].substr(16), key.low) || !ReadHex(words[2], key.class_number) ||
      !absl::SimpleAtoi(words[3], &count.count) || count.count < 1)
    return std::nullopt;
  if (words[1] != kSides[1] && words[1] != kSides[2]) return std::nullopt;
  key.side = words[1] == kSides[1] ? PairSide::kCaller : PairSide::kRole;
  return std::pair(key, count);
}

}  // namespace

void WriteCallMembers(const CallClass& call, JsonWriter& writer) {
  writer.Member("role", call.role);
  writer.Key("caller").BeginObject().Member("type", call.caller.type);
  writer.Member("name", call.caller.name);
  if (!call.caller.via.empty()) writer.Member("via", call.caller.via);
  writer.EndObject().Member("recorded", kRecorded[static_cast<size_t>(call.recorded)]);
  if (!call.denied_by.empty()) writer.Member("deniedBy", call.denied_by);
  if (!call.further_actions.empty()) writer.Key("furtherActions").Strings(call.further_actions);
  writer.Key("today");
  WriteOutcome(call.today, writer);
  if (call.after) {
    writer.Key("after");
    WriteOutcome(*call.after, writer);
  }
}

void WriteCounts(const ReplayCounts& counts, JsonWriter& writer) {
  writer.BeginObject();
  for (const CountName& name : kCounts) writer.Member(name.name, counts.*name.count);
  writer.EndObject();
}

void WriteProblem(const Problem& problem, int64_t count, JsonWriter& writer) {
  writer.BeginObject().Member("file", problem.file).Member("line", problem.line);
  writer.Member("column", problem.column).Member("rule", problem.rule);
  writer.Member("message", problem.message).Member("count", count).EndObject();
}

std::string CallClass::ToJson() const {
  JsonWriter writer;
  writer.BeginObject();
  WriteCallMembers(*this, writer);
  return writer.EndObject().Take();
}

std::optional<CallClass> ReadCallClass(absl::string_view text) {
  Diagnostics diagnostics;
  JsonLimits limits;
  limits.max_bytes = JsonLimits::kMostBytes;
  const std::optional<JsonValue> value = ReadJson(text, limits, diagnostics);
  if (!value) return std::nullopt;
  CallClass call = PartReader(diagnostics).Class(*value);
  if (diagnostics.has_errors()) return std::nullopt;
  return call;
}

std::string ReplayTally::ToJson() const {
  JsonWriter writer;
  writer.BeginObject().Member("schema", kSchema).Member("version", 1).Member("setup", setup);
  writer.Key("compares").Bool(compares).Key("complete").Bool(complete);
  writer.Key("counts");
  WriteCounts(counts, writer);
  writer.Key("calls").BeginArray();
  for (const auto& [key, seen] : classes.kept()) {
    writer.BeginObject();
    WriteCallMembers(*ReadCallClass(key.second), writer);
    writer.Member("calls", seen.calls).Member("first", seen.first).Member("last", seen.last);
    writer.EndObject();
  }
  writer.EndArray().Key("callsBeyond").BeginArray();
  for (const auto& [key, calls] : beyond) {
    writer.BeginArray();
    for (const uint8_t number : key) writer.Int(number);
    writer.Int(calls).EndArray();
  }
  writer.EndArray().Key("classesOverflowed").Bool(classes.overflowed());
  writer.Key("pairs").BeginArray();
  for (const auto& [key, count] : pairs.kept()) writer.String(PairText(key, count.count));
  writer.EndArray().Key("pairsOverflowed").Bool(pairs.overflowed()).Member("unpaired", unpaired_);
  writer.Key("unknownRoles").BeginArray();
  for (const auto& [role, count] : unknown_roles.kept())
    writer.BeginObject().Member("role", role).Member("calls", count.count).EndObject();
  writer.EndArray().Key("unknownRolesOverflowed").Bool(unknown_roles.overflowed());
  writer.Key("problems").BeginArray();
  for (const auto& [problem, count] : problems.kept()) WriteProblem(problem, count.count, writer);
  writer.EndArray().Key("problemsOverflowed").Bool(problems.overflowed()).EndObject();
  return writer.Take() + "\n";
}

std::optional<ReplayTally> ReadPart(absl::string_view text, Diagnostics& diagnostics) {
  JsonLimits limits;
  limits.max_bytes = JsonLimits::kMostBytes;
  const std::optional<JsonValue> document = ReadJson(text, limits, diagnostics);
  if (!document) return std::nullopt;
  PartReader reader(diagnostics);
  if (reader.Text(*document, "schema") != kSchema)
    reader.Fail(*document, "its `schema` is not `deputy-replay-part`");
  if (reader.Number(*document, "version") != 1)
    reader.Fail(*document, "its version is none that is known; it has to be 1");
  ReplayTally tally;
  tally.setup = reader.Text(*document, "setup");
  tally.compares = reader.Flag(*document, "compares");
  tally.complete = reader.Flag(*document, "complete");
  if (const JsonValue* counts = reader.Member(*document, "counts", JsonKind::kObject)) {
    for (const CountName& name : kCounts)
      tally.counts.*name.count = reader.Number(*counts, name.name);
  }
  const auto nothing = [](const auto&, const auto&) {};
  for (const JsonValue& item : reader.List(*document, "calls")) {
    const Seen seen{reader.Number(item, "calls"), reader.Text(item, "first"),
                    reader.Text(item, "last")};
    tally.classes.Add(KeyOf(reader.Class(item)), seen, nothing);
  }
  for (const JsonValue& item : reader.List(*document, "callsBeyond")) {
    std::array<int64_t, 4> numbers{};
    bool fits = item.is_array() && item.items.size() == 4;
    for (size_t i = 0; fits && i < 4; ++i)
      fits = absl::SimpleAtoi(item.items[i].text, &numbers[i]) && numbers[i] >= 0 &&
             (i == 3 || numbers[i] <= kReplayDecisions);
    if (!fits) {
      reader.Fail(item, "a member of `callsBeyond` is none");
      break;
    }
    tally.beyond[{static_cast<uint8_t>(numbers[0]), static_cast<uint8_t>(numbers[1]),
                  static_cast<uint8_t>(numbers[2])}] += numbers[3];
  }
  for (const JsonValue& item : reader.List(*document, "pairs")) {
    const auto pair = ReadPair(item.text);
    if (!pair) {
      reader.Fail(item, "a member of `pairs` is none");
      break;
    }
    tally.pairs.Add(pair->first, pair->second, nothing);
  }
  tally.unpaired_ = reader.Number(*document, "unpaired");
  // In this order whatever the compiler, for the first that is missing is told.
  for (const JsonValue& item : reader.List(*document, "unknownRoles")) {
    const std::string role = reader.Text(item, "role");
    tally.unknown_roles.Add(role, {reader.Number(item, "calls")}, nothing);
  }
  for (const JsonValue& item : reader.List(*document, "problems")) {
    const Problem problem{reader.Text(item, "file"), reader.Number(item, "line"),
                          reader.Number(item, "column"), reader.Text(item, "rule"),
                          reader.Text(item, "message")};
    tally.problems.Add(problem, {reader.Number(item, "count")}, nothing);
  }
  if (reader.Flag(*document, "classesOverflowed")) tally.classes.set_overflowed();
  if (reader.Flag(*document, "pairsOverflowed")) tally.pairs.set_overflowed();
  if (reader.Flag(*document, "unknownRolesOverflowed")) tally.unknown_roles.set_overflowed();
  if (reader.Flag(*document, "problemsOverflowed")) tally.problems.set_overflowed();
  if (diagnostics.has_errors()) return std::nullopt;
  return tally;
}

}  // namespace deputy
