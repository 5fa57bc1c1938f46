#include "simulator/report/check_report.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"

namespace deputy {

size_t CheckTotals::all_findings() const {
  return std::accumulate(findings.begin(), findings.end(), size_t{0});
}

CheckTotals CountAll(const CheckReport& report) {
  CheckTotals totals;
  totals.files = report.files.size();
  for (const CheckedFile& file : report.files) {
    totals.policies += file.policies.size();
    totals.rejected_files += file.problems.has_errors() ? 1 : 0;
    for (const CheckedPolicy& policy : file.policies) {
      totals.service_linked += policy.service_linked ? 1 : 0;
      totals.unknown += policy.unknown.empty() ? 0 : 1;
      for (const CheckedFinding& known : policy.findings) {
        if (known.set_aside == SetAside::kNo) {
          ++totals.findings[static_cast<size_t>(known.finding.severity)];
          totals.fixable += known.finding.fix ? 1 : 0;
        } else {
          ++(known.set_aside == SetAside::kSuppressed ? totals.suppressed : totals.in_baseline);
        }
      }
    }
  }
  return totals;
}

FilePositions::FilePositions(const CheckedFile& file) {
  const auto add = [&](TextRange range) {
    positions_.push_back({range.begin, {}});
    positions_.push_back({range.end, {}});
  };
  for (const Diagnostic& problem : file.problems.items()) add(problem.range);
  for (const CheckedPolicy& policy : file.policies) {
    add(policy.range);
    for (const UnknownPart& part : policy.unknown) add(part.range);
    for (const CheckedFinding& known : policy.findings) {
      add(known.finding.range);
      if (!known.finding.fix) continue;
      for (const TextEdit& edit : known.finding.fix->edits) add(edit.range);
    }
  }
  const auto by_offset = [](const auto& a, const auto& b) { return a.first < b.first; };
  std::sort(positions_.begin(), positions_.end(), by_offset);
  PositionFinder finder(file.source.text);
  for (auto& [offset, position] : positions_) position = finder.Find(offset);
}

TextPosition FilePositions::Of(uint32_t offset) const {
  const auto found =
      std::lower_bound(positions_.begin(), positions_.end(), offset,
                       [](const auto& entry, uint32_t wanted) { return entry.first < wanted; });
  return found == positions_.end() ? TextPosition{} : found->second;
}

std::string UnknownWords(const UnknownPart& part) {
  return absl::StrCat("who gets in hangs on what is not known yet: ", part.what);
}

}  // namespace deputy
