// `deputy harden` without the command line: a file in, the file with its policies hardened out.
#ifndef DEPUTY_SIMULATOR_MEND_HARDENED_FILE_H_
#define DEPUTY_SIMULATOR_MEND_HARDENED_FILE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/harden/hardener.h"
#include "simulator/intake/policy_source.h"
#include "simulator/mend/file_edit.h"

namespace deputy {

// A request that has to be allowed in the end.
struct KeptRequest {
  std::string told;      // "keep.jsonl:3"
  std::string resource;  // whose policy has to allow it
  std::function<bool(const Policy&)> allowed_by;
};

// What is borrowed must outlive the call.
struct HardenSettings {
  TrustedParties trusted;
  std::string role;  // the ARN of the role or resource, where the file does not say it
  absl::Span<const ServiceFact> role_services;      // what services send when they assume a role
  absl::Span<const ServiceFact> resource_services;  // … and when they reach another resource
  std::vector<const Policy*> rcps;                  // around all of them
  std::vector<KeptRequest> keep;
  IntakeOptions intake;
};

struct HardenedPolicy {
  std::string subject;
  std::vector<std::string> mended;  // words put right, before which there was no policy
  // The policy was refused and no word would mend it: kImpossible, and these say why.
  std::optional<Diagnostics> refused;
  // Nobody can edit it: the role is linked to a service. Nothing was asked.
  bool left_out = false;
  std::optional<Policy> before;  // with the words put right
  HardenResult result;
};

struct HardenedFile {
  std::string text;         // with all changes made; as it was where nothing changed
  Diagnostics diagnostics;  // about the file as a whole
  std::vector<HardenedPolicy> policies;
};

HardenedFile HardenFile(const NamedText& file, const HardenSettings& settings);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_MEND_HARDENED_FILE_H_
