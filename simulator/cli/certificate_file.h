// What was proved, in a file that stands alone: the policies, who is trusted, and a certificate of
// each property (engine/prove/certificate.h). Checking it searches nothing.
//
//   {"schema": "deputy-certificates", "version": 1,
//    "trust": […], "trustOrg": […], "trustClaim": […], "thirdParty": […], "service": […],
//    "resourceControlPolicies": [{…}],
//    "policies": [{"subjects": ["…"], "resource": "arn:…", "type": "trust", "policy": {…},
//                  "certificates": {"no-foreign-source": "…", "no-foreign-principal": "…"}}]}
//
// The lists are values of the flags of `deputy prove`.
#ifndef DEPUTY_SIMULATOR_CLI_CERTIFICATE_FILE_H_
#define DEPUTY_SIMULATOR_CLI_CERTIFICATE_FILE_H_

#include <memory>
#include <string>
#include <vector>

#include "simulator/cli/policy_files.h"
#include "simulator/cli/policy_prover.h"

namespace deputy {

// Of every no-foreign property that was proved. `flags` are those that the report was made with;
// its first account is the owner of policies that do not say theirs.
ExitCode WriteCertificates(const std::string& path, const TrustFlags& flags,
                           const PolicyProver& prover);

// Checks each certificate and says so on `out`. Under `flags` where they say who is trusted, else
// under what the file says. With files, each of their policies must have both properties
// certified. kNotAsExpected when something is wrong or missing.
ExitCode CheckCertificates(const std::string& path, const TrustFlags& flags,
                           const std::vector<std::unique_ptr<LoadedFile>>& files,
                           const Style& errors, std::string& out);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_CERTIFICATE_FILE_H_
