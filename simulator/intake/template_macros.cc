#include "simulator/intake/template_macros.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

// Not among them is `AWS::Include`: what it brings in may be roles.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
constexpr absl::string_view kPlainTransforms[] = {
    "AWS::CodeDeployBlueGreen",       "AWS::LanguageExtensions",
    "AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16",
    "AWS::Serverless-2016-10-31",     "AWS::ServiceCatalog",
};

}  // namespace

bool IsGenerator(absl::string_view name) { return absl::StartsWith(name, "Fn::"); }

void AddGenerators(const JsonValue& object, std::vector<UnknownPart>& parts) {
  for (const JsonMember& member : object.members) {
    if (IsGenerator(member.name)) parts.push_back({member.name_range, Quote(member.name)});
  }
}

void AddTransforms(const JsonValue& value, std::vector<UnknownPart>& parts) {
  for (const JsonValue& item : value.items) AddTransforms(item, parts);
  if (value.is_array()) return;
  const JsonMember* inner = value.Find("Name");
  const std::string& name = inner != nullptr ? inner->value.text : value.text;
  if (!absl::c_linear_search(kPlainTransforms, name))
    parts.push_back({value.range, Quote(absl::StrCat("Transform: ", name))});
}

}  // namespace deputy
