// One CloudTrail record as text, its members in CloudTrail's order and with its omissions.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
#ifndef DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_RECORD_H_
#define DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_RECORD_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/support/trail/trail_random.h"
#include "tests/support/trail/trail_roles.h"

namespace deputy::trail {

// Where and when a record was written.
struct Place {
  int64_t account = 0;  // whose trail it is
  absl::string_view region;
  std::string time;  // as CloudTrail writes it
};

// A member that is empty is left out, or null for the request and the response.
struct Record {
  std::string identity;  // JSON, like the next two
  std::string request;
  std::string response;
  absl::string_view source;
  absl::string_view name;
  std::string address = "192.0.2.20";
  absl::string_view agent;
  std::string error_code;
  std::string error_message;
  std::string more;           // members after the response, each with a comma behind it
  std::string resource_type;  // with the account it is in
  std::string resource_arn;
  int64_t resource_account = 0;
  std::string shared_event_id;
  absl::string_view event_type = "AwsApiCall";
  bool read_only = true;
  bool has_tls = true;
};

void AppendRecord(const Record& record, const Place& place, TrailRandom& random, std::string& out);

// Values of userIdentity.
std::string UserIdentity(int64_t account, absl::string_view name,
                         absl::string_view invoked_by = "");
std::string SessionIdentity(const TrailRoles::Role& role, absl::string_view session_name,
                            const Place& place, TrailRandom& random,
                            absl::string_view source_identity = "");
std::string ServiceIdentity(absl::string_view service);

std::string UserArn(int64_t account, absl::string_view name);
std::string SessionArn(const TrailRoles::Role& role, absl::string_view session_name);

}  // namespace deputy::trail

#endif  // DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_RECORD_H_
