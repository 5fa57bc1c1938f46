// What `deputy check` has to tell, for every writer of it; and the writers, one file each.
//
// Findings that are set aside (suppressed, in the baseline) are told by SARIF only, which has words
// for them; the others count them.
#ifndef DEPUTY_SIMULATOR_REPORT_CHECK_REPORT_H_
#define DEPUTY_SIMULATOR_REPORT_CHECK_REPORT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/text/source.h"
#include "simulator/check/checked_file.h"
#include "simulator/report/style.h"

namespace deputy {

struct UnreadFile {
  std::string name;
  std::string why;
};

struct CheckReport {
  std::vector<CheckedFile> files;
  std::vector<UnreadFile> unread;
  std::string version;     // of deputy
  size_t passed_over = 0;  // files of a folder, without policies or of a kind that is not read
  bool summary = true;     // text: the last line
};

struct CheckTotals {
  size_t files = 0;
  size_t policies = 0;
  size_t rejected_files = 0;  // that could not be understood, or not wholly
  size_t service_linked = 0;
  size_t unknown = 0;  // policies that hang on what is not known yet
  size_t suppressed = 0;
  size_t in_baseline = 0;
  size_t fixable = 0;
  std::array<size_t, 4> findings = {};  // by severity

  size_t all_findings() const;
};
CheckTotals CountAll(const CheckReport& report);

// Lines and columns of all that is told of a file, found in one pass over its text.
class FilePositions {
 public:
  explicit FilePositions(const CheckedFile& file);
  TextPosition Of(uint32_t offset) const;

 private:
  std::vector<std::pair<uint32_t, TextPosition>> positions_;  // by offset
};

// Why nothing can be said of it, for a person: `Ref: Account` is not known yet.
std::string UnknownWords(const UnknownPart& part);

std::string CheckText(const CheckReport& report, const Style& style);
std::string CheckJson(const CheckReport& report);      // schema findings-v1.json
std::string CheckSarif(const CheckReport& report);     // SARIF 2.1.0
std::string CheckJunit(const CheckReport& report);     // a suite a file, a case a policy
std::string CheckMarkdown(const CheckReport& report);  // a table for a pull request
std::string CheckGithub(const CheckReport& report);    // workflow commands

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_CHECK_REPORT_H_
