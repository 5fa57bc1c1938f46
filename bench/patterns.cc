// How bad can a pattern get? `*a*a*a*b` against `aaaa…`, where matchers that go back take a time
// that is exponential in the stars. The owner's ARN ends in `b`, the attacker's does not.
#include <benchmark/benchmark.h>

#include "absl/strings/str_cat.h"
#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

void WorstPattern(benchmark::State& state) {
  workload::PolicyShape shape;
  shape.accounts = 0;
  shape.arn_end.clear();
  for (int64_t star = 0; star < state.range(0); ++star) shape.arn_end += "*a";
  shape.arn_end += "*b";
  // The account is the same in both: only the pattern tells them apart.
  const std::string text(static_cast<size_t>(state.range(1)), 'a');
  std::vector<Request> requests;
  for (const char* last : {"b", "a"}) {
    requests.push_back(
        workload::MakeRequest(true, "us-east-1", absl::StrCat(text, last), workload::RoleArn(0)));
  }
  const workload::Prepared work(workload::TrustPolicy(shape), std::move(requests));
  MeasureHalfAllowed(state, work.bound.size(), [&](size_t i) { return work.Decide(i); });
}
BENCHMARK(WorstPattern)
    ->Name("patterns/worst")
    ->ArgNames({"stars", "bytes"})
    ->Args({3, 30})
    ->Args({3, 300})
    ->Args({3, 1000})
    ->Args({30, 1000});

}  // namespace
}  // namespace deputy
