// What is proved, found and mended in the policies of corpus.h, to the word.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/lint/policy_text.h"
#include "engine/prove/certificate.h"
#include "engine/prove/comparison.h"
#include "simulator/mend/hardened_file.h"
#include "simulator/mend/unified_diff.h"
#include "tests/golden/corpus.h"
#include "tests/support/lint_fixture.h"

namespace deputy::golden {
namespace {

constexpr const char* kProperties[] = {"no foreign source", "no foreign principal",
                                       "someone honest"};
constexpr const char* kVerdicts[] = {"proved", "refuted", "unknown"};

void AppendAll(absl::string_view label, const std::vector<std::string>& lines, std::string& text) {
  for (const std::string& line : lines) absl::StrAppend(&text, "    ", label, ": ", line, "\n");
}

std::string ShowAnswer(const Answer& answer, const RoleQuestion& question) {
  std::string text =
      absl::StrCat("  ", kProperties[static_cast<int>(answer.property)], ": ",
                   kVerdicts[static_cast<int>(answer.verdict)], " ", answer.reason, "\n");
  AppendAll("assumed", answer.assumptions, text);
  AppendAll("gets in", answer.who_gets_in, text);
  AppendAll("kept out", answer.kept_out, text);
  if (answer.witness) text += Show(*answer.witness);
  if (const auto certificate = Certify(question, answer.property)) {
    const std::vector<absl::string_view> lines =
        absl::StrSplit(*certificate, '\n', absl::SkipEmpty());
    absl::StrAppend(&text, "    certificate of ", lines.size(), " lines, ", lines.back(), "\n");
  }
  return text;
}

TEST(Golden, Proofs) {
  std::string text;
  for (const Sample& sample : Samples()) {
    absl::StrAppend(&text, sample.name, "\n");
    const RoleQuestion question = sample.Question();
    for (const Answer& answer : Prove(question)) text += ShowAnswer(answer, question);
  }
  ExpectGolden("proofs.txt", text);
}

// Each with the one before it.
TEST(Golden, Comparisons) {
  std::string text;
  for (size_t i = 1; i < Samples().size(); ++i) {
    const Sample& before = Samples()[i - 1];
    const Sample& after = Samples()[i];
    if (before.policy.type != after.policy.type) continue;
    const PolicyComparison found = Compare(before.policy, after.policy, after.resource);
    absl::StrAppend(&text, after.name, ": ", RelationName(found.relation), " ", found.reason, "\n");
    if (found.only_before) absl::StrAppend(&text, "  before\n", Show(*found.only_before));
    if (found.only_after) absl::StrAppend(&text, "  after\n", Show(*found.only_after));
  }
  ExpectGolden("comparisons.txt", text);
}

TEST(Golden, Findings) {
  std::string text;
  for (const Sample& sample : Samples()) {
    absl::StrAppend(&text, sample.name, "\n");
    LintContext context = RoleContext(sample.text);
    if (sample.policy.type != PolicyType::kTrust) {
      context.role_arn = "";
      context.role_account = "111122223333";
    }
    if (!sample.services.empty()) context.services = sample.services;
    for (const Finding& finding : Check(sample.text, context, sample.policy.type).findings) {
      absl::StrAppend(&text, "  ", Show(std::vector<Finding>{finding}));
      absl::StrAppend(&text, "    severity ", static_cast<int>(finding.severity), " at ",
                      finding.range.begin, " to ", finding.range.end, "\n");
      AppendAll("note", finding.notes, text);
      if (finding.fix) {
        absl::StrAppend(&text, "    fix: ", finding.fix->title, "\n",
                        UnifiedDiff("", sample.text, ApplyFix(sample.text, *finding.fix)));
      }
      if (finding.witness) text += Show(*finding.witness);
    }
  }
  ExpectGolden("findings.txt", text);
}

TEST(Golden, HardenedPolicies) {
  std::string text;
  for (const Sample& sample : Samples()) {
    HardenSettings settings;
    settings.trusted = sample.trusted;
    settings.role = sample.resource;
    if (!sample.services.empty()) settings.role_services = sample.services;
    const HardenedFile file = HardenFile({"policy.json", sample.text}, settings);
    for (const auto& policy : file.policies) {
      const HardenResult& result = policy.result;
      absl::StrAppend(&text, sample.name, ": outcome ", static_cast<int>(result.outcome), " ",
                      result.reason, "\n");
      for (const Change& change : result.changes)
        absl::StrAppend(&text, "  ", change.told_statement, ": ", ChangeTitle(change), ": ",
                        change.why, "\n");
      AppendAll("note", result.notes, text);
      if (result.witness) text += Show(*result.witness);
    }
    text += UnifiedDiff("", sample.text, file.text);
  }
  ExpectGolden("hardened.txt", text);
}

}  // namespace
}  // namespace deputy::golden
