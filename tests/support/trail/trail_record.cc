#include "tests/support/trail/trail_record.h"

#include "absl/strings/str_cat.h"

namespace deputy::trail {
namespace {

void AppendText(absl::string_view name, absl::string_view value, std::string& out) {
  if (!value.empty()) absl::StrAppend(&out, "\"", name, "\":\"", value, "\",");
}

absl::string_view OrNull(absl::string_view json) { return json.empty() ? "null" : json; }

// The same for a name in every record, as it is in life.
std::string UserId(int64_t account, absl::string_view name) {
  uint64_t stream = 0;
  for (const char letter : name) stream = stream * 31 + static_cast<unsigned char>(letter);
  return TrailRandom(static_cast<uint64_t>(account), stream).KeyLetters(17);
}

}  // namespace

void AppendRecord(const Record& record, const Place& place, TrailRandom& random, std::string& out) {
  absl::StrAppend(&out, R"({"eventVersion":"1.08","userIdentity":)", record.identity, ",");
  AppendText("eventTime", place.time, out);
  AppendText("eventSource", record.source, out);
  AppendText("eventName", record.name, out);
  AppendText("awsRegion", place.region, out);
  AppendText("sourceIPAddress", record.address, out);
  AppendText("userAgent", record.agent, out);
  AppendText("errorCode", record.error_code, out);
  AppendText("errorMessage", record.error_message, out);
  absl::StrAppend(&out, R"("requestParameters":)", OrNull(record.request),
                  R"(,"responseElements":)", OrNull(record.response), ",", record.more);
  AppendText("requestID", random.Uuid(), out);
  AppendText("eventID", random.Uuid(), out);
  absl::StrAppend(&out, R"("readOnly":)", record.read_only ? "true," : "false,");
  if (!record.resource_arn.empty()) {
    absl::StrAppend(&out, R"("resources":[{"accountId":")",
                    TrailRoles::AccountId(record.resource_account), R"(","type":")",
                    record.resource_type, R"(","ARN":")", record.resource_arn, "\"}],");
  }
  AppendText("eventType", record.event_type, out);
  absl::StrAppend(&out, R"("managementEvent":true,"recipientAccountId":")",
                  TrailRoles::AccountId(place.account), "\",");
  AppendText("sharedEventID", record.shared_event_id, out);
  out += R"("eventCategory":"Management")";
  if (record.has_tls) {
    absl::string_view service = record.source;
    service.remove_suffix(std::string(".amazonaws.com").size());
    absl::StrAppend(&out,
                    R"(,"tlsDetails":{"tlsVersion":"TLSv1.2","cipherSuite":)"
                    R"("ECDHE-RSA-AES128-GCM-SHA256","clientProvidedHostHeader":")",
                    service, ".", place.region, ".amazonaws.com\"}");
  }
  out += "}";
}

std::string UserArn(int64_t account, absl::string_view name) {
  return absl::StrCat("arn:aws:iam::", TrailRoles::AccountId(account), ":user/", name);
}

std::string SessionArn(const TrailRoles::Role& role, absl::string_view session_name) {
  return absl::StrCat("arn:aws:sts::", TrailRoles::AccountId(role.account), ":assumed-role/",
                      TrailRoles::Name(role), "/", session_name);
}

std::string UserIdentity(int64_t account, absl::string_view name, absl::string_view invoked_by) {
  const std::string id = UserId(account, name);
  return absl::StrCat(R"({"type":"IAMUser","principalId":"AIDA)", id, R"(","arn":")",
                      UserArn(account, name), R"(","accountId":")", TrailRoles::AccountId(account),
                      R"(","accessKeyId":"AKIA)", id.substr(1), R"(","userName":")", name, "\"",
                      invoked_by.empty() ? "" : R"(,"invokedBy":")", invoked_by,
                      invoked_by.empty() ? "}" : "\"}");
}

std::string SessionIdentity(const TrailRoles::Role& role, absl::string_view session_name,
                            const Place& place, TrailRandom& random,
                            absl::string_view source_identity) {
  const std::string account = TrailRoles::AccountId(role.account);
  const std::string id = TrailRoles::Id(role);
  std::string text = absl::StrCat(
      R"({"type":"AssumedRole","principalId":")", id, ":", session_name, R"(","arn":")",
      SessionArn(role, session_name), R"(","accountId":")", account, R"(","accessKeyId":"ASIA)",
      random.KeyLetters(16),
      R"(","sessionContext":{"sessionIssuer":{"type":"Role","principalId":")", id, R"(","arn":")",
      TrailRoles::Arn(role), R"(","accountId":")", account, R"(","userName":")",
      TrailRoles::Name(role), R"("},"webIdFederationData":{},"attributes":{"creationDate":")",
      place.time, R"(","mfaAuthenticated":"false"})");
  if (!source_identity.empty())
    absl::StrAppend(&text, R"(,"sourceIdentity":")", source_identity, "\"");
  return text + "}}";
}

std::string ServiceIdentity(absl::string_view service) {
  return absl::StrCat(R"({"type":"AWSService","invokedBy":")", service, "\"}");
}

}  // namespace deputy::trail
