// Findings that are known: a file of suppressions, each with its reason, and a baseline. Both name
// a finding by what does not change when lines move: rule, file, subject and path in the policy. An
// entry of a baseline has a fingerprint of the statement too, so that it hides no hole but its own.
#ifndef DEPUTY_SIMULATOR_CHECK_SUPPRESSIONS_H_
#define DEPUTY_SIMULATOR_CHECK_SUPPRESSIONS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "simulator/check/checked_file.h"

namespace deputy {

// {"version": 1, "suppressions": [{"rule": …, "file": …, "subject": …, "path": …, "reason": …}]};
// a baseline has "baseline" in place of "suppressions", and "statement" in place of reasons. Only
// the rule is required of a suppression, with its reason; what is left out fits everything.
class Suppressions {
 public:
  // What is wrong goes to `diagnostics`; what is right is taken.
  void Read(const Source& source, SetAside kind, Diagnostics& diagnostics);

  // Marks the findings that are known.
  void Apply(CheckedFile& file);

  // Suppressions that met nothing, as suggestions about their file.
  void ReportUnused(Diagnostics& diagnostics) const;

 private:
  struct Entry {
    SetAside kind;
    std::string rule;  // its id
    std::string file;
    std::string subject;
    std::string path;
    bool has_path = false;  // the path "" is that of the whole policy
    std::string reason;
    std::string statement;  // empty: any
    TextRange range;
    bool used = false;
  };

  void ApplyEntries(absl::string_view subject, absl::string_view file, CheckedPolicy& policy);

  std::vector<Entry> entries_;
  std::map<std::string, std::vector<size_t>, std::less<>> of_subject_;  // "": of any
};

// Every finding of the files that is not suppressed, in the form that Read() takes.
std::string WriteBaseline(const std::vector<CheckedFile>& files);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CHECK_SUPPRESSIONS_H_
