#include "simulator/replay/source_map.h"

#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/text/json_reader.h"
#include "simulator/world/object_reader.h"

namespace deputy {
namespace {

std::optional<Pattern> PatternMember(ObjectReader& reader, absl::string_view name) {
  if (reader.value().Find(name) == nullptr) return std::nullopt;
  return Pattern(EncodePattern(reader.Text(name)));
}

std::optional<std::string> ValueMember(ObjectReader& reader, absl::string_view name) {
  const JsonValue* value = reader.Optional(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_null()) return "";
  return NonEmptyText(*value, name, reader.diagnostics());
}

SourceEntry ReadEntry(const JsonValue& value, Diagnostics& diagnostics) {
  ObjectReader reader(value, "a source", diagnostics);
  SourceEntry entry;
  entry.role = PatternMember(reader, "role");
  entry.session = PatternMember(reader, "session");
  entry.service = PatternMember(reader, "service");
  entry.arn = ValueMember(reader, "aws:SourceArn");
  entry.account = ValueMember(reader, "aws:SourceAccount");
  reader.Finish();
  if (!entry.role && !entry.session && !entry.service) {
    diagnostics.Error("missing-member", value.range, "a source says of which calls it is",
                      "give `role`, `session` or `service`");
  }
  if (entry.arn && !entry.arn->empty() && !ParseArn(*entry.arn))
    diagnostics.Error("invalid-arn", value.range, Quote(*entry.arn) + " is no ARN");
  if (entry.account && !entry.account->empty() && !IsAccountId(*entry.account)) {
    diagnostics.Error("invalid-account-id", value.range,
                      Quote(*entry.account) + " is no account id of twelve digits");
  }
  return entry;
}

}  // namespace

int SourceMap::Match(absl::string_view role, absl::string_view session,
                     absl::string_view service) const {
  for (size_t i = 0; i < entries_.size(); ++i) {
    const SourceEntry& entry = entries_[i];
    if ((!entry.role || entry.role->Matches(role)) &&
        (!entry.session || entry.session->Matches(session)) &&
        (!entry.service || entry.service->Matches(service)))
      return static_cast<int>(i);
  }
  return -1;
}

SourceMap ReadSourceMap(absl::string_view text, Diagnostics& diagnostics) {
  SourceMap map;
  JsonLimits limits;
  limits.max_bytes = size_t{16} << 20;
  const std::optional<JsonValue> document = ReadJson(text, limits, diagnostics);
  if (!document) return map;
  ObjectReader reader(*document, "a source map", diagnostics);
  const JsonValue* version = reader.Required("version");
  if (version != nullptr && (!version->is_number() || version->text != "1")) {
    diagnostics.Error("unsupported-version", version->range,
                      "this version of source maps is not known", "it has to be 1");
  }
  for (const JsonValue& entry : reader.List("sources", true))
    map.entries_.push_back(ReadEntry(entry, diagnostics));
  reader.Finish();
  if (diagnostics.has_errors()) return SourceMap();
  map.text_ = std::string(text);
  return map;
}

}  // namespace deputy
