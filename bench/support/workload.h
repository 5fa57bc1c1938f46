// The work that benchmarks measure and tests repeat: trust policies of service roles, and requests
// of which every other one is a confused-deputy attack from a foreign account. Everything follows
// from its arguments and a seed, on every platform; what the parser refuses is a bug here and ends
// the program.
#ifndef DEPUTY_BENCH_SUPPORT_WORKLOAD_H_
#define DEPUTY_BENCH_SUPPORT_WORKLOAD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/decide/request.h"
#include "engine/policy/policy.h"
#include "simulator/batch/role_store.h"

namespace deputy::workload {

inline constexpr absl::string_view kMine = "111122223333";
inline constexpr absl::string_view kForeign = "999988887777";

// A trust policy for dms.amazonaws.com. What is many is many of others, with kMine at a place drawn
// from the seed; the foreign account is in none of them.
struct PolicyShape {
  int64_t accounts = 1;    // values of StringEquals aws:SourceAccount; 0 leaves the clause out
  int64_t arns = 1;        // patterns of ArnLike aws:SourceArn; 0 leaves the clause out
  int64_t statements = 1;  // all but one are for other services
  std::string arn_end = "rep:*";  // the last component of each pattern
  std::string more_clauses;       // further members of Condition, each behind a comma
};

std::string TrustPolicyText(const PolicyShape& shape, absl::string_view mine = kMine);
Policy ParseTrustPolicy(absl::string_view text);
inline Policy TrustPolicy(const PolicyShape& shape) {
  return ParseTrustPolicy(TrustPolicyText(shape));
}

std::string RoleArn(int64_t role);

// The request that the role's owner makes the service send, or the attacker. `arn_end` is the last
// component of aws:SourceArn.
Request MakeRequest(bool mine, absl::string_view region, absl::string_view arn_end,
                    absl::string_view role_arn);

// `count` of them for one role; the even ones are the owner's and the odd ones attacks.
std::vector<Request> Requests(size_t count, uint64_t seed = 1);

// `count` roles under RoleArn(0) and so on. Even ones have the plain policy, those between a policy
// of `statements` statements for another account, out of a thousand different ones.
RoleStore MakeStore(int64_t count, int64_t statements = 1);

// Lines for `deputy eval` that ask for the even roles of such a store; half of them are attacks.
std::string RequestLines(int64_t count, int64_t roles, uint64_t seed = 1);

// The same requests as many programs write them: members and keys in other orders, keys that are
// not always there, with and without blanks; 128 layouts, drawn for each line.
std::string MixedRequestLines(int64_t count, int64_t roles, uint64_t seed = 1);

// Roles of many services and accounts as `aws iam get-account-authorization-details` prints them,
// without white space; their trust policies take turns through `different` ones.
std::string AuthorizationDetails(int64_t roles, int64_t different);

}  // namespace deputy::workload

#endif  // DEPUTY_BENCH_SUPPORT_WORKLOAD_H_
