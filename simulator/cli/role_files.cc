#include "simulator/cli/role_files.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/intake/role_reader.h"
#include "simulator/report/diagnostic_text.h"

namespace deputy {
namespace {

constexpr size_t kMaxRoleFile = size_t{1} << 30;
constexpr absl::string_view kRoleEndings[] = {".json", ".jsonl", ".ndjson"};

ExitCode LoadFile(const std::string& path, RoleStore& store) {
  absl::StatusOr<std::string> text = ReadInput(path, kMaxRoleFile);
  if (!text.ok()) return ReportFailure(text.status());
  Source source{path == "-" ? "<stdin>" : path, *std::move(text)};
  Diagnostics diagnostics;
  const auto keep = [&](const Policy& policy) { return store.Keep(policy); };
  for (const KeptRole& role : ReadRoles(source.text, diagnostics, keep)) {
    const bool added = role.policy ? store.Add(role.arn, *role.policy) : store.Refuse(role.arn);
    if (!added) {
      diagnostics.Error("duplicate-role", role.range,
                        absl::StrCat("the role ", Quote(role.arn), " was given before"));
    }
  }
  if (!diagnostics.has_errors()) return ExitCode::kOk;
  WriteError(FormatDiagnostics(source, diagnostics, StyleFor("auto", STDERR_FILENO)));
  return ExitCode::kRejected;
}

}  // namespace

ExitCode LoadRoles(const std::vector<std::string>& paths, RoleStore& store) {
  absl::StatusOr<std::vector<std::string>> files = ExpandPaths(paths, kRoleEndings);
  if (!files.ok()) return ReportFailure(files.status());
  ExitCode code = ExitCode::kOk;
  for (const std::string& file : *files) code = Worst(code, LoadFile(file, store));
  return code;
}

}  // namespace deputy
