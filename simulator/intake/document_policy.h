// A policy where it stands in a document: as an object, as a string that holds JSON, or as one in
// percent-encoding. The result has ranges of the file, whatever the wrapping.
#ifndef DEPUTY_SIMULATOR_INTAKE_DOCUMENT_POLICY_H_
#define DEPUTY_SIMULATOR_INTAKE_DOCUMENT_POLICY_H_

#include <optional>
#include <string>

#include "engine/policy/policy.h"
#include "engine/text/json_value.h"
#include "simulator/intake/document.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

// The tree of a policy, its ranges in the file.
struct PolicyTree {
  TextRange range;
  Wrapping wrapping = Wrapping::kJson;
  std::optional<JsonValue> tree;  // nothing when its text is no JSON; the diagnostics say why
};

// Of what stands in the document as a tree.
Wrapping WrappingOf(const Document& document);

PolicyTree TreeOf(const Document& document, const JsonValue& node, Diagnostics& diagnostics);

// Fills range, wrapping, policy and diagnostics. An object of the file itself is parsed where it
// stands, without a copy.
void ReadPolicyNode(const Document& document, const JsonValue& node, PolicyType type,
                    FoundPolicy& found);

// A policy that is not known, of which `range` of the document and `what` is to blame.
void MarkUnknown(const Document& document, TextRange range, std::string what, FoundPolicy& found);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_DOCUMENT_POLICY_H_
