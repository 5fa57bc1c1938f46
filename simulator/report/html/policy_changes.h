// What one variant of a scenario's world has other than another: policies as diffs, the rest as a
// sentence each.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_POLICY_CHANGES_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_POLICY_CHANGES_H_

#include <string>
#include <vector>

#include "simulator/world/policy_document.h"
#include "simulator/world/world.h"

namespace deputy {

struct PolicyChange {
  std::string name;          // "the trust policy of role `dms-vpc-role`"
  PolicyDocumentPtr before;  // null: there was none
  PolicyDocumentPtr after;
};

struct WorldChanges {
  std::vector<PolicyChange> policies;
  std::vector<std::string> others;  // "`dms`: version 3.4.6 becomes 3.4.7"
};

// The worlds are variants of one scenario: the same members in the same order.
WorldChanges ChangesOf(const World& before, const World& after);

// The documents of a world, by name, that decide who gets in: trust and resource policies, SCPs,
// RCPs.
std::vector<PolicyChange> PoliciesOf(const World& world);

// The change as lines that begin with ` `, `-` or `+`; `file` is the scenario's text, which has the
// documents that IAM refuses.
std::vector<std::string> DiffLines(const PolicyChange& change, absl::string_view file);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_POLICY_CHANGES_H_
