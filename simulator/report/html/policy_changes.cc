#include "simulator/report/html/policy_changes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/mend/unified_diff.h"

namespace deputy {
namespace {

using Documents = std::vector<PolicyDocumentPtr>;

class Comparer {
 public:
  Comparer(const World& before, const World& after) : before_(before), after_(after) {}

  WorldChanges Run() {
    for (size_t i = 0; i < after_.roles.size(); ++i) {
      const Role& a = before_.roles[i];
      const Role& b = after_.roles[i];
      Policy(a.trust_policy, b.trust_policy);
      Policies(a.identity_policies, b.identity_policies);
      Policy(a.boundary, b.boundary);
    }
    for (size_t i = 0; i < after_.users.size(); ++i) {
      Policies(before_.users[i].identity_policies, after_.users[i].identity_policies);
      Policy(before_.users[i].boundary, after_.users[i].boundary);
    }
    for (size_t i = 0; i < after_.resources.size(); ++i)
      Policy(before_.resources[i].policy, after_.resources[i].policy);
    for (size_t i = 0; i < after_.organizations.size(); ++i) {
      Policies(before_.organizations[i].scps, after_.organizations[i].scps);
      Policies(before_.organizations[i].rcps, after_.organizations[i].rcps);
    }
    for (size_t i = 0; i < after_.deputies.size(); ++i)
      DeputyChanges(before_.deputies[i], after_.deputies[i]);
    return std::move(changes_);
  }

 private:
  void Policy(const PolicyDocumentPtr& before, const PolicyDocumentPtr& after) {
    if (before == after) return;
    changes_.policies.push_back({after != nullptr ? after->name : before->name, before, after});
  }

  void Policies(const Documents& before, const Documents& after) {
    for (size_t i = 0; i < std::max(before.size(), after.size()); ++i)
      Policy(i < before.size() ? before[i] : nullptr, i < after.size() ? after[i] : nullptr);
  }

  void DeputyChanges(const Deputy& before, const Deputy& after) {
    const auto say = [&](absl::string_view what, const std::string& from, const std::string& to) {
      if (from != to)
        changes_.others.push_back(
            absl::StrCat(Quote(after.id), ": ", what, " ", from, " becomes ", to));
    };
    say("version", VersionOf(before), VersionOf(after));
    say("its PassRole check", std::string(PassRoleCheckName(before.pass_role_check)),
        std::string(PassRoleCheckName(after.pass_role_check)));
    say("what it sends:", SentBy(before), SentBy(after));
    say("the ExternalId that it sends:", IdOf(before.external_id), IdOf(after.external_id));
  }

  static std::string VersionOf(const Deputy& deputy) {
    return deputy.version.empty() ? "(the newest)" : Escape(deputy.version);
  }

  static std::string SentBy(const Deputy& deputy) {
    if (!deputy.sends) return "as its pages say";
    return deputy.sends->empty() ? "nothing" : Escape(absl::StrJoin(*deputy.sends, ", "), 400);
  }

  static std::string IdOf(const ExternalIdRule& rule) {
    switch (rule.kind) {
      case ExternalIdRule::Kind::kNothing:
        return "none";
      case ExternalIdRule::Kind::kAsTyped:
        return "what the customer types";
      case ExternalIdRule::Kind::kConstant:
        return absl::StrCat(Quote(rule.constant), " for everybody");
      case ExternalIdRule::Kind::kPerCustomer:
        return "one for each customer";
    }
    return "";
  }

  const World& before_;
  const World& after_;
  WorldChanges changes_;
};

// As its author wrote it, but for blanks: there is nothing that IAM would store.
std::string WrittenText(const PolicyDocument& document, absl::string_view file) {
  const TextRange range = document.range;
  if (range.end > file.size() || range.begin > range.end) return "";
  const absl::string_view text = file.substr(range.begin, range.end - range.begin);
  Diagnostics diagnostics;
  const std::optional<JsonValue> tree = ReadJson(text, JsonLimits(), diagnostics);
  if (!tree) return absl::StrCat(text, "\n");
  JsonWriter writer(JsonStyle::kPretty);
  writer.Value(*tree);
  return writer.Take() + "\n";
}

std::string TextOf(const PolicyDocumentPtr& document, bool written, absl::string_view file) {
  if (document == nullptr) return "";
  return written ? WrittenText(*document, file) : PrintPolicy(document->policy) + "\n";
}

}  // namespace

WorldChanges ChangesOf(const World& before, const World& after) {
  return Comparer(before, after).Run();
}

std::vector<PolicyChange> PoliciesOf(const World& world) {
  std::vector<PolicyChange> policies;
  const auto add = [&](const PolicyDocumentPtr& document) {
    if (document != nullptr) policies.push_back({document->name, nullptr, document});
  };
  for (const Role& role : world.roles) add(role.trust_policy);
  for (const Resource& resource : world.resources) add(resource.policy);
  for (const Organization& organization : world.organizations) {
    for (const PolicyDocumentPtr& scp : organization.scps) add(scp);
    for (const PolicyDocumentPtr& rcp : organization.rcps) add(rcp);
  }
  return policies;
}

std::vector<std::string> DiffLines(const PolicyChange& change, absl::string_view file) {
  const auto refused = [](const PolicyDocumentPtr& document) {
    return document != nullptr && document->refused;
  };
  const bool written = refused(change.before) || refused(change.after);
  const std::string diff =
      UnifiedDiff("", TextOf(change.before, written, file), TextOf(change.after, written, file));
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(diff, '\n', absl::SkipEmpty())) {
    if (absl::StartsWith(line, "--- ") || absl::StartsWith(line, "+++ ")) continue;
    if (absl::StartsWith(line, "@@")) {
      if (!lines.empty()) lines.emplace_back(" …");
    } else {
      lines.emplace_back(line);
    }
  }
  return lines;
}

}  // namespace deputy
