// The small values of a scenario file: ids, account ids, ARNs, context keys, tags, documents.
// Private to the parsers of this room.
#ifndef DEPUTY_SIMULATOR_SCENARIO_VALUE_READER_H_
#define DEPUTY_SIMULATOR_SCENARIO_VALUE_READER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"
#include "simulator/scenario/scenario.h"
#include "simulator/world/object_reader.h"

namespace deputy {

// The forms of names; the JSON Schema has the same as patterns.
enum class NameForm {
  kId,            // of scenarios, variants, steps: lower case letters, digits, `.`, `-`
  kLocalId,       // of things of the world: like a role's name
  kOrganization,  // o-…
  kRoot,          // r-…
  kIamName,       // of roles and users
  kIamPath,       // /…/
  kSessionName,   // two to 64 of a role's characters; source identities too
  kVersion,       // numbers and dots
  kRepository,    // owner/name
};
bool HasForm(absl::string_view text, NameForm form);

// A member of that form, or an empty text and a report.
std::string ReadName(ObjectReader& reader, absl::string_view name, NameForm form,
                     bool required = true, absl::string_view absent = "");

// A value that must be an ARN (the rule is invalid-arn).
bool CheckArn(absl::string_view text, TextRange range, Diagnostics& diagnostics);

// What a member of an object of context keys may be called.
enum class KeyUse {
  kAlsoSends,  // none that follows from the world
  kForges,     // the source keys only
};
// Whether the key follows from the world and the act, so that nothing else may set it.
bool IsWorldKey(absl::string_view name);

ExtraKeys ReadExtraKeys(const JsonValue* value, KeyUse use, Diagnostics& diagnostics);

// A string, number or boolean as its text, or a list of them.
std::vector<std::string> ReadValues(const JsonValue& value, Diagnostics& diagnostics);

Tags ReadTags(const JsonValue* value, Diagnostics& diagnostics);

// Reads policies and keeps them all, refused ones too: whether a refused document is an error
// depends on what the steps expect.
class DocumentReader {
 public:
  explicit DocumentReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // Null when the value is no object (reported).
  PolicyDocumentPtr Read(const JsonValue& value, PolicyType type, std::string name);
  std::vector<PolicyDocumentPtr> ReadList(absl::Span<const JsonValue> values, PolicyType type,
                                          absl::string_view name);

  const std::vector<PolicyDocumentPtr>& refused() const { return refused_; }

 private:
  Diagnostics& diagnostics_;
  std::vector<PolicyDocumentPtr> refused_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_VALUE_READER_H_
