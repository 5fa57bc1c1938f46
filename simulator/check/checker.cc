#include "simulator/check/checker.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/lint/linter.h"
#include "engine/lint/unknown_deny.h"
#include "engine/policy/policy_printer.h"
#include "simulator/check/fingerprints.h"
#include "simulator/check/moved_ranges.h"
#include "simulator/intake/edit_text.h"

namespace deputy {
namespace {

// So much of the line before a policy says how it is laid out.
constexpr uint32_t kMostIndent = 512;

// Where the surroundings of a policy begin: its line, when nothing but its own name stands before
// it there. In a file of one line that would be the neighbour, and no two policies would be alike.
uint32_t SurroundingsOf(const FoundPolicy& found, absl::string_view file) {
  uint32_t begin = found.range.begin;
  while (begin > 0 && file[begin - 1] != '\n' && found.range.begin - begin < kMostIndent) --begin;
  const absl::string_view before = file.substr(begin, found.range.begin - begin);
  const bool own_line = before.find_first_of("{[,") == absl::string_view::npos;
  return own_line && before.size() < kMostIndent ? begin : found.range.begin;
}

// A resource that an Allow names and that is not known yet: who gets in does not hang on it.
const Statement* AllowWhoseResourceIs(const Policy& policy, const UnknownPart& part) {
  for (const Statement& statement : policy.statements) {
    const bool plain =
        statement.effect == Effect::kAllow && statement.resource && !statement.resource->negated;
    if (plain && statement.resource->range.Contains(part.range)) return &statement;
  }
  return nullptr;
}

// A value of a Deny, as far as its place tells: those of a text that a function gives share theirs.
bool IsValueOfDenies(const Policy& policy, TextRange part) {
  bool found = false;
  for (const Statement& statement : policy.statements) {
    if (!statement.range.Contains(part)) continue;
    if (!IsValueOfDeny(statement, part)) return false;
    found = true;
  }
  return found;
}

// `denies`: values of a Deny too.
std::vector<UnknownPart> PartsThatMatter(const FoundPolicy& found, bool denies) {
  std::vector<UnknownPart> parts;
  for (const UnknownPart& part : found.unknown) {
    if (found.policy && (AllowWhoseResourceIs(*found.policy, part) != nullptr ||
                         (!denies && IsValueOfDenies(*found.policy, part.range))))
      continue;
    parts.push_back(part);
  }
  return parts;
}

// The policy as it is asked about: a resource that is not known may be any.
Policy AskedAbout(const FoundPolicy& found) {
  Policy policy = *found.policy;
  for (const UnknownPart& part : found.unknown) {
    const Statement* statement = AllowWhoseResourceIs(policy, part);
    if (statement == nullptr) continue;
    const auto index = static_cast<size_t>(statement - policy.statements.data());
    PatternElement& resource = *policy.statements[index].resource;
    resource.patterns = {{"*", resource.range}};
  }
  return policy;
}

// Everything that an answer hangs on. Of the role it is the account, unless the policy names the
// role itself.
std::string KeyOf(const FoundPolicy& found, absl::string_view file, uint32_t base) {
  std::string key = absl::StrCat(static_cast<int>(found.wrapping), found.synthesized ? "s" : "");
  if (found.policy) {
    absl::StrAppend(&key, static_cast<int>(found.policy->type),
                    PrintPolicy(*found.policy, JsonStyle::kCompact));
  }
  const auto arn = SplitArn(found.role_arn);
  const absl::string_view role = found.role_arn;
  const absl::string_view name = role.substr(std::min(role.rfind('/'), role.size()));
  const bool names_role = !name.empty() && absl::StrContains(key, name);
  absl::StrAppend(
      &key, "|",
      names_role || !arn ? found.role_arn : absl::StrCat(arn->partition(), ":", arn->account()));
  for (const UnknownPart& part : found.unknown)
    absl::StrAppend(&key, "|", part.range.begin - base, "-", part.range.end - base);
  for (const Diagnostic& item : found.diagnostics.items()) absl::StrAppend(&key, "|", item.message);
  return absl::StrCat(key, "|", found.range.begin - base, "|",
                      file.substr(base, found.range.end - base));
}

// A fix in the file's spelling; nothing where that cannot be had.
std::optional<Fix> Spelled(const FoundPolicy& found, absl::string_view file, Fix fix) {
  for (TextEdit& edit : fix.edits) {
    auto text = WrapEdit(found, file, edit.range, edit.replacement);
    if (!text) return std::nullopt;
    edit.replacement = *std::move(text);
  }
  return fix;
}

std::vector<Finding> FindingsOf(const FoundPolicy& found, absl::string_view file, uint32_t base,
                                const CheckOptions& options) {
  std::vector<Finding> findings;
  for (const Diagnostic& item : found.diagnostics.items())
    findings.push_back(FromDiagnostic(item, file, found.range));
  if (found.policy) {
    Policy policy = AskedAbout(found);
    MoveRanges(-int64_t{base}, policy);
    LintContext context;
    context.text = file.substr(base, found.range.end - base);
    context.role_arn = found.role_arn;
    if (found.role_arn.empty()) context.role_account = options.account;
    context.trusted = options.trusted;
    context.services =
        policy.type == PolicyType::kTrust ? options.role_facts : options.resource_facts;
    for (const UnknownPart& part : PartsThatMatter(found, true))
      context.unknown.push_back(Moved(part.range, -int64_t{base}));
    for (Finding& finding : Lint(policy, context)) {
      // How a permission's policy is spelled is not its author's doing.
      if (found.synthesized && absl::StartsWith(finding.rule, "DEP6")) continue;
      MoveRanges(base, finding);
      findings.push_back(std::move(finding));
    }
  }
  for (Finding& finding : findings) {
    if (finding.fix) finding.fix = Spelled(found, file, *std::move(finding.fix));
    MoveRanges(-int64_t{base}, finding);
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.range.begin, a.severity, a.rule) <
           std::tie(b.range.begin, b.severity, b.rule);
  });
  return findings;
}

