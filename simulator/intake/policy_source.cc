#include "simulator/intake/policy_source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/json_reader.h"
#include "simulator/intake/bare_policy.h"
#include "simulator/intake/cloudformation.h"
#include "simulator/intake/document.h"
#include "simulator/intake/file_form.h"
#include "simulator/intake/json_documents.h"
#include "simulator/intake/markdown.h"
#include "simulator/intake/role_list.h"
#include "simulator/intake/terraform.h"
#include "simulator/intake/yaml_reader.h"

namespace deputy {
namespace {

void RefuseFile(TextRange range, absl::string_view message, Diagnostics& diagnostics) {
  diagnostics.Error(
      "unknown-file-kind", range, std::string(message),
      "understood are a policy document, what `aws iam get-account-authorization-details`, "
      "`list-roles` and `get-role` print, a CloudFormation or SAM template, what `terraform show "
      "-json` prints, and Markdown with fenced blocks of these");
}

FileKind KindOfRoles(const JsonValue& root) {
  return root.Find("RoleDetailList") != nullptr || root.Find("UserDetailList") != nullptr
             ? FileKind::kAuthorizationDetails
             : FileKind::kRoleList;
}

// What a tree is; false when it is nothing of ours.
bool ReadTree(const Document& document, const JsonValue& root, Intake& intake) {
  const auto is = [&](FileKind kind) {
    if (!document.in_markdown) intake.file.kind = kind;
    return true;
  };
  if (IsBarePolicy(root)) {
    ReadBarePolicy(document, root, intake);
    return is(FileKind::kPolicy);
  }
  if (IsTemplate(root)) {
    ReadTemplate(document, root, intake);
    return is(FileKind::kCloudFormation);
  }
  if (const auto roles = FindRoles(root)) {
    ReadRoleList(document, *roles, intake);
    return is(KindOfRoles(root));
  }
  if (IsTerraform(root)) {
    ReadTerraform(document, root, intake);
    return is(FileKind::kTerraform);
  }
  return false;
}

void ReadFileTree(const Document& file, const JsonValue& root, Intake& intake) {
  if (ReadTree(file, root, intake)) return;
  RefuseFile({root.range.begin, root.range.begin + 1},
             "there is no policy in this document that can be found", intake.diagnostics);
}

void ReadJsonFile(const Document& file, Intake& intake) {
  ReadJsonDocuments(file.text, FileLimits(), intake.diagnostics,
                    [&](const JsonValue& root) { ReadFileTree(file, root, intake); });
}

void ReadYamlFile(Document file, bool by_name, Intake& intake) {
  Diagnostics reading;
  file.syntax = Syntax::kYaml;
  const auto roots = ReadYaml(file.text, YamlLimits(), reading);
  if (!roots) {
    if (by_name || LooksLikePolicy(file.text)) {
      for (const Diagnostic& item : reading.items()) intake.diagnostics.Add(item);
    } else {
      RefuseFile({0, 1}, "this is no kind of file that holds policies", intake.diagnostics);
    }
    return;
  }
  for (const JsonValue& root : *roots) ReadFileTree(file, root, intake);
  if (roots->empty()) intake.diagnostics.Error("empty-document", {}, "the document is empty");
}

bool HasLanguage(const FencedBlock& block, std::initializer_list<absl::string_view> names) {
  return std::find(names.begin(), names.end(), block.language) != names.end();
}

// A block that is nothing of ours is left alone, whatever is in it.
void ReadBlock(FencedBlock block, Intake& intake) {
  const size_t begin = absl::string_view(block.content.text).find_first_not_of(kJsonBlanks);
  if (begin == std::string::npos) return;
  const bool braces = block.content.text[begin] == '{' || block.content.text[begin] == '[';
  const bool json =
      HasLanguage(block, {"json", "jsonc", "json5"}) || (braces && block.language.empty());
  const bool yaml = HasLanguage(block, {"yaml", "yml"}) || block.language.empty();
  if (!json && !yaml) return;

  Document document;
  document.text = block.content.text;
  document.in_markdown = true;
  document.to_file = std::move(block.content.map);
  Diagnostics reading;
  std::vector<JsonValue> roots;
  bool good = false;
  if (json) {
    std::optional<JsonValue> root = ReadJson(document.text, FileLimits(), reading);
    good = root.has_value();
    if (root) roots.push_back(*std::move(root));
  } else {
    document.syntax = Syntax::kYaml;
    auto read = ReadYaml(document.text, YamlLimits(), reading);
    good = read.has_value();
    if (read) roots = *std::move(read);
  }
  for (const JsonValue& root : roots) ReadTree(document, root, intake);
  if (good || !LooksLikePolicy(document.text)) return;
  FoundPolicy broken;
  broken.subject = absl::StrCat("policy ", intake.file.policies.size() + 1);
  broken.range = document.to_file.Map(
      {static_cast<uint32_t>(begin), static_cast<uint32_t>(document.text.size())});
  broken.wrapping = json ? Wrapping::kJsonInMarkdown : Wrapping::kYaml;
  broken.diagnostics = MovedDiagnostics(document.to_file, reading);
  intake.file.policies.push_back(std::move(broken));
}

void ReadMarkdownFile(absl::string_view text, Intake& intake) {
  intake.file.kind = FileKind::kMarkdown;
  for (FencedBlock& block : ReadFencedBlocks(text, intake.diagnostics))
    ReadBlock(std::move(block), intake);
}

bool IsYamlName(absl::string_view name) {
  return absl::EndsWithIgnoreCase(name, ".yaml") || absl::EndsWithIgnoreCase(name, ".yml");
}

void ReadForm(FileForm form, absl::string_view name, const Document& file, Intake& intake) {
  switch (form) {
    case FileForm::kJson:
      return ReadJsonFile(file, intake);
    case FileForm::kYaml:
      return ReadYamlFile(file, IsYamlName(name), intake);
    case FileForm::kMarkdown:
      return ReadMarkdownFile(file.text, intake);
    case FileForm::kUnknown:
      RefuseFile({0, 1}, "this is no kind of file that holds policies", intake.diagnostics);
  }
}

}  // namespace

absl::string_view FileKindName(FileKind kind) {
  static constexpr absl::string_view kNames[] = {
      "a policy document",         "account authorization details", "a list of roles",
      "a CloudFormation template", "a Terraform plan or state",     "a Markdown page"};
  return kNames[static_cast<size_t>(kind)];
}

PolicyFile ReadPolicyFile(absl::string_view name, absl::string_view text,
                          const IntakeOptions& options, Diagnostics& diagnostics) {
  PolicyFile result;
  Intake intake{options, result, diagnostics};
  Document file;
  file.text = text;
  ReadForm(text.size() > JsonLimits::kMostBytes ? FileForm::kJson : FormOf(name, text), name, file,
           intake);
  std::stable_sort(
      result.policies.begin(), result.policies.end(),
      [](const FoundPolicy& a, const FoundPolicy& b) { return a.range.begin < b.range.begin; });
  return result;
}

}  // namespace deputy
