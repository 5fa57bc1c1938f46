// Checks a certificate (certificate.h) against the policy, with nothing of the search in it: what
// it takes from the room is the model, which says which cases there are and what is asked of each
// variable. Every case has to be there; in each the start has to be listed, every step of every
// letter has to lead to a listed state or to one from which nothing better can come, and no
// combination of what the variables can do may be allowed.
#ifndef DEPUTY_ENGINE_PROVE_CERTIFICATE_CHECKER_H_
#define DEPUTY_ENGINE_PROVE_CERTIFICATE_CHECKER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "engine/prove/prover.h"

namespace deputy {

// Empty when the certificate proves the property of the question; else what is wrong with it.
std::string CheckCertificate(const RoleQuestion& question, Property property,
                             absl::string_view certificate);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_CERTIFICATE_CHECKER_H_
