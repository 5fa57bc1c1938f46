#include "engine/policy/policy_printer.h"

#include "absl/strings/string_view.h"

namespace deputy {
namespace {

// One string as a string, several as a list.
void WriteStrings(JsonWriter& writer, const std::vector<PolicyString>& strings) {
  if (strings.size() == 1) {
    writer.String(strings[0].text);
    return;
  }
  writer.BeginArray();
  for (const PolicyString& string : strings) writer.String(string.text);
  writer.EndArray();
}

void WritePrincipal(JsonWriter& writer, const PrincipalElement& element) {
  writer.Key(element.negated ? "NotPrincipal" : "Principal");
  // `"*"` and {"AWS": "*"} mean the same (2.1); an RCP takes only the former (1.5).
  if (element.entries.size() == 1 && element.entries[0].kind == PrincipalEntryKind::kEveryone) {
    writer.String("*");
    return;
  }
  writer.BeginObject();
  for (const auto& [type, values] : GroupByType(element.entries))
    WriteStrings(writer.Key(type), values);
  writer.EndObject();
}

void WritePatterns(JsonWriter& writer, absl::string_view name, const PatternElement& element) {
  writer.Key(element.negated ? std::string("Not").append(name.data(), name.size())
                             : std::string(name));
  WriteStrings(writer, element.patterns);
}

// Clauses of one operator stand together in the document, so a new operator opens a new block.
void WriteConditions(JsonWriter& writer, const std::vector<ConditionClause>& clauses) {
  writer.Key("Condition").BeginObject();
  for (size_t i = 0; i < clauses.size(); ++i) {
    const bool opens = i == 0 || clauses[i - 1].op != clauses[i].op;
    const bool closes = i + 1 == clauses.size() || clauses[i + 1].op != clauses[i].op;
    if (opens) writer.Key(clauses[i].op.Name()).BeginObject();
    WriteStrings(writer.Key(clauses[i].key), clauses[i].values);
    if (closes) writer.EndObject();
  }
  writer.EndObject();
}

void WriteStatement(JsonWriter& writer, const Statement& statement) {
  writer.BeginObject();
  if (!statement.sid.empty()) writer.Member("Sid", statement.sid);
  writer.Member("Effect", statement.effect == Effect::kAllow ? "Allow" : "Deny");
  if (statement.principal) WritePrincipal(writer, *statement.principal);
  WritePatterns(writer, "Action", statement.action);
  if (statement.resource) WritePatterns(writer, "Resource", *statement.resource);
  if (!statement.conditions.empty()) WriteConditions(writer, statement.conditions);
  writer.EndObject();
}

}  // namespace

std::string PrintPolicy(const Policy& policy, JsonStyle style) {
  JsonWriter writer(style);
  writer.BeginObject();
  writer.Member("Version", policy.version == PolicyVersion::k2012 ? "2012-10-17" : "2008-10-17");
  if (!policy.id.empty()) writer.Member("Id", policy.id);
  writer.Key("Statement").BeginArray();
  for (const Statement& statement : policy.statements) WriteStatement(writer, statement);
  writer.EndArray().EndObject();
  return writer.Take();
}

}  // namespace deputy
