// What came of `deputy harden`, for a person and as JSON.
#ifndef DEPUTY_SIMULATOR_REPORT_HARDENING_H_
#define DEPUTY_SIMULATOR_REPORT_HARDENING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "simulator/mend/hardened_file.h"
#include "simulator/report/style.h"

namespace deputy {

struct HardeningReport {
  std::string file;  // as given
  HardenedFile hardened;
  std::vector<const Policy*> rcps;
  bool changed = false;
  std::string diff;  // where it was asked for
};

absl::string_view OutcomeName(HardenOutcome outcome);  // "hardened", "already-proved", …

// Each policy begins with exactly HARDENED, ALREADY PROVED, NOT HARDENED or UNKNOWN.
std::string HardeningAsText(const HardeningReport& report, const Style& style);

// The same for programs: outcome, changes, properties, relation, and the text of the file.
std::string HardeningAsJson(const HardeningReport& report);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HARDENING_H_
