// Does a long ARN cost more than a short one? Requests whose aws:SourceArn ends in a resource of
// many bytes, against the plain pattern; bound beforehand, and bound and decided.
#include <benchmark/benchmark.h>

#include "absl/strings/str_cat.h"
#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

workload::Prepared WorkOf(int64_t bytes) {
  const std::string end = absl::StrCat("rep:", std::string(static_cast<size_t>(bytes), 'A'));
  std::vector<Request> requests;
  for (const bool mine : {true, false})
    requests.push_back(workload::MakeRequest(mine, "us-east-1", end, workload::RoleArn(0)));
  return workload::Prepared(workload::TrustPolicy({}), std::move(requests));
}

void ArnLengthDecide(benchmark::State& state) {
  const workload::Prepared work = WorkOf(state.range(0));
  MeasureHalfAllowed(state, work.bound.size(), [&](size_t i) { return work.Decide(i); });
}
BENCHMARK(ArnLengthDecide)
    ->Name("arn_length/decide")
    ->ArgName("bytes")
    ->RangeMultiplier(10)
    ->Range(10, 1000);

void ArnLengthBind(benchmark::State& state) {
  const workload::Prepared work = WorkOf(state.range(0));
  MeasureHalfAllowed(state, work.requests.size(), [&](size_t i) {
    const BoundRequest bound(work.requests[i], work.keys);
    return Authorize(work.policies, bound).kind == DecisionKind::kAllowed;
  });
}
BENCHMARK(ArnLengthBind)
    ->Name("arn_length/bind_and_decide")
    ->ArgName("bytes")
    ->RangeMultiplier(10)
    ->Range(10, 1000);

}  // namespace
}  // namespace deputy
