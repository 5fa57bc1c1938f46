#include "simulator/intake/cloudformation.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/json_reader.h"
#include "simulator/intake/attachment.h"
#include "simulator/intake/document_policy.h"
#include "simulator/intake/lambda_permission.h"
#include "simulator/intake/template_macros.h"
#include "simulator/intake/template_resolver.h"
#include "simulator/intake/unknown_value.h"

namespace deputy {
namespace {

struct Row {
  absl::string_view type;
  absl::string_view property;
  PolicyType policy;
};

constexpr absl::string_view kFunctionType = "AWS::Serverless::Function";
constexpr Row kRows[] = {
    {"AWS::IAM::Role", "AssumeRolePolicyDocument", PolicyType::kTrust},
    {kFunctionType, "AssumeRolePolicyDocument", PolicyType::kTrust},
    {"AWS::S3::BucketPolicy", "PolicyDocument", PolicyType::kResource},
    {"AWS::SQS::QueuePolicy", "PolicyDocument", PolicyType::kResource},
    {"AWS::SQS::QueueInlinePolicy", "PolicyDocument", PolicyType::kResource},
    {"AWS::SNS::TopicPolicy", "PolicyDocument", PolicyType::kResource},
    {"AWS::SNS::TopicInlinePolicy", "PolicyDocument", PolicyType::kResource},
    {"AWS::KMS::Key", "KeyPolicy", PolicyType::kResource},
    {"AWS::KMS::ReplicaKey", "KeyPolicy", PolicyType::kResource},
    {"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", PolicyType::kResource},
};
constexpr absl::string_view kPermissionType = "AWS::Lambda::Permission";

absl::string_view TypeOf(const JsonValue& resource) {
  const JsonMember* type = resource.Find("Type");
  return type != nullptr && type->value.is_string() ? absl::string_view(type->value.text)
                                                    : absl::string_view();
}

void SetRanges(TextRange range, JsonValue& tree) {
  tree.range = range;
  for (JsonValue& item : tree.items) SetRanges(range, item);
  for (JsonMember& member : tree.members) {
    member.name_range = range;
    SetRanges(range, member.value);
  }
}

class TemplateReader {
 public:
  TemplateReader(const Document& document, const JsonValue& root, Intake& intake)
      : document_(document), root_(root), intake_(intake), resolver_(root, intake.options) {}

  void Read() {
    const JsonValue& resources = root_.Find("Resources")->value;
    if (const JsonMember* transform = root_.Find("Transform"))
      AddTransforms(transform->value, everywhere_);
    AddGenerators(root_, everywhere_);
    if (const JsonMember* macro = resources.Find(kMacro))
      everywhere_.push_back({macro->name_range, Quote(kMacro)});
    const size_t before = intake_.file.policies.size();
    if (const JsonMember* globals = root_.Find("Globals")) ReadGlobals(globals->value);
    for (const JsonMember& resource : resources.members) ReadResource(resource);
    if (intake_.file.policies.size() > before || everywhere_.empty()) return;
    AddUnknown("Transform", everywhere_[0].range);
  }

 private:
  // SAM joins the statements that all functions share with those of a function. Each part is looked
  // at for itself: who may do something by both together may do it by the part that allows it.
  // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
  void ReadGlobals(const JsonValue& globals) {
    beside_.clear();
    AddGenerators(globals, beside_);
    const JsonMember* function = globals.Find("Function");
    if (function != nullptr) AddGenerators(function->value, beside_);
    ReadProperties("Globals.Function", kFunctionType,
                   function != nullptr ? function->value : globals);
  }

  void ReadResource(const JsonMember& resource) {
    beside_.clear();
    if (IsGenerator(resource.name)) {
      if (resource.name != kMacro) beside_.push_back({resource.name_range, Quote(resource.name)});
      AddUnknown(resource.name, resource.value.range);
      return;
    }
    AddGenerators(resource.value, beside_);
    const JsonMember* properties = resource.value.Find("Properties");
    if (properties != nullptr) AddGenerators(properties->value, beside_);
    if (properties == nullptr && beside_.empty()) return;
    const JsonValue& fields = properties != nullptr ? properties->value : resource.value;
    const absl::string_view type = TypeOf(resource.value);
    if (type == kPermissionType) {
      ReadPermission(resource.name, fields);
    } else {
      ReadProperties(resource.name, type, fields);
    }
  }

  void ReadProperties(const std::string& subject, absl::string_view type,
                      const JsonValue& properties) {
    if (type.empty() && !beside_.empty()) AddUnknown(subject, properties.range);
    for (const Row& row : kRows) {
      if (row.type == type) ReadProperty(subject, properties, row);
    }
  }