std::vector<CheckedFinding> WithFingerprints(const FoundPolicy& found,
                                             std::vector<Finding> findings) {
  std::vector<CheckedFinding> checked;
  if (findings.empty()) return checked;
  std::optional<Fingerprints> fingerprints;
  if (found.policy) fingerprints.emplace(*found.policy);
  for (Finding& finding : findings) {
    CheckedFinding& one = checked.emplace_back();
    if (fingerprints) one.statement = fingerprints->Of(finding.path);
    one.finding = std::move(finding);
  }
  return checked;
}

// Calls work(0) to work(count - 1), each once; `tell` on this thread.
void InThreads(int threads, size_t count, const std::function<void(size_t)>& work,
               const Checker::Progress& tell) {
  std::atomic<size_t> next = 0;
  const auto run = [&](bool telling) {
    for (size_t i = next++; i < count; i = next++) {
      work(i);
      if (telling && tell) tell(std::min(next.load(), count), count);
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads && static_cast<size_t>(i) < count; ++i) {
    try {
      others.emplace_back(run, false);
    } catch (const std::system_error&) {  // no more threads to be had
      break;
    }
  }
  run(true);
  for (std::thread& thread : others) thread.join();
}

}  // namespace

CheckedFile Checker::Check(Source source, const Progress& progress) {
  CheckedFile checked;
  checked.source = std::move(source);
  const absl::string_view text = checked.source.text;
  const PolicyFile file =
      ReadPolicyFile(checked.source.name, text, options_.intake, checked.problems);
  checked.kind = file.kind;

  struct Job {
    const FoundPolicy* found;
    uint32_t base;
    std::string key;
    std::vector<CheckedFinding> findings;
  };
  std::vector<Job> jobs;
  std::vector<std::string> keys;  // of the policies; none of a service-linked role
  for (const FoundPolicy& found : file.policies) {
    keys.emplace_back();
    if (found.service_linked) continue;
    const uint32_t base = SurroundingsOf(found, text);
    keys.back() = KeyOf(found, text, base);
    if (answers_.try_emplace(keys.back(), Answered{found.role_arn, {}}).second)
      jobs.push_back({&found, base, keys.back(), {}});
  }
  InThreads(
      options_.threads, jobs.size(),
      [&](size_t i) {
        const FoundPolicy& found = *jobs[i].found;
        jobs[i].findings = WithFingerprints(found, FindingsOf(found, text, jobs[i].base, options_));
      },
      progress);
  for (Job& job : jobs) answers_[job.key].findings = std::move(job.findings);

  for (size_t i = 0; i < file.policies.size(); ++i) {
    const FoundPolicy& found = file.policies[i];
    CheckedPolicy& policy = checked.policies.emplace_back();
    policy.subject = found.subject;
    policy.range = found.range;
    policy.service_linked = found.service_linked;
    if (found.service_linked) continue;
    policy.refused = found.diagnostics.has_errors();
    const Answered& answered = answers_[keys[i]];
    // Those of a Deny only where somebody gets in without it.
    policy.unknown =
        PartsThatMatter(found, absl::c_any_of(answered.findings, [](const CheckedFinding& finding) {
                          return finding.finding.hangs_on_unknown;
                        }));
    const uint32_t base = SurroundingsOf(found, text);
    for (const CheckedFinding& finding : answered.findings) {
      const bool refuses = policy.refused && finding.finding.severity == Severity::kError;
      const bool asked_for = options_.rules.Wants(finding.finding.rule);
      // What hangs on an unknown part is told of the part.
      if (finding.finding.hangs_on_unknown || !(asked_for || refuses)) continue;
      CheckedFinding& mine = policy.findings.emplace_back(finding);
      mine.refuses = refuses;
      if (!asked_for) mine.finding.fix.reset();
      MoveRanges(base, mine.finding);
      // Asked about for another role of the account that has the same policy.
      if (mine.finding.witness && mine.finding.witness->resource == answered.role_arn)
        mine.finding.witness->resource = found.role_arn;
    }
  }
  return checked;
}

}  // namespace deputy
