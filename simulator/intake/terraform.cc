#include "simulator/intake/terraform.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"
#include "simulator/intake/attachment.h"
#include "simulator/intake/document_policy.h"
#include "simulator/intake/lambda_permission.h"
#include "simulator/intake/terraform_configuration.h"
#include "simulator/intake/unknown_value.h"

namespace deputy {
namespace {

struct ResourceRow {
  absl::string_view type;
  absl::string_view attribute;
  PolicyType policy;
};

constexpr absl::string_view kRole = "aws_iam_role";
constexpr ResourceRow kResources[] = {
    {kRole, "assume_role_policy", PolicyType::kTrust},
    {"aws_s3_bucket_policy", "policy", PolicyType::kResource},
    {"aws_s3_bucket", "policy", PolicyType::kResource},
    {"aws_sqs_queue_policy", "policy", PolicyType::kResource},
    {"aws_sqs_queue", "policy", PolicyType::kResource},
    {"aws_sns_topic_policy", "policy", PolicyType::kResource},
    {"aws_sns_topic", "policy", PolicyType::kResource},
    {"aws_kms_key", "policy", PolicyType::kResource},
    {"aws_kms_key_policy", "policy", PolicyType::kResource},
    {"aws_kms_replica_key", "policy", PolicyType::kResource},
    {"aws_kms_external_key", "policy", PolicyType::kResource},
    {"aws_kms_replica_external_key", "policy", PolicyType::kResource},
    {"aws_secretsmanager_secret_policy", "policy", PolicyType::kResource},
    {"aws_secretsmanager_secret", "policy", PolicyType::kResource},
};
constexpr absl::string_view kLambdaPermission = "aws_lambda_permission";
constexpr absl::string_view kAfterApply = "known after apply";

const JsonValue* Get(const JsonValue* object, absl::string_view name) {
  const JsonMember* member = object == nullptr ? nullptr : object->Find(name);
  return member == nullptr ? nullptr : &member->value;
}

std::string TextOf(const JsonValue* object, absl::string_view name) {
  const JsonValue* value = Get(object, name);
  return value != nullptr && value->is_string() ? value->text : "";
}

// `{}` is how the policy of a secret is taken away.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret#policy
bool IsNoPolicy(const JsonValue& value) {
  return value.is_null() || (value.is_string() && (value.text.empty() || value.text == "{}"));
}

class TerraformReader {
 public:
  TerraformReader(const Document& document, const JsonValue& root, Intake& intake)
      : document_(document), root_(root), intake_(intake), configuration_(root) {}

  void Read() {
    const JsonValue* changes = Get(&root_, "resource_changes");
    if (changes != nullptr) {
      for (const JsonValue& change : changes->items)
        changes_.emplace(TextOf(&change, "address"), Get(&change, "change"));
    }
    const JsonValue* planned = Get(&root_, "planned_values");
    const JsonValue* values = planned != nullptr ? planned : Get(&root_, "values");
    if (values == nullptr && changes == nullptr) values = Get(Get(&root_, "prior_state"), "values");
    if (const JsonValue* module = Get(values, "root_module")) ReadModule(*module);
    if (changes != nullptr) {
      for (const JsonValue& change : changes->items) ReadChange(change);
    }
    if (const JsonValue* resources = Get(&root_, "resources")) ReadStateFile(*resources);
  }

 private:
  void ReadModule(const JsonValue& module) {
    if (const JsonValue* resources = Get(&module, "resources")) {
      for (const JsonValue& resource : resources->items)
        ReadResource(resource, TextOf(&resource, "address"), Get(&resource, "values"));
    }
    if (const JsonValue* children = Get(&module, "child_modules")) {
      for (const JsonValue& child : children->items) ReadModule(child);
    }
  }

  // What is not among the planned values.
  void ReadChange(const JsonValue& resource) {
    const JsonValue* change = Get(&resource, "change");
    const JsonValue* after = Get(change, "after");
    const bool stays = (after != nullptr && !after->is_null()) || Get(change, "after_unknown");
    const JsonValue* actions = Get(change, "actions");
    const bool goes = actions != nullptr && actions->items.size() == 1 &&
                      (actions->items[0].text == "delete" || actions->items[0].text == "forget");
    if (stays && !goes) ReadResource(resource, TextOf(&resource, "address"), after);
  }

  // terraform.tfstate: addresses are put together.
  void ReadStateFile(const JsonValue& resources) {
    for (const JsonValue& resource : resources.items) {
      std::string address = TextOf(&resource, "module");
      if (!address.empty()) address += ".";
      absl::StrAppend(&address, TextOf(&resource, "type"), ".", TextOf(&resource, "name"));
      const JsonValue* instances = Get(&resource, "instances");
      if (instances == nullptr) continue;
      for (const JsonValue& instance : instances->items) {
        const JsonValue* key = Get(&instance, "index_key");
        std::string index;
        if (key != nullptr && key->is_string()) index = absl::StrCat("[\"", key->text, "\"]");
        if (key != nullptr && key->is_number()) index = absl::StrCat("[", key->text, "]");
        ReadResource(resource, address + index, Get(&instance, "attributes"));
      }
    }
  }