  // What a macro may rewrite is not known, whatever stands there now.
  void Add(FoundPolicy found) {
    for (const auto* generators : {&everywhere_, &beside_}) {
      for (const UnknownPart& part : *generators)
        found.unknown.push_back({document_.to_file.Map(part.range), part.what});
      found.service_linked = found.service_linked && generators->empty();
    }
    intake_.file.policies.push_back(std::move(found));
  }

  // A policy of which nothing is known but the macros around it.
  void AddUnknown(const std::string& subject, TextRange range) {
    FoundPolicy found;
    found.subject = subject;
    found.range = document_.to_file.Map(range);
    found.wrapping = WrappingOf(document_);
    Add(std::move(found));
  }

  void ReadProperty(const std::string& subject, const JsonValue& properties, const Row& row) {
    const JsonMember* property = properties.Find(row.property);
    if (property == nullptr) {
      if (!beside_.empty()) AddUnknown(subject, properties.range);
      return;
    }
    FoundPolicy found;
    found.subject = subject;
    if (row.policy == PolicyType::kResource) found.attached_to = AttachedTo(properties);
    if (const JsonMember* path = properties.Find("Path"))
      found.service_linked = absl::StartsWith(path->value.text, "/aws-service-role/");
    if (property->value.is_string() && DynamicReference(property->value.text).empty()) {
      ReadPolicyNode(document_, property->value, row.policy, found);
    } else {
      ReadTree(property->value, row.policy, found);
    }
    Add(std::move(found));
  }

  void ReadPermission(const std::string& subject, const JsonValue& properties) {
    FoundPolicy found;
    found.subject = subject;
    found.attached_to = AttachedTo(properties);
    found.synthesized = true;
    JsonValue fields = resolver_.Resolve(properties, found.unknown);
    // Which function it is makes no difference (lambda_permission.h).
    if (const JsonMember* function = properties.Find("FunctionName"))
      ForgetUnknown(function->value.range, found.unknown);
    Finish(IsUnknownValue(fields) ? fields
                                  : PermissionPolicy(fields, PermissionNames::kCloudFormation),
           properties.range, PolicyType::kResource, found);
    Add(std::move(found));
  }

  void ReadTree(const JsonValue& node, PolicyType type, FoundPolicy& found) {
    JsonValue tree = resolver_.Resolve(node, found.unknown);
    if (tree.is_string() && !IsUnknownValue(tree)) {  // a function that gives the policy's text
      found.synthesized = true;
      Diagnostics inner;
      std::optional<JsonValue> read = ReadJson(tree.text, JsonLimits(), inner);
      const TextRange place = document_.to_file.Map(node.range);
      const OffsetMap all(std::vector<TextRange>(tree.text.size(), place), place.end);
      found.diagnostics = MovedDiagnostics(all, inner);
      found.range = place;
      if (!read) return;
      tree = *std::move(read);
      SetRanges(node.range, tree);
    }
    Finish(std::move(tree), node.range, type, found);
  }

  // A resolved tree, its ranges and the unknown parts' still in the document.
  void Finish(JsonValue tree, TextRange range, PolicyType type, FoundPolicy& found) {
    found.range = document_.to_file.Map(range);
    found.wrapping = WrappingOf(document_);
    ForgetUnknownNames(tree, found.unknown);
    for (UnknownPart& part : found.unknown) part.range = document_.to_file.Map(part.range);
    if (!PlaceUnknownValues(tree, type)) return;
    MoveRanges(document_.to_file, tree);
    found.policy = ParsePolicy(tree, type, found.diagnostics);
    found.diagnostics = WithoutUnknown(found.diagnostics, found.unknown);
  }

  const Document& document_;
  const JsonValue& root_;
  Intake& intake_;
  TemplateResolver resolver_;
  std::vector<UnknownPart> everywhere_;  // the macros that are given all resources
  std::vector<UnknownPart> beside_;      // what stands in the resource that is read
};

}  // namespace

bool IsTemplate(const JsonValue& root) {
  const JsonMember* resources = root.Find("Resources");
  if (resources == nullptr || !resources->value.is_object()) return false;
  if (root.Find("AWSTemplateFormatVersion") != nullptr || root.Find("Transform") != nullptr)
    return true;
  return std::any_of(
      resources->value.members.begin(), resources->value.members.end(),
      [](const JsonMember& resource) { return absl::StrContains(TypeOf(resource.value), "::"); });
}

void ReadTemplate(const Document& document, const JsonValue& root, Intake& intake) {
  TemplateReader(document, root, intake).Read();
}

}  // namespace deputy
