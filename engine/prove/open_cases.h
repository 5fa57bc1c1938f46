// Who may have made a request of which not everything is known, and the cases of the prover that
// all of its requests fall into.
#ifndef DEPUTY_ENGINE_PROVE_OPEN_CASES_H_
#define DEPUTY_ENGINE_PROVE_OPEN_CASES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/decide/request.h"
#include "engine/prove/model.h"
#include "engine/prove/open_request.h"
#include "engine/prove/scene.h"

namespace deputy {

// The keys of a service's source, folded.
inline constexpr char kSourceArn[] = "aws:sourcearn";
inline constexpr char kSourceAccount[] = "aws:sourceaccount";

// A caller that is possible, with the cases that make up its requests.
struct OpenCandidate {
  std::string named;  // its ARN where a statement names it and the record does not
  Request request;    // what is known of it, with an example of what is not
  std::vector<std::string> open;
  std::vector<Case> cases;  // none: those of a caller that is known
};

std::vector<OpenCandidate> OpenCandidates(const OpenRequest& request, const Scene& scene);

// Made when they are needed: of a caller that is known they are most of the work.
std::vector<Case> OpenCases(const OpenRequest& request, const Scene& scene,
                            const OpenCandidate& candidate);

bool IsOpen(const std::vector<std::string>& open, absl::string_view folded);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_OPEN_CASES_H_
