// What does a context key cost: one that only the request has, and one that the policy asks for as
// well? Bound and decided, for a key that nobody asks for is met when binding.
#include <benchmark/benchmark.h>

#include "absl/strings/str_cat.h"
#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

// Requests with `keys` more tags; a policy that asks for all of them, or for none.
void BindAndDecide(benchmark::State& state, bool asked_for) {
  workload::PolicyShape shape;
  std::vector<Request> requests = workload::Requests(64);
  for (int64_t i = 0; i < state.range(0); ++i) {
    const std::string key = absl::StrCat("aws:RequestTag/team", i);
    for (Request& request : requests) request.Set(key, "blue");
    if (asked_for) {
      absl::StrAppend(&shape.more_clauses, i == 0 ? ",\"StringLike\":{" : ",", "\"", key,
                      "\":\"b?ue\"");
    }
  }
  if (!shape.more_clauses.empty()) shape.more_clauses += "}";
  const workload::Prepared work(workload::TrustPolicy(shape), std::move(requests));
  MeasureHalfAllowed(state, work.requests.size(), [&](size_t i) {
    const BoundRequest bound(work.requests[i], work.keys);
    return Authorize(work.policies, bound).kind == DecisionKind::kAllowed;
  });
}

void KeysOfTheRequest(benchmark::State& state) { BindAndDecide(state, false); }
BENCHMARK(KeysOfTheRequest)->Name("keys/of_request")->ArgName("keys")->Arg(0)->Arg(10)->Arg(50);

void KeysOfThePolicy(benchmark::State& state) { BindAndDecide(state, true); }
BENCHMARK(KeysOfThePolicy)->Name("keys/of_both")->ArgName("keys")->Arg(0)->Arg(10)->Arg(50);

}  // namespace
}  // namespace deputy
