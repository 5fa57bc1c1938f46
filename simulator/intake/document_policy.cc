#include "simulator/intake/document_policy.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/json_reader.h"
#include "simulator/intake/percent.h"
#include "simulator/intake/yaml_scalar.h"

namespace deputy {
namespace {

// Of a policy's text with its escapes; three bytes stand for one in percent-encoding, six in JSON.
constexpr size_t kMostWritten = size_t{8} << 20;

// The string's own text, through to the file.
MappedText StringText(const Document& document, const JsonValue& node) {
  return Through(document.to_file, document.syntax == Syntax::kYaml
                                       ? DecodeYamlScalar(document.text, node)
                                       : DecodeJsonString(document.text, node.range));
}

}  // namespace

Wrapping WrappingOf(const Document& document) {
  if (document.syntax == Syntax::kYaml) return Wrapping::kYaml;
  return document.in_markdown ? Wrapping::kJsonInMarkdown : Wrapping::kJson;
}

PolicyTree TreeOf(const Document& document, const JsonValue& node, Diagnostics& diagnostics) {
  PolicyTree result;
  result.range = document.to_file.Map(node.range);
  result.wrapping = WrappingOf(document);
  if (!node.is_string()) {
    result.tree = node;
    if (!document.to_file.is_identity()) MoveRanges(document.to_file, *result.tree);
    return result;
  }
  if (node.range.end - node.range.begin > kMostWritten) {
    diagnostics.Error("too-large", result.range,
                      absl::StrCat("a policy of ", node.text.size(), " bytes; the limit is ",
                                   JsonLimits().max_bytes));
    return result;
  }
  MappedText text = StringText(document, node);
  result.wrapping =
      document.syntax == Syntax::kYaml ? Wrapping::kYamlString : Wrapping::kJsonString;
  if (LooksPercentEncoded(text.text)) {
    text = DecodePercent(text);
    result.wrapping = Wrapping::kPercentInJsonString;
  }
  Diagnostics inner;
  result.tree = ReadJson(text.text, JsonLimits(), inner);
  AddMoved(text.map, inner, diagnostics);
  if (!result.tree) return result;
  MoveRanges(text.map, *result.tree);
  result.range = result.tree->range;
  return result;
}

void ReadPolicyNode(const Document& document, const JsonValue& node, PolicyType type,
                    FoundPolicy& found) {
  if (!node.is_string() && document.to_file.is_identity()) {
    found.range = node.range;
    found.wrapping = WrappingOf(document);
    found.policy = ParsePolicy(node, type, found.diagnostics);
    return;
  }
  const PolicyTree tree = TreeOf(document, node, found.diagnostics);
  found.range = tree.range;
  found.wrapping = tree.wrapping;
  if (tree.tree) found.policy = ParsePolicy(*tree.tree, type, found.diagnostics);
}

void MarkUnknown(const Document& document, TextRange range, std::string what, FoundPolicy& found) {
  found.range = document.to_file.Map(range);
  found.wrapping = WrappingOf(document);
  found.unknown.push_back({found.range, std::move(what)});
}

}  // namespace deputy
