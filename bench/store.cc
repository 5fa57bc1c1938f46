// Do many roles cost more than one? Roles asked for in random order, looked up by ARN and decided;
// beside a floor: absl::flat_hash_map and the decision by hand. Every second role is another's,
// with one statement or a hundred, and must not be felt.
#include <benchmark/benchmark.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "bench/support/floor.h"
#include "bench/support/meter.h"
#include "engine/decide/authorizer.h"

namespace deputy {
namespace {

// More than the caches keep apart.
constexpr size_t kAsked = 65536;

std::vector<std::string> AskedArns(int64_t roles) {
  std::mt19937_64 random(7);
  std::vector<std::string> arns;
  arns.reserve(kAsked);
  for (size_t i = 0; i < kAsked; ++i) {
    const uint64_t even = random() % static_cast<uint64_t>((roles + 1) / 2) * 2;
    arns.push_back(workload::RoleArn(static_cast<int64_t>(even)));
  }
  return arns;
}

// Made once: repetitions would spend their time on it. Never freed, for the same reason.
template <typename Key, typename Value, typename Make>
const Value& Kept(const Key& key, const Make& make) {
  static auto& kept = *new std::map<Key, std::unique_ptr<Value>>;
  std::unique_ptr<Value>& value = kept[key];
  if (value == nullptr) value = std::make_unique<Value>(make());
  return *value;
}

void StoreFloor(benchmark::State& state) {
  const int64_t roles = state.range(0);
  using Map = absl::flat_hash_map<std::string, int64_t>;
  const Map& map = Kept<int64_t, Map>(roles, [&] {
    Map made;
    for (int64_t i = 0; i < roles; ++i) made.emplace(workload::RoleArn(i), i);
    return made;
  });
  const std::vector<std::string> arns = AskedArns(roles);
  const std::vector<Request> requests = workload::Requests(64);
  const std::vector<workload::FloorRequest> bound(requests.begin(), requests.end());
  MeasureHalfAllowed(state, kAsked, [&](size_t i) {
    const workload::FloorRequest& request = bound[i % bound.size()];
    benchmark::DoNotOptimize(request);
    const auto found = map.find(arns[i]);
    return found != map.end() && found->second % 2 == 0 && workload::DecideByHand(request);
  });
}
BENCHMARK(StoreFloor)->Name("store/floor")->ArgName("roles")->Arg(1)->Arg(10000)->Arg(1000000);

void StoreDecide(benchmark::State& state) {
  const std::pair<int64_t, int64_t> shape{state.range(0), state.range(1)};
  const RoleStore& store = Kept<std::pair<int64_t, int64_t>, RoleStore>(
      shape, [&] { return workload::MakeStore(shape.first, shape.second); });
  const std::vector<std::string> arns = AskedArns(shape.first);
  const std::vector<Request> requests = workload::Requests(64);
  std::vector<std::unique_ptr<BoundRequest>> bound;
  bound.reserve(requests.size());
  for (const Request& request : requests)
    bound.push_back(std::make_unique<BoundRequest>(request, store.vocabulary()));
  ApplicablePolicies policies;
  MeasureHalfAllowed(state, kAsked, [&](size_t i) {
    const StoredRole role = store.Find(arns[i]);
    if (!role.known) return false;
    policies.resource = role.program;
    return Authorize(policies, *bound[i % bound.size()]).kind == DecisionKind::kAllowed;
  });
}
BENCHMARK(StoreDecide)
    ->Name("store/decide")
    ->ArgNames({"roles", "statements_of_others"})
    ->Args({1, 1})
    ->Args({10000, 1})
    ->Args({10000, 100})
    ->Args({1000000, 1});

}  // namespace
}  // namespace deputy
