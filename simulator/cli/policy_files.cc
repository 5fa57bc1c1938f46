#include "simulator/cli/policy_files.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/text/json_reader.h"
#include "simulator/cli/command.h"
#include "simulator/cli/files_of_run.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/intake/file_form.h"
#include "simulator/report/diagnostic_text.h"

namespace deputy {
namespace {

constexpr absl::string_view kOtherFolders[] = {"/.git/", "/node_modules/", "/.terraform/"};

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

ExitCode Load(const PolicyPath& input, const IntakeOptions& options, const Style& errors,
              std::vector<std::unique_ptr<LoadedFile>>& files) {
  absl::StatusOr<std::string> text = ReadInput(input.path, JsonLimits::kMostBytes);
  if (!text.ok()) return ReportFailure(text.status());
  auto file = std::make_unique<LoadedFile>();
  file->path = input.path;
  file->source = {input.path == "-" ? "<stdin>" : input.path, *std::move(text)};
  Diagnostics diagnostics;
  file->file = ReadPolicyFile(input.path, file->source.text, options, diagnostics);
  if (input.from_folder && file->file.policies.empty() &&
      NeverMeantForPolicies(file->source.text, diagnostics)) {
    ForgetFileOfRun(input.path);
    return ExitCode::kOk;
  }
  WriteError(FormatDiagnostics(file->source, diagnostics, errors));
  file->file_refused = diagnostics.has_errors();
  file->refused_some = file->file_refused;
  PositionFinder places(file->source.text);
  for (const FoundPolicy& found : file->file.policies) {
    if (!found.diagnostics.has_errors()) continue;
    WriteError(FormatDiagnostics(file->source, places, found.diagnostics, errors));
    file->refused_some = true;
  }
  file->is_role_store = IsRoleStore(*file);
  files.push_back(std::move(file));
  return files.back()->refused_some ? ExitCode::kRejected : ExitCode::kOk;
}

}  // namespace

ExitCode ListPolicyFiles(const std::vector<std::string>& paths, std::vector<PolicyPath>& files,
                         size_t& passed_over) {
  for (const std::string& path : paths) {
    absl::StatusOr<std::vector<std::string>> found = ExpandPaths({path}, {});
    if (!found.ok()) return ReportFailure(found.status());
    const bool folder = *found != std::vector<std::string>{path};
    for (std::string& file : *found) {
      // The folder may have been given with a slash behind it.
      const std::string below = absl::StrCat("/", file.substr(std::min(path.size(), file.size())));
      const auto inside = [&](absl::string_view part) { return absl::StrContains(below, part); };
      if (folder && absl::c_any_of(kOtherFolders, inside)) continue;
      if (!folder || IsReadInFolders(file)) {
        files.push_back({std::move(file), folder});
      } else if (!inside("/.")) {
        ++passed_over;
      }
    }
  }
  return files.empty() ? ReportUsage("there are no files in what was given") : ExitCode::kOk;
}

bool NeverMeantForPolicies(absl::string_view text, const Diagnostics& problems) {
  return problems.items().empty() || !LooksLikePolicy(text) ||
         absl::c_all_of(problems.items(), [](const Diagnostic& problem) {
           return problem.rule == "unknown-file-kind";
         });
}

ExitCode LoadPolicyFile(const std::string& path, const IntakeOptions& options, const Style& errors,
                        std::vector<std::unique_ptr<LoadedFile>>& files) {
  return Load({path}, options, errors, files);
}

ExitCode LoadPolicyFiles(const std::vector<std::string>& paths, const IntakeOptions& options,
                         const Style& errors, std::vector<std::unique_ptr<LoadedFile>>& files) {
  if (paths.empty()) return ExitCode::kOk;
  std::vector<PolicyPath> inputs;
  size_t passed_over = 0;
  ExitCode code = ListPolicyFiles(paths, inputs, passed_over);
  if (code != ExitCode::kOk) return code;
  for (const PolicyPath& input : inputs) code = Worst(code, Load(input, options, errors, files));
  return code;
}

bool IsWholeFile(const LoadedFile& file, const FoundPolicy& found) {
  const absl::string_view text = file.source.text;
  return file.file.kind == FileKind::kPolicy && file.file.policies.size() == 1 &&
         found.wrapping == Wrapping::kJson && text.size() <= JsonLimits().max_bytes &&
         absl::StripAsciiWhitespace(text.substr(0, found.range.begin)).empty() &&
         absl::StripAsciiWhitespace(text.substr(found.range.end)).empty();
}

std::string SubjectOf(const LoadedFile& file, const FoundPolicy& found) {
  return IsWholeFile(file, found) ? file.source.name : found.subject;
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
