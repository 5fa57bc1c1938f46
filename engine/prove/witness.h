// Assignments as requests, made as a person would write them.
#ifndef DEPUTY_ENGINE_PROVE_WITNESS_H_
#define DEPUTY_ENGINE_PROVE_WITNESS_H_

#include <functional>
#include <optional>
#include <string>

#include "engine/decide/request.h"
#include "engine/prove/scene.h"
#include "engine/prove/search.h"

namespace deputy {

// The request, its context filled in as STS does; nothing when it would be invalid, which is a bug.
std::optional<Request> RequestOf(const Scene& scene, const Case& the_case,
                                 const Assignment& assignment);

using Wanted = std::function<bool(const Request&)>;

// Takes out what is not needed and puts in what reads well, as long as the values stay possible in
// the case and the request is wanted.
void Polish(const Scene& scene, const Case& the_case, const Wanted& wanted, Assignment& assignment);

// Who gets in, from the case and its polished witness: "any account" only where other accounts do.
std::string WhoGetsIn(const Scene& scene, const Case& the_case, const Wanted& wanted,
                      const Assignment& assignment);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_WITNESS_H_
