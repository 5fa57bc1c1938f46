#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/hardening.h"
#include "simulator/report/proof.h"
#include "simulator/report/proof_text.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

constexpr char kLead[] = "  ";

std::string Line(absl::string_view first, absl::string_view text) {
  return Wrap(absl::StrCat(kLead, first), Escape(text, kMostOfPolicy));
}

std::string Headline(const HardenedPolicy& policy, const HardeningReport& report,
                     const Style& style) {
  static constexpr Ink kInks[] = {Ink::kGreen, Ink::kGreen, Ink::kRed, Ink::kYellow};
  // A policy that is all there is has no name but the file's.
  const bool nameless = report.hardened.policies.size() == 1 && policy.subject == "policy 1";
  const std::string& subject = nameless ? report.file : policy.subject;
  const std::string word =
      absl::AsciiStrToUpper(absl::StrReplaceAll(OutcomeName(policy.result.outcome), {{"-", " "}}));
  return absl::StrCat(style.Paint(kInks[static_cast<size_t>(policy.result.outcome)], word), "  ",
                      Escape(subject, kMostOfPolicy), "\n");
}

std::string Proved(const std::vector<Answer>& answers) {
  std::vector<absl::string_view> names;
  for (const Answer& answer : answers) {
    if (answer.verdict == Verdict::kProved) names.push_back(PropertyName(answer.property));
  }
  return absl::StrJoin(names, ", ");
}

std::string Changes(const HardenedPolicy& policy) {
  std::string out;
  for (const std::string& title : policy.mended) out += Line("- ", title);
  for (const Change& change : policy.result.changes) {
    out += Line("- ",
                absl::StrCat("statement ", change.told_statement + 1, ": ", ChangeTitle(change)));
    out += Line("  as ", change.why);
  }
  return out;
}

std::string PolicyText(const HardenedPolicy& policy, const HardeningReport& report,
                       const Style& style) {
  const HardenResult& result = policy.result;
  std::string out = Headline(policy, report, style);
  if (policy.left_out) return out + Line("", result.reason);
  const bool proved =
      result.outcome == HardenOutcome::kHardened || result.outcome == HardenOutcome::kAlready;
  if (!proved) {
    out += Line("because ", result.reason);
    if (result.witness && policy.before) {
      ReplayScene scene;
      scene.policy = &*policy.before;
      scene.rcps = report.rcps;
      out += RequestAsText(*result.witness, scene, kLead);
    }
    return out;
  }
  out += Changes(policy);
  out += Line("proved: ", Proved(result.answers));
  if (!policy.mended.empty()) {
    out += Line("beside the policy as it was: ",
                "nothing to compare with, as IAM would have refused it");
  }
  if (!result.changes.empty()) {
    out += Line(policy.mended.empty() ? "beside the policy as it was: " : "beside it as mended: ",
                RelationName(result.comparison.relation));
  }
  for (const std::string& note : result.notes) out += Line("note: ", note);
  return out;
}

}  // namespace

absl::string_view OutcomeName(HardenOutcome outcome) {
  static constexpr absl::string_view kNames[] = {"already-proved", "hardened", "not-hardened",
                                                 "unknown"};
  return kNames[static_cast<size_t>(outcome)];
}

std::string HardeningAsText(const HardeningReport& report, const Style& style) {
  std::string out;
  for (const HardenedPolicy& policy : report.hardened.policies)
    out += PolicyText(policy, report, style);
  return out;
}

}  // namespace deputy
