#include "simulator/intake/terraform_configuration.h"

#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

// `module.a["x"].aws_s3_bucket.b[0]` is an instance of `module.a.aws_s3_bucket.b`.
std::string WithoutIndexes(absl::string_view address) {
  std::string result;
  bool inside = false;
  bool quoted = false;
  for (size_t at = 0; at < address.size(); ++at) {
    const char c = address[at];
    if (quoted) {
      at += c == '\\' ? 1 : 0;
      quoted = c != '"';
    } else if (inside) {
      quoted = c == '"';
      inside = c != ']';
    } else if (c == '[') {
      inside = true;
    } else {
      result.push_back(c);
    }
  }
  return result;
}

}  // namespace

TerraformConfiguration::TerraformConfiguration(const JsonValue& root) {
  const JsonMember* configuration = root.Find("configuration");
  if (configuration == nullptr) return;
  if (const JsonMember* module = configuration->value.Find("root_module"))
    ReadModule(module->value, "");
}

void TerraformConfiguration::ReadModule(const JsonValue& module, const std::string& prefix) {
  if (const JsonMember* resources = module.Find("resources")) {
    for (const JsonValue& resource : resources->value.items) {
      const JsonMember* address = resource.Find("address");
      const JsonMember* expressions = resource.Find("expressions");
      if (address != nullptr && expressions != nullptr && expressions->value.is_object())
        expressions_.emplace(absl::StrCat(prefix, address->value.text), &expressions->value);
    }
  }
  const JsonMember* calls = module.Find("module_calls");
  if (calls == nullptr) return;
  for (const JsonMember& call : calls->value.members) {
    if (const JsonMember* inner = call.value.Find("module"))
      ReadModule(inner->value, absl::StrCat(prefix, "module.", call.name, "."));
  }
}

bool TerraformConfiguration::LeavesOut(absl::string_view address,
                                       absl::string_view attribute) const {
  const auto found = expressions_.find(WithoutIndexes(address));
  return found != expressions_.end() && found->second->Find(attribute) == nullptr;
}

}  // namespace deputy
