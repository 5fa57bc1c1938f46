#include "simulator/cli/policy_files.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "engine/iam/arn.h"
#include "engine/text/json_reader.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/report/diagnostic_text.h"

namespace deputy {
namespace {

bool IsRoleStore(const LoadedFile& file) {
  if (file.refused_some || file.path == "-" ||
      (file.file.kind != FileKind::kRoleList && file.file.kind != FileKind::kAuthorizationDetails))
    return false;
  std::set<absl::string_view> arns;
  for (const FoundPolicy& found : file.file.policies) {
    if (!found.policy || found.wrapping == Wrapping::kYaml ||
        found.wrapping == Wrapping::kYamlString || !IsRoleArn(found.role_arn) ||
        !arns.insert(found.role_arn).second)
      return false;
  }
  return true;
}

}  // namespace

ExitCode LoadPolicyFile(const std::string& path, const IntakeOptions& options, const Style& errors,
                        std::vector<std::unique_ptr<LoadedFile>>& files) {
  absl::StatusOr<std::string> text = ReadInput(path, JsonLimits::kMostBytes);
  if (!text.ok()) return ReportFailure(text.status());
  auto file = std::make_unique<LoadedFile>();
  file->path = path;
  file->source = {path == "-" ? "<stdin>" : path, *std::move(text)};
  Diagnostics diagnostics;
  file->file = ReadPolicyFile(path, file->source.text, options, diagnostics);
  WriteError(FormatDiagnostics(file->source, diagnostics, errors));
  file->file_refused = diagnostics.has_errors();
  file->refused_some = file->file_refused;
  for (const FoundPolicy& found : file->file.policies) {
    if (!found.diagnostics.has_errors()) continue;
    WriteError(FormatDiagnostics(file->source, found.diagnostics, errors));
    file->refused_some = true;
  }
  file->is_role_store = IsRoleStore(*file);
  files.push_back(std::move(file));
  return files.back()->refused_some ? ExitCode::kRejected : ExitCode::kOk;
}

ExitCode LoadPolicyFiles(const std::vector<std::string>& paths, const IntakeOptions& options,
                         const Style& errors, std::vector<std::unique_ptr<LoadedFile>>& files) {
  absl::StatusOr<std::vector<std::string>> expanded = ExpandPaths(paths, ".json");
  if (!expanded.ok()) return ReportFailure(expanded.status());
  ExitCode code = ExitCode::kOk;
  for (const std::string& path : *expanded)
    code = Worst(code, LoadPolicyFile(path, options, errors, files));
  return code;
}

bool IsWholeFile(const LoadedFile& file, const FoundPolicy& found) {
  const absl::string_view text = file.source.text;
  return file.file.kind == FileKind::kPolicy && file.file.policies.size() == 1 &&
         found.wrapping == Wrapping::kJson && text.size() <= JsonLimits().max_bytes &&
         absl::StripAsciiWhitespace(text.substr(0, found.range.begin)).empty() &&
         absl::StripAsciiWhitespace(text.substr(found.range.end)).empty();
}

ReplayScene SceneFor(const LoadedFile& file, const FoundPolicy& found) {
  ReplayScene scene;
  scene.policy = &*found.policy;
  if (found.policy->type != PolicyType::kTrust) return scene;
  if (IsWholeFile(file, found)) {
    scene.policy_path = file.path;
  } else if (file.is_role_store) {
    scene.roles_path = file.path;
  }
  return scene;
}

}  // namespace deputy
