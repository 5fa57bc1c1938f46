// The floor: the decision of the plain policy of workload.h written by hand for this one policy,
// and its request bound by hand. What an engine adds to it is what generality costs.
#ifndef DEPUTY_BENCH_SUPPORT_FLOOR_H_
#define DEPUTY_BENCH_SUPPORT_FLOOR_H_

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "bench/support/workload.h"
#include "engine/decide/request.h"
#include "engine/iam/arn.h"

namespace deputy::workload {

struct FloorRequest {
  explicit FloorRequest(const Request& request)
      : service(request.principal.text),
        action(request.action),
        account(*request.Find("aws:SourceAccount")),
        arn(*ParseArn(*request.Find("aws:SourceArn"))) {}

  absl::string_view service, action, account;
  Arn arn;
};

inline bool DecideByHand(const FloorRequest& request) {
  return request.service == "dms.amazonaws.com" && request.action == "sts:AssumeRole" &&
         request.account == kMine && request.arn.service() == "dms" &&
         request.arn.account() == kMine && absl::StartsWith(request.arn.resource(), "rep:");
}

}  // namespace deputy::workload

#endif  // DEPUTY_BENCH_SUPPORT_FLOOR_H_
