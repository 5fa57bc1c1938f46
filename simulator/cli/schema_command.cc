// `deputy schema NAME`: the JSON Schema of a scenario, a request, a result or findings, as shipped
// in the binary.

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "simulator/cli/command.h"
#include "simulator/cli/output.h"
#include "simulator/embedded/embedded_file.h"
#include "simulator/embedded/shipped.h"

namespace deputy {
namespace {

// The version of the formats that this binary speaks.
constexpr absl::string_view kSuffix = "-v1.json";

ExitCode PrintSchema(const std::string& name) {
  for (const EmbeddedFile& file : ShippedSchemas()) {
    if (file.name != absl::StrCat(name, kSuffix)) continue;
    absl::StatusOr<Output> output = Output::Open("");
    const absl::Status status = output->Write(file.contents);
    return status.ok() ? ExitCode::kOk : ReportFailure(status);
  }
  return ReportUsage(absl::StrCat("there is no schema `", name, "`"));
}

}  // namespace

std::function<ExitCode()> SetUpSchema(CLI::App& app) {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : ShippedSchemas()) {
    names.emplace_back(file.name.substr(0, file.name.size() - kSuffix.size()));
  }
  auto name = std::make_shared<std::string>();
  app.add_option("NAME", *name, "which one")->required()->check(CLI::IsMember(names));
  return [name] { return PrintSchema(*name); };
}

}  // namespace deputy
