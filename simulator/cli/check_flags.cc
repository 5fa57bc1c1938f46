#include "simulator/cli/check_flags.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/text/diagnostic.h"
#include "engine/text/spelling.h"
#include "simulator/cli/command.h"
#include "simulator/world/service_facts_for_engine.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {
namespace {

std::string ComplaintAboutAccount(absl::string_view flag, const std::string& account) {
  if (IsAccountId(account)) return "";
  return absl::StrCat("`", flag, "` takes an account id of twelve digits, not ", Quote(account));
}

std::string ComplaintAboutService(const std::string& service) {
  const absl::string_view name = absl::string_view(service).substr(0, service.find('@'));
  if (!absl::StrContains(service, "@") || absl::EndsWith(service, "@"))
    return absl::StrCat("`--service` takes NAME@VERSION, not ", Quote(service));
  return absl::StrCat("nothing is known of the service ", Quote(name),
                      DidYouMean(name, ShippedCatalogue().Principals()));
}

// Several flags of one name, each with one value, so that a file behind it stays a file.
CLI::Option* AddList(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                     const std::string& what, const std::string& type) {
  return app.add_option(name, values, what)
      ->type_name(type)
      ->allow_extra_args(false)
      ->delimiter(',');
}

}  // namespace

void AddCheckFlags(CLI::App& app, CheckFlags& flags) {
  app.add_option("FILE", flags.paths, "files or folders; `-` is standard input")
      ->required()
      ->option_text("…");
  app.add_option("--format", flags.format,
                 "text (default), json, sarif, junit, markdown\nor github")
      ->check(CLI::IsMember({"text", "json", "sarif", "junit", "markdown", "github"}))
      ->default_val("text")
      ->option_text("FORMAT");
  app.add_option("--output,-o", flags.output, "write here and not to standard output")
      ->type_name("FILE");
  app.add_flag("--fix", flags.fix, "make the fixes, in the files themselves");
  app.add_flag("--diff", flags.diff, "print what --fix would change, and change nothing");
  app.add_option("--fail-on", flags.fail_on,
                 "exit 1 from this severity on: error,\n"
                 "security-warning (default), warning, suggestion")
      ->check(CLI::IsMember({"error", "security-warning", "warning", "suggestion"}))
      ->default_val("security-warning")
      ->option_text("SEVERITY");
  AddList(app, "--select", flags.select, "only these: ids, names, the start of ids", "RULE");
  AddList(app, "--ignore", flags.ignore, "not these rules", "RULE");
  app.add_option("--baseline", flags.baseline, "what is known and left out")->type_name("FILE");
  app.add_option("--write-baseline", flags.write_baseline, "write all findings as a baseline")
      ->type_name("FILE");
  app.add_option("--suppress", flags.suppress, "what is left out on purpose, with reasons")
      ->type_name("FILE");
  app.add_option("--account", flags.account, "of the policies, where no file says it")
      ->type_name("ACCOUNT");
  AddList(app, "--trust", flags.trust, "another account that is your own", "ACCOUNT");
  AddList(app, "--trust-org", flags.trust_org, "an organization that is your own", "ORG");
  app.add_option("--parameter", flags.parameters, "of a template; also AWS::Region and the like")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  AddList(app, "--service", flags.services, "the version of a service in use", "NAME@VERSION");
  app.add_flag("--quiet,-q", flags.quiet, "without the line of totals");
  AddColorFlag(app, flags.color);
}

CheckOptions OptionsOf(const CheckFlags& flags, std::string& complaint) {
  CheckOptions options;
  const auto complain = [&](std::string text) {
    if (complaint.empty()) complaint = std::move(text);
  };
  options.rules = {flags.select, flags.ignore};
  for (const auto& list : {flags.select, flags.ignore}) {
    for (const std::string& rule : list) complain(ComplaintAboutRule(rule));
  }
  if (!flags.account.empty()) {
    complain(ComplaintAboutAccount("--account", flags.account));
    options.account = flags.account;
    options.intake.parameters.emplace_back("AWS::AccountId", flags.account);
  }
  for (const std::string& account : flags.trust) {
    complain(ComplaintAboutAccount("--trust", account));
    options.trusted.accounts.push_back(account);
  }
  for (const std::string& organization : flags.trust_org) {
    if (!absl::StartsWith(organization, "o-")) {
      complain(
          absl::StrCat("`--trust-org` takes the id of an organization such as `o-a1b2c3d4e5`, "
                       "not ",
                       Quote(organization)));
    }
    options.trusted.organizations.push_back(organization);
  }
  for (const std::string& parameter : flags.parameters) {
    const size_t equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      complain(absl::StrCat("`--parameter` takes NAME=VALUE, not ", Quote(parameter)));
      continue;
    }
    options.intake.parameters.emplace_back(parameter.substr(0, equals),
                                           parameter.substr(equals + 1));
  }
  options.role_facts = EngineFacts(ShippedCatalogue(), TargetKind::kRole);
  options.resource_facts = EngineFacts(ShippedCatalogue(), TargetKind::kResource);
  for (const std::string& service : flags.services) {
    auto to_role = EngineFact(ShippedCatalogue(), service, TargetKind::kRole);
    auto to_resource = EngineFact(ShippedCatalogue(), service, TargetKind::kResource);
    if (!to_role || !to_resource) {
      complain(ComplaintAboutService(service));
      continue;
    }
    ReplaceFact(*std::move(to_role), options.role_facts);
    ReplaceFact(*std::move(to_resource), options.resource_facts);
  }
  options.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return options;
}

}  // namespace deputy
