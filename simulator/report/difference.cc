#include "simulator/report/difference.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_writer.h"
#include "simulator/report/count.h"
#include "simulator/report/proof_json.h"
#include "simulator/report/proof_text.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

constexpr size_t kNamedEquivalents = 20;  // beyond so many policies the equal ones are counted

struct ChangeInfo {
  absl::string_view name;
  Ink ink;
};

constexpr ChangeInfo kChanges[] = {
    {"equivalent", Ink::kGreen}, {"narrower", Ink::kCyan},  {"wider", Ink::kRed},
    {"incomparable", Ink::kRed}, {"unknown", Ink::kYellow}, {"added", Ink::kRed},
    {"removed", Ink::kCyan},     {"refused", Ink::kYellow},
};

constexpr AccessChange kInOrder[] = {AccessChange::kWider,    AccessChange::kIncomparable,
                                     AccessChange::kNarrower, AccessChange::kAdded,
                                     AccessChange::kRemoved,  AccessChange::kEquivalent,
                                     AccessChange::kUnknown,  AccessChange::kRefused};

// Where that makes a difference.
absl::string_view ByIdentity(const Request& request, const ReplayScene& scene) {
  if (!request.principal.IsIam() || request.principal.account != request.ResourceAccount())
    return "";
  return scene.identity_policies ? ", if its identity policies allow it"
                                 : ", without identity policies";
}

std::string SideText(absl::string_view title, const std::optional<Request>& request,
                     const ReplayScene& scene) {
  if (!request) return "";
  return absl::StrCat("  ", title, ByIdentity(*request, scene), ":\n",
                      RequestAsText(*request, scene, "    "));
}

// A code span that nothing in the text can end; a bar would end a cell of a table.
std::string Code(absl::string_view text) {
  return absl::StrCat(
      "`", absl::StrReplaceAll(Escape(text, kMostOfPolicy), {{"`", "'"}, {"|", "\\|"}}), "`");
}

std::string SideMarkdown(absl::string_view title, const std::optional<Request>& request,
                         const ReplayScene& scene) {
  if (!request) return "";
  return absl::StrCat(title, ByIdentity(*request, scene), ":\n\n```json\n",
                      RequestJson(*request, scene, true, ",\n "), "\n```\n\n```sh\n",
                      ReplayCommand(*request, scene), "\n```\n\n");
}

}  // namespace

absl::string_view ChangeName(AccessChange change) {
  return kChanges[static_cast<size_t>(change)].name;
}

size_t DifferenceReport::Count(AccessChange change) const {
  return static_cast<size_t>(absl::c_count_if(
      policies, [&](const PolicyDifference& policy) { return policy.change == change; }));
}

std::string DescribeTotals(const DifferenceReport& report) {
  std::vector<std::string> parts;
  for (const AccessChange change : kInOrder) {
    if (const size_t count = report.Count(change); count > 0)
      parts.push_back(absl::StrCat(count, " ", ChangeName(change)));
  }
  std::string line = absl::StrCat(Count(report.policies.size(), "policy", "policies"),
                                  parts.empty() ? "" : ": ", absl::StrJoin(parts, ", "));
  if (report.service_linked > 0) {
    absl::StrAppend(&line, "; ",
                    Count(report.service_linked, "service-linked role", "service-linked roles"),
                    " left out");
  }
  return line;
}

std::string DifferenceAsText(const DifferenceReport& report, const Style& style) {
  std::string out;
  for (const PolicyDifference& policy : report.policies) {
    const bool equal = policy.change == AccessChange::kEquivalent;
    if (policy.change == AccessChange::kRefused ||
        (equal && report.policies.size() > kNamedEquivalents))
      continue;
    absl::StrAppend(&out,
                    style.Paint(kChanges[static_cast<size_t>(policy.change)].ink,
                                absl::AsciiStrToUpper(ChangeName(policy.change))),
                    "  ", Escape(policy.subject, kMostOfPolicy), "\n");
    if (!policy.comparison.reason.empty()) {
      out += Wrap(policy.change == AccessChange::kUnknown ? "  because " : "  ",
                  Escape(policy.comparison.reason, kMostOfPolicy));
    }
    out += SideText("allowed before, and no more", policy.comparison.only_before, policy.before);
    out += SideText("allowed now, and not before", policy.comparison.only_after, policy.after);
    out += "\n";
  }
  return out + Wrap("", DescribeTotals(report));
}

std::string DifferenceAsJson(const DifferenceReport& report) {
  JsonWriter writer(JsonStyle::kPretty);
  writer.BeginObject()
      .Member("schema", "deputy-diff")
      .Member("version", int64_t{1})
      .Member("before", report.before)
      .Member("after", report.after)
      .Key("policies")
      .BeginArray();
  for (const PolicyDifference& policy : report.policies) {
    const PolicyComparison& comparison = policy.comparison;
    writer.BeginObject()
        .Member("subject", policy.subject)
        .Member("change", ChangeName(policy.change));
    if (!comparison.reason.empty()) writer.Member("reason", comparison.reason);
    const auto side = [&](absl::string_view name, const std::optional<Request>& request,
                          const ReplayScene& scene) {
      if (!request) return;
      writer.Key(name).BeginObject();
      WriteWitness(*request, scene, writer);
      writer.EndObject();
    };
    side("onlyBefore", comparison.only_before, policy.before);
    side("onlyAfter", comparison.only_after, policy.after);
    writer.EndObject();
  }
  writer.EndArray().Key("totals").BeginObject();
  for (const AccessChange change : kInOrder)
    writer.Member(ChangeName(change), static_cast<int64_t>(report.Count(change)));
  writer.Member("serviceLinked", static_cast<int64_t>(report.service_linked));
  writer.EndObject().EndObject();
  return absl::StrCat(writer.Take(), "\n");
}

std::string DifferenceAsMarkdown(const DifferenceReport& report) {
  std::string out = absl::StrCat("### Who gets in: ", DescribeTotals(report), "\n\n");
  std::string rows;
  std::string details;
  for (const PolicyDifference& policy : report.policies) {
    if (policy.change == AccessChange::kEquivalent) continue;
    absl::StrAppend(&rows, "| ", Code(policy.subject), " | **", ChangeName(policy.change), "** | ",
                    policy.comparison.reason.empty() ? "" : Code(policy.comparison.reason), " |\n");
    if (!policy.comparison.only_before && !policy.comparison.only_after) continue;
    absl::StrAppend(
        &details, "\n<details><summary>", ChangeName(policy.change), ": an example</summary>\n\n",
        Code(policy.subject), "\n\n",
        SideMarkdown("Allowed before, and no more", policy.comparison.only_before, policy.before),
        SideMarkdown("Allowed now, and not before", policy.comparison.only_after, policy.after),
        "</details>\n");
  }
  if (!rows.empty()) absl::StrAppend(&out, "| policy | change | |\n|---|---|---|\n", rows, details);
  return out;
}

}  // namespace deputy
