// deputy's side of `./dev bench-peers`: peer_deputy ROLES.json REQUESTS.jsonl loads the roles into
// a store, reads the requests, and says in one JSON object what a decision takes: role looked up
// and decided for a request bound beforehand, and with the binding. The fastest of several rounds.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_format.h"
#include "engine/decide/authorizer.h"
#include "engine/text/json_reader.h"
#include "simulator/batch/request_reader.h"
#include "simulator/batch/role_store.h"
#include "simulator/intake/role_reader.h"

namespace deputy {
namespace {

std::string ReadFile(const char* path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) std::abort();
  return {std::istreambuf_iterator<char>(in), {}};
}

RoleStore Load(const std::string& text) {
  Diagnostics diagnostics;
  RoleStore store;
  const auto keep = [&](const Policy& policy) { return store.Keep(policy); };
  for (const KeptRole& role : ReadRoles(text, diagnostics, keep)) {
    if (!role.policy || !store.Add(role.arn, *role.policy)) std::abort();
  }
  if (diagnostics.has_errors()) std::abort();
  return store;
}

std::vector<Request> ReadRequests(const std::string& text) {
  std::vector<Request> requests;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    Diagnostics diagnostics;
    const auto line = ReadJson(text.substr(begin, end - begin), {}, diagnostics);
    if (!line) std::abort();
    requests.push_back(std::get<EvaluationRequest>(ReadEvaluationRequest(*line)).request);
    begin = end + 1;
  }
  return requests;
}

// Nanoseconds of one decision; `decide_all` decides `decisions` and says how many were allowed,
// which must be half of them.
template <typename DecideAll>
double Measure(size_t decisions, const DecideAll& decide_all) {
  using Clock = std::chrono::steady_clock;
  double fastest = 1e18;
  for (int round = 0; round < 10; ++round) {
    int64_t passes = 0;
    const Clock::time_point start = Clock::now();
    std::chrono::duration<double, std::nano> took{};
    do {
      for (int i = 0; i < 1000; ++i, ++passes) {
        if (2 * decide_all() != decisions) std::abort();
      }
      took = Clock::now() - start;
    } while (took.count() < 5e7);
    const double decided = static_cast<double>(passes) * static_cast<double>(decisions);
    fastest = std::min(fastest, took.count() / decided);
  }
  return fastest;
}

int Main(const char* roles, const char* requests_file) {
  const RoleStore store = Load(ReadFile(roles));
  const std::vector<Request> requests = ReadRequests(ReadFile(requests_file));
  std::vector<std::unique_ptr<BoundRequest>> bound;
  bound.reserve(requests.size());
  for (const Request& request : requests)
    bound.push_back(std::make_unique<BoundRequest>(request, store.vocabulary()));
  ApplicablePolicies policies;
  const auto decide = [&](const Request& request, const BoundRequest& asked) {
    const StoredRole role = store.Find(request.resource);
    if (!role.known) std::abort();
    policies.resource = role.program;
    return Authorize(policies, asked).kind == DecisionKind::kAllowed ? size_t{1} : size_t{0};
  };
  const double decided = Measure(requests.size(), [&] {
    size_t allowed = 0;
    for (size_t i = 0; i < requests.size(); ++i) allowed += decide(requests[i], *bound[i]);
    return allowed;
  });
  const double bound_and_decided = Measure(requests.size(), [&] {
    size_t allowed = 0;
    for (const Request& request : requests)
      allowed += decide(request, BoundRequest(request, store.vocabulary()));
    return allowed;
  });
  absl::PrintF("{\"decided\":%.3f,\"boundAndDecided\":%.3f}\n", decided, bound_and_decided);
  return 0;
}

}  // namespace
}  // namespace deputy

int main(int argc, char** argv) {
  if (argc == 3) return deputy::Main(argv[1], argv[2]);
  std::fputs("usage: peer_deputy ROLES.json REQUESTS.jsonl\n", stderr);
  return 2;
}
