// How fast do roles load (read, checked, compiled), and what is kept of them? Kept bytes are what
// malloc holds more with the store than without, per role and without the letters of its ARN.
// `different` says how many different trust policies the roles have among them. Half of the roles
// are then asked by their own service for the right account, and the rest for another.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "bench/support/allocation_counter.h"
#include "bench/support/workload.h"
#include "engine/decide/authorizer.h"
#include "simulator/batch/role_store.h"
#include "simulator/intake/role_reader.h"

namespace deputy {
namespace {

std::unique_ptr<RoleStore> Load(const std::string& text) {
  Diagnostics diagnostics;
  auto store = std::make_unique<RoleStore>();
  const auto keep = [&](const Policy& policy) { return store->Keep(policy); };
  for (const KeptRole& role : ReadRoles(text, diagnostics, keep)) {
    if (!role.policy || !store->Add(role.arn, *role.policy)) std::abort();
  }
  if (diagnostics.has_errors()) std::abort();
  return store;
}

// Asks as the service and for the ARN that the role's own policy names; an attacker's account is
// put in for every other role.
int64_t CountAllowed(const RoleStore& store, const std::string& text, int64_t& arn_bytes) {
  Diagnostics diagnostics;
  int64_t allowed = 0;
  bool mine = false;
  for (const RoleDocument& role : ReadRoles(text, diagnostics)) {
    arn_bytes += static_cast<int64_t>(role.arn.size());
    mine = !mine;
    const Statement& statement = role.trust_policy->statements[0];
    std::vector<std::string> arn = absl::StrSplit(statement.conditions[1].values[0].text, ':');
    if (!mine) arn[4] = std::string(workload::kForeign);
    Request request;
    request.principal = statement.principal->entries[0].principal;
    request.action = "sts:AssumeRole";
    request.resource = role.arn;
    request.Set("aws:SourceAccount", arn[4]);
    arn[3] = "us-east-1";
    request.Set("aws:SourceArn", absl::StrJoin(arn, ":"));
    if (FillInContext(request)) std::abort();
    const BoundRequest bound(request, store.vocabulary());
    ApplicablePolicies policies;
    policies.resource = store.Find(role.arn).program;
    allowed += Authorize(policies, bound).kind == DecisionKind::kAllowed ? 1 : 0;
  }
  return allowed;
}

void LoadRoles(benchmark::State& state) {
  const int64_t roles = state.range(0);
  const std::string text = workload::AuthorizationDetails(roles, state.range(1));
  const int64_t held_before = BytesHeld();
  std::unique_ptr<RoleStore> store;
  for (auto _ : state) {
    state.PauseTiming();
    store.reset();
    state.ResumeTiming();
    store = Load(text);
    if (store->size() != static_cast<size_t>(roles)) state.SkipWithError("roles are missing");
  }
  const auto held = static_cast<double>(BytesHeld() - held_before);
  int64_t arn_bytes = 0;
  if (2 * CountAllowed(*store, text, arn_bytes) != roles)
    state.SkipWithError("not half of the requests were allowed");
  state.counters["kept"] = (held - static_cast<double>(arn_bytes)) / static_cast<double>(roles);
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * roles);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(text.size()));
}
BENCHMARK(LoadRoles)
    ->Name("load/roles")
    ->ArgNames({"roles", "different"})
    ->Args({1000, 1000})
    ->Args({100000, 100000})
    ->Args({100000, 20})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace deputy
