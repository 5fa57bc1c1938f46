// What came of checking a file: its policies, each with its findings. All ranges are of the file.
#ifndef DEPUTY_SIMULATOR_CHECK_CHECKED_FILE_H_
#define DEPUTY_SIMULATOR_CHECK_CHECKED_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "engine/lint/finding.h"
#include "engine/text/diagnostic.h"
#include "engine/text/source.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

// Why a finding is not told as one.
enum class SetAside : uint8_t { kNo, kSuppressed, kInBaseline };

struct CheckedFinding {
  Finding finding;       // edits of its fix are spelled as the file wants them
  bool refuses = false;  // why IAM would not store the policy: always told, and never set aside
  SetAside set_aside = SetAside::kNo;
  std::string reason;     // of kSuppressed
  std::string statement;  // a fingerprint of what it hangs on; empty of a policy that is refused
};

struct CheckedPolicy {
  std::string subject;
  TextRange range;
  bool service_linked = false;  // nobody can edit it: not looked at
  bool refused = false;         // IAM would not store it; findings say why
  // Parts on which it hangs who gets in and that are not known yet; the whole policy may be one.
  std::vector<UnknownPart> unknown;
  std::vector<CheckedFinding> findings;  // in order of position, then of rule
};

struct CheckedFile {
  Source source;
  FileKind kind = FileKind::kPolicy;
  std::vector<CheckedPolicy> policies;  // in the order of the file
  Diagnostics problems;                 // of the file as a whole
};

// `./a/b` and `a/b` are one file, and code hosts know the latter.
inline absl::string_view NameInRepository(absl::string_view name) {
  while (absl::ConsumePrefix(&name, "./")) {
  }
  return name;
}

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CHECK_CHECKED_FILE_H_
