#include "simulator/replay/outcome.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace deputy {
namespace {

constexpr absl::string_view kDecisions[] = {"allowed", "denied", "depends", "unknown"};
constexpr absl::string_view kOrigins[] = {"recorded", "inferred", "assumed", "absent"};

template <class Enum, size_t kCount>
std::optional<Enum> Named(const absl::string_view (&names)[kCount], const JsonValue* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  for (size_t i = 0; i < kCount; ++i) {
    if (names[i] == value->text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

const JsonValue* Member(const JsonValue& object, absl::string_view name) {
  const JsonMember* member = object.is_object() ? object.Find(name) : nullptr;
  return member == nullptr ? nullptr : &member->value;
}

std::string TextMember(const JsonValue& object, absl::string_view name) {
  const JsonValue* value = Member(object, name);
  return value != nullptr && value->is_string() ? value->text : "";
}

void WriteClauses(const std::vector<OpenClause>& clauses, JsonWriter& writer) {
  writer.BeginArray();
  for (const OpenClause& clause : clauses) {
    writer.BeginObject().Member("operator", clause.op.Name()).Member("key", clause.key);
    writer.Key("values").Strings(clause.values).EndObject();
  }
  writer.EndArray();
}

void WriteWays(const std::vector<OpenWay>& ways, JsonWriter& writer) {
  writer.BeginArray();
  for (const OpenWay& way : ways) {
    writer.BeginObject();
    if (!way.caller.empty()) writer.Member("caller", way.caller);
    writer.Key("clauses");
    WriteClauses(way.clauses, writer);
    if (!way.unless.empty()) {
      writer.Key("unless").BeginArray();
      for (const std::vector<OpenClause>& clauses : way.unless) WriteClauses(clauses, writer);
      writer.EndArray();
    }
    if (way.needs_identity) writer.Key("identityPolicies").Bool(true);
    writer.EndObject();
  }
  writer.EndArray();
}

std::optional<std::vector<OpenClause>> ReadClauses(const JsonValue& list) {
  if (!list.is_array()) return std::nullopt;
  std::vector<OpenClause> clauses;
  for (const JsonValue& item : list.items) {
    auto op = ParseConditionOperator(TextMember(item, "operator"));
    const JsonValue* values = Member(item, "values");
    if (!std::holds_alternative<ConditionOperator>(op) || values == nullptr) return std::nullopt;
    OpenClause clause{std::get<ConditionOperator>(op), TextMember(item, "key"), {}};
    for (const JsonValue& value : values->items) clause.values.push_back(value.text);
    clauses.push_back(std::move(clause));
  }
  return clauses;
}

bool ReadWays(const JsonValue* list, std::vector<OpenWay>& ways) {
  if (list == nullptr) return true;
  for (const JsonValue& item : list->items) {
    const JsonValue* clauses = Member(item, "clauses");
    if (clauses == nullptr) return false;
    OpenWay way;
    way.caller = TextMember(item, "caller");
    auto read = ReadClauses(*clauses);
    if (!read) return false;
    way.clauses = *std::move(read);
    if (const JsonValue* unless = Member(item, "unless")) {
      for (const JsonValue& each : unless->items) {
        auto denied = ReadClauses(each);
        if (!denied) return false;
        way.unless.push_back(*std::move(denied));
      }
    }
    const JsonValue* identity = Member(item, "identityPolicies");
    way.needs_identity = identity != nullptr && identity->bool_value();
    ways.push_back(std::move(way));
  }
  return true;
}

void WriteSource(const SourceValue& source, JsonWriter& writer) {
  writer.BeginObject().Member("key", source.key);
  if (!source.value.empty()) writer.Member("value", source.value);
  writer.Member("origin", OriginName(source.origin)).EndObject();
}

std::optional<SourceValue> ReadSource(const JsonValue& value) {
  const auto origin = Named<Origin>(kOrigins, Member(value, "origin"));
  if (!origin) return std::nullopt;
  return SourceValue{TextMember(value, "key"), TextMember(value, "value"), *origin};
}

// A clause in words, by what its operator compares.
std::string ClauseAsText(const OpenClause& clause) {
  const OperatorInfo& info = InfoOf(clause.op.base);
  const std::string values =
      clause.values.size() == 1
          ? clause.values[0]
          : absl::StrCat(info.negated ? "any of " : "one of ", absl::StrJoin(clause.values, ", "));
  if (info.operand == OperandType::kPresence) {
    return absl::StrCat(
        clause.key, clause.values[0] == "true" ? " is not sent" : " is sent, whatever its value");
  }
  const bool plain = info.operand == OperandType::kString || info.operand == OperandType::kArn ||
                     info.operand == OperandType::kBool;
  if (!plain || clause.op.set != SetOperator::kNone ||
      info.comparison == Comparison::kEqualsIgnoreCase) {
    return absl::StrCat(clause.key, " satisfies ", clause.op.Name(), " ", values);
  }
  const bool pattern = info.comparison == Comparison::kLike || info.operand == OperandType::kArn;
  const absl::string_view verb = pattern ? (info.negated ? " does not match " : " matches ")
                                         : (info.negated ? " is not " : " is ");
  std::string text = absl::StrCat(clause.key, verb, values);
  if (clause.op.if_exists || info.negated) absl::StrAppend(&text, " (or is not sent)");
  return text;
}

std::string ClausesAsText(const std::vector<OpenClause>& clauses) {
  return absl::StrJoin(clauses, " and ", [](std::string* out, const OpenClause& clause) {
    absl::StrAppend(out, ClauseAsText(clause));
  });
}

}  // namespace

absl::string_view ReplayDecisionName(ReplayDecision decision) {
  return kDecisions[static_cast<size_t>(decision)];
}

absl::string_view OriginName(Origin origin) { return kOrigins[static_cast<size_t>(origin)]; }

void WriteOutcome(const ReplayOutcome& outcome, JsonWriter& writer) {
  writer.BeginObject().Member("decision", ReplayDecisionName(outcome.decision));
  if (!outcome.reason.empty()) writer.Member("reason", outcome.reason);
  if (!outcome.denied_action.empty()) writer.Member("deniedAction", outcome.denied_action);
  if (!outcome.ways.empty()) {
    writer.Key("dependsOn");
    WriteWays(outcome.ways, writer);
  }
  if (outcome.needs_identity) writer.Key("identityPolicies").Bool(true);
  if (!outcome.sources.empty()) {
    writer.Key("sources").BeginArray();
    for (const SourceValue& source : outcome.sources) WriteSource(source, writer);
    writer.EndArray();
  }
  if (outcome.if_sent) {
    writer.Key("ifSent").BeginObject().Key("source");
    WriteSource(outcome.if_sent->account, writer);
    writer.Member("decision", ReplayDecisionName(outcome.if_sent->decision)).EndObject();
  }
  writer.EndObject();
}

std::optional<ReplayOutcome> ReadOutcome(const JsonValue& value) {
  ReplayOutcome outcome;
  const auto decision = Named<ReplayDecision>(kDecisions, Member(value, "decision"));
  if (!decision || !ReadWays(Member(value, "dependsOn"), outcome.ways)) return std::nullopt;
  outcome.decision = *decision;
  outcome.reason = TextMember(value, "reason");
  outcome.denied_action = TextMember(value, "deniedAction");
  const JsonValue* identity = Member(value, "identityPolicies");
  outcome.needs_identity = identity != nullptr && identity->bool_value();
  if (const JsonValue* sources = Member(value, "sources")) {
    for (const JsonValue& item : sources->items) {
      auto source = ReadSource(item);
      if (!source) return std::nullopt;
      outcome.sources.push_back(*std::move(source));
    }
  }
  if (const JsonValue* sent = Member(value, "ifSent")) {
    IfSent if_sent;
    const JsonValue* source = Member(*sent, "source");
    auto account = source == nullptr ? std::nullopt : ReadSource(*source);
    const auto then = Named<ReplayDecision>(kDecisions, Member(*sent, "decision"));
    if (!account || !then) return std::nullopt;
    if_sent.account = *std::move(account);
    if_sent.decision = *then;
    outcome.if_sent = std::move(if_sent);
  }
  return outcome;
}

std::vector<std::string> WaysAsText(const std::vector<OpenWay>& ways) {
  std::vector<std::string> texts;
  for (const OpenWay& way : ways) {
    std::vector<std::string> parts;
    if (!way.caller.empty()) parts.push_back(absl::StrCat("the caller is ", way.caller));
    if (!way.clauses.empty()) parts.push_back(ClausesAsText(way.clauses));
    std::string text = absl::StrJoin(parts, " and ");
    if (text.empty() && way.unless.empty()) text = "the caller is any other of its account";
    for (const std::vector<OpenClause>& clauses : way.unless)
      absl::StrAppend(&text, text.empty() ? "" : ", ", "unless ", ClausesAsText(clauses));
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace deputy
