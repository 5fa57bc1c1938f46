// Random policies and requests for differential tests, the same on every platform for a seed.
//
// Words are few, so that names, keys and values meet often; policies are aimed at the first request
// of their case and later requests are near misses of it. All policies are ones IAM would store
// and all requests are valid; RandomInvalidPolicy() has the others.
//
//   const RandomCase random_case = MakeRandomCase(seed);
//   for (std::size_t i = 0; i < random_case.requests.size(); ++i) Check(RequestLine(random_case,
//   i));
#ifndef DEPUTY_TESTS_SUPPORT_RANDOM_CASE_H_
#define DEPUTY_TESTS_SUPPORT_RANDOM_CASE_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/reference_evaluator.h"

namespace deputy::reference {

struct RandomCase {
  std::uint64_t seed = 0;
  nlohmann::json policies;               // An object of the policy members of a request line.
  std::vector<nlohmann::json> requests;  // The other members, without `id`.
};

RandomCase MakeRandomCase(std::uint64_t seed, std::size_t request_count = 16);

// The whole line, with the id `SEED/INDEX`.
nlohmann::json RequestLine(const RandomCase& random_case, std::size_t index);

// A document with exactly one defect of part 1, and which: the rule it breaks, then a few words.
struct InvalidPolicy {
  PolicyType type = PolicyType::kTrustPolicy;
  nlohmann::json document;
  std::string defect;
};

InvalidPolicy RandomInvalidPolicy(std::uint64_t seed);

// All that InvalidPolicy::defect can be.
std::vector<std::string> InvalidPolicyDefects();

}  // namespace deputy::reference

#endif  // DEPUTY_TESTS_SUPPORT_RANDOM_CASE_H_
