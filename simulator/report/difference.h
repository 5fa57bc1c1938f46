// What came of comparing the policies of two files: what the writers are given.
#ifndef DEPUTY_SIMULATOR_REPORT_DIFFERENCE_H_
#define DEPUTY_SIMULATOR_REPORT_DIFFERENCE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/prove/comparison.h"
#include "simulator/report/replay.h"
#include "simulator/report/style.h"

namespace deputy {

// A Relation (in its order), or a policy that one of the files does not have or IAM would not
// store.
enum class AccessChange {
  kEquivalent,
  kNarrower,
  kWider,
  kIncomparable,
  kUnknown,
  kAdded,
  kRemoved,
  kRefused
};

absl::string_view ChangeName(AccessChange change);  // "equivalent", "added", …

struct PolicyDifference {
  std::string subject;  // the role's ARN or name, or what the file calls it
  AccessChange change = AccessChange::kUnknown;
  bool gives = false;           // somebody may get in now who did not before
  bool takes = false;           // and the other way round
  PolicyComparison comparison;  // its requests are about this policy's own resource
  ReplayScene before;
  ReplayScene after;
};

struct DifferenceReport {
  std::string before;  // the names of the files
  std::string after;
  std::vector<PolicyDifference> policies;  // in the order of the second file, then what was removed
  size_t service_linked = 0;               // roles that nobody can edit, left out

  size_t Count(AccessChange change) const;
};

// "3 policies: 1 wider, 2 equivalent"
std::string DescribeTotals(const DifferenceReport& report);

// The first line of a policy is its change in capitals and its subject, two blanks between them.
std::string DifferenceAsText(const DifferenceReport& report, const Style& style);

// scenarios/schema/diff-v1.json is its schema.
std::string DifferenceAsJson(const DifferenceReport& report);

// For the description of, or a comment on, a pull request. No text of a policy stands in it but as
// code.
std::string DifferenceAsMarkdown(const DifferenceReport& report);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_DIFFERENCE_H_
