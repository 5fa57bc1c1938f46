#include "simulator/report/proof_text.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/count.h"
#include "simulator/report/explanation_text.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

constexpr size_t kShown = 8;                    // of a list; the rest is counted
constexpr char kBehindVerdict[] = "         ";  // as wide as a verdict

Ink InkOf(PolicyVerdict verdict) {
  static constexpr Ink kInks[] = {Ink::kGreen, Ink::kRed, Ink::kYellow, Ink::kYellow};
  return kInks[static_cast<size_t>(verdict)];
}

// What is said of a property, by what came of it: proved, refuted, unknown.
absl::string_view Saying(const Answer& answer) {
  static constexpr absl::string_view kSayings[][3] = {
      {"no service that acts for a foreign source gets in",
       "a service that acts for a foreign source gets in",
       "whether a service that acts for a foreign source gets in"},
      {"no foreign caller gets in", "a foreign caller gets in", "whether a foreign caller gets in"},
      {"somebody honest gets in", "nobody honest gets in", "whether somebody honest gets in"}};
  return kSayings[static_cast<size_t>(answer.property)][static_cast<size_t>(answer.verdict)];
}

std::string Item(absl::string_view first, absl::string_view text) {
  return Wrap(absl::StrCat(kBehindVerdict, first), Escape(text, kMostOfPolicy));
}

std::string Items(absl::string_view first, const std::vector<std::string>& texts) {
  std::string out;
  for (size_t i = 0; i < std::min(texts.size(), kShown); ++i) {
    out += Item(first, texts[i]);
  }
  if (texts.size() > kShown)
    out += Item(first, absl::StrCat("and ", texts.size() - kShown, " more"));
  return out;
}

std::string Headline(const PolicyProof& proof, const Style& style) {
  return absl::StrCat(
      style.Paint(InkOf(proof.verdict), absl::AsciiStrToUpper(PolicyVerdictName(proof.verdict))),
      "  ", Escape(proof.subject, kMostOfPolicy), "\n",
      proof.subject == proof.file
          ? ""
          : absl::StrCat(kBehindVerdict, "in ", Escape(proof.file, 4096), ":", proof.line, "\n"));
}

std::string AnswerText(const PolicyProof& proof, const Answer& answer, const Style& style) {
  static constexpr Ink kInks[] = {Ink::kGreen, Ink::kRed, Ink::kYellow};
  const size_t verdict = static_cast<size_t>(answer.verdict);
  const std::string name = PadRight(VerdictName(answer.verdict), 7);
  std::string out = absl::StrCat(style.Paint(kInks[verdict], name), "  ", Saying(answer), "\n");
  if (answer.verdict == Verdict::kUnknown) out += Item("  because ", answer.reason);
  if (answer.property != Property::kSomeoneHonest) {
    out += Items("  - ", answer.verdict == Verdict::kProved ? answer.kept_out : answer.who_gets_in);
    if (answer.witness && answer.verdict == Verdict::kRefuted)
      out += RequestAsText(WitnessOf(proof, answer), proof.scene, kBehindVerdict);
  } else if (answer.verdict == Verdict::kProved && answer.witness) {
    out += Item("  such as ", DescribeCaller(answer.witness->principal));
  }
  return out;
}

std::string Assumed(const std::vector<Answer>& answers, const Style& style) {
  std::vector<std::string> all;
  for (const Answer& answer : answers) {
    for (const std::string& assumption : answer.assumptions) {
      if (!absl::c_linear_search(all, assumption)) all.push_back(assumption);
    }
  }
  if (all.empty()) return "";
  return absl::StrCat(style.Paint(Ink::kDim, "assumed"), "\n", Items("  - ", all));
}

std::string NotKnownYet(const PolicyProof& proof) {
  if (proof.unknown.empty()) return Item("", "the policy is known only when the file is used");
  std::vector<std::string> parts;
  for (const UnknownPlace& part : proof.unknown)
    parts.push_back(absl::StrCat("line ", part.line, ": ", part.what));
  return absl::StrCat(Item("",
                           "parts of it are known only when the file is used; `--parameter` "
                           "and `--account` give those that a template asks for:"),
                      Items("  - ", parts));
}

std::string PolicyText(const ProofReport& report, const PolicyProof& proof, const Style& style) {
  std::string out = Headline(proof, style);
  if (proof.same_as) {
    return out + Item("", absl::StrCat("the same policy as that of ",
                                       report.policies[*proof.same_as].subject, ", above"));
  }
  if (!proof.answers) return out + NotKnownYet(proof);
  for (const Answer& answer : *proof.answers) out += AnswerText(proof, answer, style);
  return out + Assumed(*proof.answers, style);
}

std::string Totals(const ProofReport& report) {
  std::vector<std::string> parts;
  const auto add = [&](size_t count, absl::string_view what) {
    if (count > 0) parts.push_back(absl::StrCat(count, " ", what));
  };
  for (const PolicyVerdict verdict : {PolicyVerdict::kProved, PolicyVerdict::kRefuted,
                                      PolicyVerdict::kUnknown, PolicyVerdict::kRefused})
    add(report.Count(verdict), PolicyVerdictName(verdict));
  std::string line = absl::StrCat(Count(report.policies.size(), "policy", "policies"),
                                  parts.empty() ? "" : ": ", absl::StrJoin(parts, ", "));
  if (report.service_linked > 0) {
    absl::StrAppend(&line, "; ",
                    Count(report.service_linked, "service-linked role", "service-linked roles"),
                    " left out");
  }
  return Wrap("", line);
}

}  // namespace

std::string RequestAsText(const Request& request, const ReplayScene& scene,
                          absl::string_view indent) {
  const std::string in(indent);
  std::string out =
      Wrap(in + "for example ",
           absl::StrCat(DescribeCaller(request.principal), " calls ", Escape(request.action),
                        " on ", Escape(request.resource, kMostOfPolicy)));
  for (const auto& [folded, entry] : request.context) {
    if (entry.filled_in) continue;
    std::vector<std::string> values;
    for (const std::string& value : entry.values)
      values.push_back(absl::StrCat("`", Escape(value, kMostOfPolicy), "`"));
    out += Wrap(in + "  with ", absl::StrCat(Escape(entry.name), " ", absl::StrJoin(values, ", ")));
  }
  absl::StrAppend(&out, in, "try it:\n", in, "  ", ReplayCommand(request, scene, in + "  "), "\n");
  return out;
}

std::string ProofAsText(const ProofReport& report, const Style& style) {
  std::string out;
  for (const PolicyProof& proof : report.policies) {
    if (proof.verdict != PolicyVerdict::kRefused)
      absl::StrAppend(&out, PolicyText(report, proof, style), "\n");
  }
  return out + Totals(report);
}

}  // namespace deputy