  void ReadResource(const JsonValue& resource, const std::string& address,
                    const JsonValue* values) {
    if (TextOf(&resource, "mode") == "data" || seen_.contains(address)) return;
    const std::string type = TextOf(&resource, "type");
    FoundPolicy found;
    found.subject = address.empty() ? type : address;
    if (values != nullptr && type != kRole) found.attached_to = AttachedTo(*values);
    if (type == kLambdaPermission) {
      if (ReadPermission(resource, address, values, found)) Add(address, std::move(found));
      return;
    }
    for (const ResourceRow& row : kResources) {
      if (row.type != type) continue;
      const JsonValue* policy = Get(values, row.attribute);
      if (type == kRole) {
        found.role_arn = TextOf(values, "arn");
        found.service_linked = absl::StartsWith(TextOf(values, "path"), "/aws-service-role/");
      }
      if (policy != nullptr && !IsNoPolicy(*policy)) {
        ReadPolicyNode(document_, *policy, row.policy, found);
        Add(address, std::move(found));
      } else if (const JsonValue* unknown = UnknownAttribute(address, row.attribute)) {
        MarkUnknown(document_, unknown->range, std::string(kAfterApply), found);
        Add(address, std::move(found));
      }
      return;
    }
  }

  // The `true` that says that an attribute is known only after apply; not where AWS gives what is
  // new its own value, which lets nobody foreign in.
  const JsonValue* UnknownAttribute(const std::string& address, absl::string_view name) const {
    const auto change = changes_.find(address);
    const JsonValue* unknown =
        change == changes_.end() ? nullptr : Get(change->second, "after_unknown");
    if (unknown == nullptr) return nullptr;
    const JsonValue* actions = Get(change->second, "actions");
    const bool is_new =
        actions != nullptr && absl::c_any_of(actions->items, [](const JsonValue& action) {
          return action.text == "create";
        });
    if (is_new && configuration_.LeavesOut(address, name)) return nullptr;
    if (unknown->bool_value()) return unknown;
    const JsonValue* attribute = Get(unknown, name);
    return attribute != nullptr && attribute->bool_value() ? attribute : nullptr;
  }

  bool ReadPermission(const JsonValue& resource, const std::string& address,
                      const JsonValue* values, FoundPolicy& found) {
    static constexpr absl::string_view kFields[] = {"principal",
                                                    "action",
                                                    "source_arn",
                                                    "source_account",
                                                    "principal_org_id",
                                                    "event_source_token",
                                                    "function_url_auth_type"};
    JsonValue fields;
    fields.kind = JsonKind::kObject;
    fields.range = values == nullptr ? resource.range : values->range;
    if (values != nullptr) fields.members = values->members;
    for (const absl::string_view name : kFields) {
      const JsonValue* unknown = UnknownAttribute(address, name);
      const JsonValue* known = Get(values, name);
      if (unknown == nullptr || (known != nullptr && !known->is_null())) continue;
      const TextRange range = document_.to_file.Map(unknown->range);
      fields.members.push_back({std::string(name), unknown->range, UnknownValue(unknown->range)});
      found.unknown.push_back({range, std::string(kAfterApply)});
    }
    JsonValue policy = PermissionPolicy(fields, PermissionNames::kTerraform);
    if (!PlaceUnknownValues(policy, PolicyType::kResource)) return false;
    MoveRanges(document_.to_file, policy);
    found.synthesized = true;
    found.range = policy.range;
    found.wrapping = WrappingOf(document_);
    found.policy = ParsePolicy(policy, PolicyType::kResource, found.diagnostics);
    found.diagnostics = WithoutUnknown(found.diagnostics, found.unknown);
    return true;
  }

  void Add(const std::string& address, FoundPolicy found) {
    if (!address.empty()) seen_.insert(address);
    intake_.file.policies.push_back(std::move(found));
  }

  const Document& document_;
  const JsonValue& root_;
  Intake& intake_;
  const TerraformConfiguration configuration_;
  absl::flat_hash_map<std::string, const JsonValue*> changes_;  // `change` by address
  absl::flat_hash_set<std::string> seen_;
};

}  // namespace

bool IsTerraform(const JsonValue& root) {
  for (const absl::string_view name : {"planned_values", "resource_changes", "format_version"}) {
    if (root.Find(name) != nullptr) return true;
  }
  return root.Find("terraform_version") != nullptr;
}

void ReadTerraform(const Document& document, const JsonValue& root, Intake& intake) {
  TerraformReader(document, root, intake).Read();
}

}  // namespace deputy
