#include "simulator/cli/trust_flags.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/spelling.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/world/service_facts_for_engine.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {
namespace {

void AddList(CLI::App& app, const char* name, std::vector<std::string>& values, const char* what,
             const char* type) {
  app.add_option(name, values, what)->type_name(type)->allow_extra_args(false);
}

std::optional<std::pair<std::string, std::string>> SplitAtEquals(const std::string& text) {
  const size_t at = text.find('=');
  if (at == std::string::npos || at == 0) return std::nullopt;
  return std::pair(text.substr(0, at), text.substr(at + 1));
}

ExitCode WrongAccount(absl::string_view flag, absl::string_view text) {
  return ReportUsage(
      absl::StrCat(flag, " takes an account id of twelve digits, and not ", Quote(text)));
}

ExitCode ReadParties(const TrustFlags& flags, TrustedParties& trusted) {
  for (const std::string& account : flags.accounts) {
    if (!IsAccountId(account)) return WrongAccount("--trust", account);
    if (!absl::c_linear_search(trusted.accounts, account)) trusted.accounts.push_back(account);
  }
  for (const std::string& id : flags.organizations) {
    if (!IsOrganizationId(id)) {
      return ReportUsage(absl::StrCat(
          "--trust-org takes the id of an organization such as o-abcdefghij, and not ", Quote(id)));
    }
    trusted.organizations.push_back(id);
  }
  for (const std::string& claim : flags.claims) {
    const auto pair = SplitAtEquals(claim);
    if (!pair)
      return ReportUsage(absl::StrCat("--trust-claim ", Quote(claim), ": write KEY=PATTERN"));
    trusted.claims.push_back({pair->first, pair->second});
  }
  for (const std::string& party : flags.third_parties) {
    const auto pair = SplitAtEquals(party);
    if (!pair || pair->second.empty())
      return ReportUsage(
          absl::StrCat("--third-party ", Quote(party), ": write ACCOUNT=EXTERNALID"));
    if (!IsAccountId(pair->first)) return WrongAccount("--third-party", pair->first);
    trusted.third_parties.push_back({pair->first, pair->second});
  }
  return ExitCode::kOk;
}

ExitCode UnknownService(const std::string& name) {
  const size_t at = name.find('@');
  if (at == std::string::npos || at + 1 == name.size()) {
    return ReportUsage(
        absl::StrCat("--service ", Quote(name), ": write NAME@VERSION, such as dms@3.4.6"));
  }
  const std::string principal = name.substr(0, at);
  return ReportUsage(absl::StrCat("nothing is known of the service ", Quote(principal),
                                  DidYouMean(principal, ShippedCatalogue().Principals())));
}

ExitCode ReadRcps(const std::vector<std::string>& paths, const Style& errors,
                  std::vector<Policy>& rcps) {
  ExitCode code = ExitCode::kOk;
  for (const std::string& path : paths) {
    absl::StatusOr<std::string> text = ReadInput(path, JsonLimits().max_bytes);
    if (!text.ok()) {
      code = Worst(code, ReportFailure(text.status()));
      continue;
    }
    const Source source{path == "-" ? "<stdin>" : path, *std::move(text)};
    Diagnostics diagnostics;
    std::optional<Policy> policy = ParsePolicyText(source.text, PolicyType::kRcp, diagnostics);
    WriteError(FormatDiagnostics(source, diagnostics, errors));
    if (!policy) {
      code = Worst(code, ExitCode::kRejected);
    } else {
      rcps.push_back(*std::move(policy));
    }
  }
  return code;
}

}  // namespace

void AddTrustFlags(CLI::App& app, TrustFlags& flags) {
  AddList(app, "--trust,-t", flags.accounts, "this account is mine; repeat it for more", "ACCOUNT");
  AddList(app, "--trust-org", flags.organizations, "so is every account of this organization",
          "ID");
  AddList(app, "--trust-claim", flags.claims, "a token with that claim is mine; `*` is a wildcard",
          "KEY=PATTERN");
  AddList(app, "--third-party", flags.third_parties, "it acts for me with this external id alone",
          "ACCOUNT=EXTERNALID");
  AddList(app, "--service", flags.services, "a service of this version, not the newest",
          "NAME@VERSION");
  AddList(app, "--rcp", flags.rcps, "a resource control policy around all of them", "FILE");
}

void AddInputFlags(CLI::App& app, InputFlags& flags) {
  app.add_option("--account", flags.account, "of policies that do not say it; it is mine")
      ->type_name("ID");
  AddList(app, "--parameter", flags.parameters, "the value of a template's parameter",
          "NAME=VALUE");
}

void AddBudgetFlag(CLI::App& app, uint64_t& budget) {
  app.add_option("--budget", budget, "states to explore before it is unknown")
      ->default_val(kDefaultStateBudget)
      ->check(CLI::Range(uint64_t{1}, uint64_t{1'000'000'000}))
      ->type_name("N");
}

bool ChooseServices(const std::vector<std::string>& names, TrustSetup& setup) {
  for (const std::string& name : names) {
    std::optional<ServiceFact> to_role = EngineFact(ShippedCatalogue(), name, TargetKind::kRole);
    std::optional<ServiceFact> to_other =
        EngineFact(ShippedCatalogue(), name, TargetKind::kResource);
    if (!to_role || !to_other) return false;
    ReplaceFact(*std::move(to_role), setup.role_facts);
    ReplaceFact(*std::move(to_other), setup.resource_facts);
  }
  setup.services = names;
  return true;
}

ExitCode ReadTrustFlags(const TrustFlags& flags, const Style& errors, TrustSetup& setup) {
  if (const ExitCode code = ReadParties(flags, setup.trusted); code != ExitCode::kOk) return code;
  setup.role_facts = EngineFacts(ShippedCatalogue(), TargetKind::kRole);
  setup.resource_facts = EngineFacts(ShippedCatalogue(), TargetKind::kResource);
  for (const std::string& name : flags.services) {
    if (!ChooseServices({name}, setup)) return UnknownService(name);
  }
  setup.services = flags.services;
  return ReadRcps(flags.rcps, errors, setup.rcps);
}

ExitCode ReadInputFlags(const InputFlags& flags, IntakeOptions& options) {
  if (!flags.account.empty()) {
    if (!IsAccountId(flags.account)) return WrongAccount("--account", flags.account);
    options.parameters.emplace_back("AWS::AccountId", flags.account);
  }
  for (const std::string& parameter : flags.parameters) {
    auto pair = SplitAtEquals(parameter);
    if (!pair)
      return ReportUsage(absl::StrCat("--parameter ", Quote(parameter), ": write NAME=VALUE"));
    options.parameters.push_back(*std::move(pair));
  }
  return ExitCode::kOk;
}

}  // namespace deputy
