// Events as CloudTrail writes them, of every kind of caller.
#ifndef DEPUTY_TESTS_REPLAY_TRAIL_SAMPLES_H_
#define DEPUTY_TESTS_REPLAY_TRAIL_SAMPLES_H_

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace deputy::trail {

using Json = nlohmann::json;

inline constexpr char kMine[] = "111122223333";
inline constexpr char kVendor[] = "444455556666";

inline std::string Role(const std::string& name) {
  return "arn:aws:iam::111122223333:role/" + name;
}

// As many digits.
inline std::string Digits(int number, size_t count) {
  const std::string digits = std::to_string(number);
  return std::string(count - std::min(count, digits.size()), '0') + digits;
}

inline std::string Uuid(const std::string& begin, int number) {
  return begin + "-0000-4000-8000-" + Digits(number, 12);
}

// `number` makes its ids and its time.
inline Json Event(int number, const Json& identity, const std::string& role,
                  const Json& parameters = Json::object()) {
  const std::string time =
      "2023-07-10T11:" + Digits(number / 60 % 60, 2) + ":" + Digits(number % 60, 2) + "Z";
  Json asked = {{"roleArn", Role(role)}, {"roleSessionName", "session"}, {"durationSeconds", 3600}};
  asked.update(parameters);
  return {{"eventVersion", "1.08"},
          {"userIdentity", identity},
          {"eventTime", time},
          {"eventSource", "sts.amazonaws.com"},
          {"eventName", "AssumeRole"},
          {"awsRegion", "us-east-1"},
          {"sourceIPAddress", "198.51.100.7"},
          {"userAgent", "aws-cli/2.13.0"},
          {"requestParameters", asked},
          {"responseElements", {{"credentials", {{"accessKeyId", "ASIAEXAMPLE"}}}}},
          {"eventID", Uuid("00000000", number)},
          {"resources", {{{"accountId", kMine}, {"type", "AWS::IAM::Role"}, {"ARN", Role(role)}}}},
          {"recipientAccountId", kMine}};
}

inline Json Service(int number, const std::string& service, const std::string& role) {
  Json event = Event(number, {{"type", "AWSService"}, {"invokedBy", service}}, role);
  event["sourceIPAddress"] = service;
  event["userAgent"] = service;
  event["sharedEventID"] = Uuid("5e3d1c00", number);
  return event;
}

inline Json UserIdentity(const std::string& name, const std::string& account = kMine) {
  return {{"type", "IAMUser"},
          {"principalId", "AIDAEXAMPLE"},
          {"arn", "arn:aws:iam::" + account + ":user/" + name},
          {"accountId", account},
          {"accessKeyId", "AKIAEXAMPLE"},
          {"userName", name}};
}

inline Json SessionIdentity(const std::string& role, const std::string& session,
                            const std::string& account = kMine) {
  return {{"type", "AssumedRole"},
          {"principalId", "AROAEXAMPLE:" + session},
          {"arn", "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session},
          {"accountId", account},
          {"sessionContext",
           {{"sessionIssuer",
             {{"type", "Role"},
              {"principalId", "AROAEXAMPLE"},
              {"arn", "arn:aws:iam::" + account + ":role/path/" + role},
              {"accountId", account},
              {"userName", role}}},
            {"webIdFederationData", Json::object()},
            {"attributes",
             {{"creationDate", "2023-07-10T11:00:00Z"}, {"mfaAuthenticated", "false"}}}}}};
}

// As STS records it: no parameters, no resources; the role stands in the message alone.
inline Json Denied(int number, const Json& identity, const std::string& role,
                   const std::string& why = "") {
  Json event = Event(number, identity, role);
  event["errorCode"] = "AccessDenied";
  event["errorMessage"] =
      "User: " + identity.value("arn", "") +
      " is not authorized to perform: sts:AssumeRole on resource: " + Role(role) + why;
  event["requestParameters"] = nullptr;
  event["responseElements"] = nullptr;
  event.erase("resources");
  return event;
}

// The same, where the message names another action than that of the call.
inline Json DeniedBy(int number, const Json& identity, const std::string& role,
                     const std::string& action) {
  Json event = Denied(number, identity, role);
  const std::string message = event["errorMessage"];
  const size_t at = message.find("sts:AssumeRole");
  event["errorMessage"] = message.substr(0, at) + action + message.substr(at + 14);
  return event;
}

// A call of another account as its own trail has it, and as the role owner's has it.
inline Json CallerSide(int number, const std::string& role, int shared) {
  Json event = Event(number, SessionIdentity("ci", "build", kVendor), role);
  event["recipientAccountId"] = kVendor;
  event["sharedEventID"] = Uuid("aaaaaaaa", shared);
  return event;
}
inline Json RoleSide(int number, const std::string& role, int shared) {
  Json event = CallerSide(number, role, shared);
  event["recipientAccountId"] = kMine;
  event["userIdentity"] = {
      {"type", "AWSAccount"}, {"principalId", "AROAEXAMPLE:build"}, {"accountId", kVendor}};
  return event;
}

// A role's trust policy with one Allow statement.
inline Json Trust(const Json& principal, const Json& condition = Json::object(),
                  const Json& action = "sts:AssumeRole") {
  return {{"Version", "2012-10-17"},
          {"Statement",
           {{{"Effect", "Allow"},
             {"Principal", principal},
             {"Action", action},
             {"Condition", condition}}}}};
}

inline std::string Lines(const Json& events) {
  std::string lines;
  for (const Json& event : events) lines += event.dump() + "\n";
  return lines;
}

}  // namespace deputy::trail

#endif  // DEPUTY_TESTS_REPLAY_TRAIL_SAMPLES_H_
