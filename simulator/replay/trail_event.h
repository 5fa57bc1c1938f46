// One AssumeRole event of CloudTrail, as far as a decision can hang on it. The only file that knows
// the names of CloudTrail's fields.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
#ifndef DEPUTY_SIMULATOR_REPLAY_TRAIL_EVENT_H_
#define DEPUTY_SIMULATOR_REPLAY_TRAIL_EVENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputy {

// Views into the record and its reader, good until the next one is read. What the record does not
// have is empty.
struct TrailEvent {
  absl::string_view source;  // sts.amazonaws.com
  absl::string_view name;    // AssumeRole, AssumeRoleWithWebIdentity, AssumeRoleWithSAML
  absl::string_view id;
  absl::string_view shared_id;
  absl::string_view time;  // ISO 8601; it is one
  absl::string_view region;
  absl::string_view source_ip;
  absl::string_view user_agent;
  absl::string_view vpc_endpoint;
  absl::string_view recipient;  // the account whose trail it is
  absl::string_view error_code;
  absl::string_view error_message;
  absl::string_view resource_role;  // the ARN under `resources`

  struct Identity {
    absl::string_view type;
    absl::string_view arn;
    absl::string_view account;
    absl::string_view principal_id;
    absl::string_view user_name;
    absl::string_view invoked_by;
    absl::string_view provider;
    absl::string_view issuer_arn;  // of a session: its role
    absl::string_view mfa;         // "true" or "false"
    absl::string_view created;     // of the session
    absl::string_view source_identity;
    absl::string_view federated_provider;  // of a session that began with a token
    bool has_session = false;
  } identity;

  // What the caller passed; all of it is missing from a call that was denied.
  struct Parameters {
    bool known = false;
    absl::string_view role;
    absl::string_view session_name;
    absl::string_view external_id;
    absl::string_view source_identity;
    absl::string_view serial_number;
    absl::string_view saml_provider;
    absl::string_view web_provider;
    std::vector<std::pair<std::string, std::string>> tags;
    std::vector<std::string> transitive_keys;
    bool inherits_tags = false;     // from the caller's own session
    bool provides_context = false;  // of a user of IAM Identity Center
  } parameters;

  struct Response {
    absl::string_view subject;  // of a token
    absl::string_view subject_type;
    absl::string_view audience;
    absl::string_view issuer;
    absl::string_view name_qualifier;
    absl::string_view provider;
    absl::string_view source_identity;
    std::vector<std::pair<std::string, std::string>> tags;
  } response;

  // What the call sets for the session. The caller passes it, or a token carries it, and then the
  // response may be all that tells.
  absl::string_view source_identity() const {
    return parameters.source_identity.empty() ? response.source_identity
                                              : parameters.source_identity;
  }
  const std::vector<std::pair<std::string, std::string>>& tags() const {
    return parameters.tags.empty() ? response.tags : parameters.tags;
  }
};

// One a thread: keeps its memory from record to record.
class TrailEventReader {
 public:
  TrailEventReader();
  ~TrailEventReader();
  TrailEventReader(TrailEventReader&&) noexcept;

  enum class Kind : uint8_t {
    kAssumeRole,
    kOther,      // an event of another name: most are told by their bytes, without reading them
    kMalformed,  // no JSON, or not what CloudTrail writes; `problem` says what
  };
  // kLinePadding bytes behind the record must be readable; what they hold does not matter.
  Kind Read(absl::string_view record, TrailEvent& event, std::string& problem);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_TRAIL_EVENT_H_
