// A trust policy compiled and requests bound to it: what a benchmark of deciding decides.
#ifndef DEPUTY_BENCH_SUPPORT_PREPARED_H_
#define DEPUTY_BENCH_SUPPORT_PREPARED_H_

#include <memory>
#include <utility>
#include <vector>

#include "bench/support/workload.h"
#include "engine/decide/authorizer.h"
#include "engine/decide/compiler.h"

namespace deputy::workload {

// Even requests are to be allowed and odd ones not.
class Prepared {
 public:
  explicit Prepared(const Policy& policy, std::vector<Request> asked = Requests(64))
      : requests(std::move(asked)), program(Compile(policy, keys)) {
    policies.resource = &program;
    bound.reserve(requests.size());
    for (const Request& request : requests)
      bound.push_back(std::make_unique<BoundRequest>(request, keys));
  }

  bool Decide(size_t i, Trace* trace = nullptr) const {
    return Authorize(policies, *bound[i], trace).kind == DecisionKind::kAllowed;
  }

  Vocabulary keys;
  std::vector<Request> requests;
  Program program;
  ApplicablePolicies policies;
  std::vector<std::unique_ptr<BoundRequest>> bound;
};

}  // namespace deputy::workload

#endif  // DEPUTY_BENCH_SUPPORT_PREPARED_H_
