#include "simulator/cli/trail_files.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"

namespace deputy {
namespace {

constexpr absl::string_view kTrailEndings[] = {".json", ".jsonl", ".ndjson", ".gz"};
constexpr absl::string_view kDigests = "/CloudTrail-Digest/";

bool IsTrustPolicy(const FoundPolicy& found) {
  return !found.policy || found.policy->type == PolicyType::kTrust;
}

RolePolicy PolicyOf(const FoundPolicy& found) {
  if (found.diagnostics.has_errors()) return {nullptr, "IAM would refuse the role's policy"};
  if (!found.policy) return {nullptr, "the role's policy is known only when its file is used"};
  if (!found.unknown.empty()) {
    return {nullptr,
            absl::StrCat("a part of the role's policy is known only when its file is used: ",
                         found.unknown[0].what)};
  }
  return {&*found.policy, ""};
}

class RoleLoader {
 public:
  RoleLoader(const RoleFlags& flags, RolePolicies& roles) : flags_(flags), roles_(roles) {}

  ExitCode Add(const LoadedFile& file, bool after) {
    size_t nameless = 0;
    const FoundPolicy* last = nullptr;
    for (const FoundPolicy& found : file.file.policies) {
      if (!IsTrustPolicy(found)) continue;
      if (IsRoleArn(found.role_arn)) {
        Set(found.role_arn, found, after);
      } else {
        ++nameless;
        last = &found;
      }
    }
    if (nameless == 0) return ExitCode::kOk;
    const std::string arn = !flags_.role.empty()          ? flags_.role
                            : after && roles_.size() == 1 ? roles_.roles().begin()->first
                                                          : "";
    if (nameless > 1 || arn.empty()) {
      return ReportUsage(absl::StrCat(
          Quote(file.path), " does not say of which role ",
          nameless > 1 ? "its policies are" : "it is",
          nameless > 1 ? "; give a file that has the roles' ARNs" : "; give --role ARN"));
    }
    Set(arn, *last, after);
    return ExitCode::kOk;
  }

 private:
  void Set(absl::string_view arn, const FoundPolicy& found, bool after) {
    if (after) {
      roles_.SetAfter(arn, PolicyOf(found));
    } else {
      roles_.SetToday(arn, PolicyOf(found));
    }
  }

  const RoleFlags& flags_;
  RolePolicies& roles_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> TrailFiles(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    absl::StatusOr<std::vector<std::string>> found = ExpandPaths({path}, kTrailEndings);
    if (!found.ok()) return found.status();
    const bool folder = *found != std::vector<std::string>{path};
    for (std::string& file : *found) {
      if (!folder || !absl::StrContains(file, kDigests)) files.push_back(std::move(file));
    }
  }
  return files;
}

ExitCode LoadRolePolicies(const RoleFlags& flags, const IntakeOptions& options, const Style& errors,
                          std::vector<std::unique_ptr<LoadedFile>>& files, RolePolicies& roles) {
  if (!flags.role.empty() && !IsRoleArn(flags.role))
    return ReportUsage(absl::StrCat("--role ", Quote(flags.role), " is no ARN of a role"));
  RoleLoader loader(flags, roles);
  ExitCode code = ExitCode::kOk;
  for (const auto* paths : {&flags.roles, &flags.before, &flags.after}) {
    const size_t known = files.size();
    code = Worst(code, LoadPolicyFiles(*paths, options, errors, files));
    for (size_t i = known; i < files.size(); ++i) {
      const ExitCode added = loader.Add(*files[i], paths == &flags.after);
      if (added != ExitCode::kOk) return added;
    }
  }
  roles.Finish();
  return code;
}

}  // namespace deputy
