#include "tests/support/trail/trail_calls.h"

#include "absl/strings/str_cat.h"

namespace deputy::trail {
namespace {

constexpr CallShape kShapes[] = {
    {"serviceOpen", 18, Trust::kOpenService, Caller::kService, false, Answer::kAllowed},
    {"serviceOfAccount", 17, Trust::kServiceOfAccount, Caller::kService, false, Answer::kDependsOn},
    {"serviceOfArn", 17, Trust::kServiceOfArn, Caller::kService, false, Answer::kDependsOn},
    {"user", 8, Trust::kUser, Caller::kNamedUser, false, Answer::kAllowed},
    {"userOfAccount", 5, Trust::kAccount, Caller::kOtherUser, false, Answer::kDependsOn},
    {"userThroughService", 3, Trust::kAccount, Caller::kUserThroughService, false,
     Answer::kDependsOn},
    {"userDenied", 12, Trust::kUser, Caller::kOtherUser, true, Answer::kDenied},
    {"userOfDeletedRole", 1, Trust::kUser, Caller::kUserOfDeletedRole, false, Answer::kUnknownRole},
    {"session", 6, Trust::kRole, Caller::kNamedSession, false, Answer::kAllowed},
    {"sessionDenied", 3, Trust::kRole, Caller::kOtherSession, true, Answer::kDenied},
    {"partner", 5, Trust::kPartner, Caller::kPartnerUser, false, Answer::kDependsOn},
    {"workflow", 5, Trust::kWebIdentity, Caller::kWorkflow, false, Answer::kAllowed},
};

constexpr absl::string_view kSdk = "aws-sdk-go-v2/1.18.0 os/linux lang/go/1.20.4 md/GOARCH/amd64";
constexpr absl::string_view kThrough = "cloudformation.amazonaws.com";

// What a service hands down to the session that works for it; in a record it is a string.
constexpr absl::string_view kSessionPolicy =
    R"({\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n)"
    R"(      \"Action\": [\n        \"ec2:CreateNetworkInterface\",\n)"
    R"(        \"ec2:DeleteNetworkInterface\",\n        \"ec2:DescribeNetworkInterfaces\",\n)"
    R"(        \"ec2:DescribeSecurityGroups\",\n        \"ec2:DescribeSubnets\",\n)"
    R"(        \"ec2:DescribeVpcAttribute\",\n        \"ec2:DescribeVpcs\",\n)"
    R"(        \"ec2:AuthorizeSecurityGroupIngress\",\n        \"ec2:CreateSecurityGroup\",\n)"
    R"(        \"kms:CreateGrant\",\n        \"kms:Decrypt\",\n        \"kms:DescribeKey\",\n)"
    R"(        \"logs:CreateLogGroup\",\n        \"logs:CreateLogStream\",\n)"
    R"(        \"logs:DescribeLogStreams\",\n        \"logs:PutLogEvents\",\n)"
    R"(        \"secretsmanager:DescribeSecret\",\n        \"secretsmanager:GetSecretValue\",\n)"
    R"(        \"sns:Publish\",\n        \"sts:AssumeRole\"\n      ],\n)"
    R"(      \"Resource\": [ \"*\" ]\n    }\n  ]\n})";

// What is asked for, and with what name.
struct Session {
  std::string role_arn;
  std::string role_id;
  std::string name;
  std::string arn;
  std::string request;  // further members of requestParameters, each behind a comma
  size_t token_letters = 700;
};

std::string Request(const Session& session) {
  return absl::StrCat(R"({"roleArn":")", session.role_arn, R"(","roleSessionName":")", session.name,
                      R"(","durationSeconds":900)", session.request, "}");
}

std::string Response(const Session& session, absl::string_view before, TrailRandom& random) {
  return absl::StrCat(
      "{", before, R"("credentials":{"accessKeyId":"ASIA)", random.KeyLetters(16),
      R"(","sessionToken":"IQoJb3JpZ2luX2VjE)", random.Base64(session.token_letters),
      R"(","expiration":"Jul 10, 2023, 12:31:14 PM"},"assumedRoleUser":{"assumedRoleId":")",
      session.role_id, ":", session.name, R"(","arn":")", session.arn, "\"}}");
}

Session SessionOf(const TrailRoles::Role& role, absl::string_view name) {
  Session session;
  session.role_arn = TrailRoles::Arn(role);
  session.role_id = TrailRoles::Id(role);
  session.name = std::string(name);
  session.arn = SessionArn(role, name);
  return session;
}

std::string SdkSession(TrailRandom& call) {
  return absl::StrCat("aws-go-sdk-", 1688990000000000000 + call.Below(1000000000000));
}

Record CallRecord() {
  Record record;
  record.source = "sts.amazonaws.com";
  record.name = "AssumeRole";
  record.agent = kSdk;
  record.resource_type = "AWS::IAM::Role";
  return record;
}

void FillSuccess(const Session& session, int64_t owner, TrailRandom& call, Record& record) {
  record.request = Request(session);
  record.response = Response(session, "", call);
  record.resource_arn = session.role_arn;
  record.resource_account = owner;
}

void FillDenied(absl::string_view caller_arn, absl::string_view role_arn, Record& record) {
  record.error_code = "AccessDenied";
  record.error_message =
      absl::StrCat("User: ", caller_arn,
                   " is not authorized to perform: sts:AssumeRole on resource: ", role_arn);
}

void FillService(const TrailRoles::Role& role, TrailRandom& call, Record& record) {
  const Service& service = TrailRoles::ServiceOf(role);
  Session session = SessionOf(role, service.session_name);
  if (service.has_session_policy) {
    session.request = absl::StrCat(R"(,"policy":")", kSessionPolicy, "\"");
    session.token_letters = 1180;
  }
  record.identity = ServiceIdentity(service.principal);
  record.address = std::string(service.principal);
  record.agent = service.principal;
  record.shared_event_id = call.Uuid();
  record.has_tls = false;
  FillSuccess(session, role.account, call, record);
}

void FillUser(const CallShape& shape, TrailRoles::Role role, TrailRandom& call, Record& record) {
  std::string user = TrailRoles::UserOf(role);
  if (shape.caller == Caller::kOtherUser) user += "-guest";
  const bool through = shape.caller == Caller::kUserThroughService;
  if (through) {
    record.address = std::string(kThrough);
    record.agent = kThrough;
    record.has_tls = false;
  }
  record.identity = UserIdentity(role.account, user, through ? kThrough : "");
  if (shape.caller == Caller::kUserOfDeletedRole) role.variant += 1000000;
  if (shape.denied)
    FillDenied(UserArn(role.account, user), TrailRoles::Arn(role), record);
  else
    FillSuccess(SessionOf(role, SdkSession(call)), role.account, call, record);
}

void FillSession(const CallShape& shape, const TrailRoles::Role& role, const Place& place,
                 TrailRandom& call, Record& record) {
  TrailRoles::Role caller = TrailRoles::CallerOf(role);
  if (shape.caller == Caller::kOtherSession) caller.trust = Trust::kServiceOfArn;
  const std::string name = absl::StrCat("i-0", call.Hex(16));
  record.identity = SessionIdentity(caller, name, place, call, shape.denied ? "" : "alice");
  if (shape.denied) {
    FillDenied(SessionArn(caller, name), TrailRoles::Arn(role), record);
    return;
  }
  Session session = SessionOf(role, SdkSession(call));
  session.request = R"(,"sourceIdentity":"alice")";
  FillSuccess(session, role.account, call, record);
}

void FillWorkflow(const TrailRoles::Role& role, TrailRandom& call, Record& record) {
  const std::string subject = TrailRoles::Subject(role);
  const std::string provider = absl::StrCat("arn:aws:iam::", TrailRoles::AccountId(role.account),
                                            ":oidc-provider/", kIdentityProvider);
  const Session session = SessionOf(role, "GitHubActions");
  record.name = "AssumeRoleWithWebIdentity";
  record.identity = absl::StrCat(R"({"type":"WebIdentityUser","principalId":")", provider,
                                 ":sts.amazonaws.com:", subject, R"(","userName":")", subject,
                                 R"(","identityProvider":")", provider, "\"}");
  FillSuccess(session, role.account, call, record);
  record.response =
      Response(session,
               absl::StrCat(R"("subjectFromWebIdentityToken":")", subject,
                            R"(","audience":"sts.amazonaws.com","provider":")", provider, "\","),
               call);
}

// A user of `caller_account` and a role of its partner. The owner sees who called less well.
void FillPartner(const TrailRoles& roles, int64_t caller_account, bool at_owner, TrailRandom& call,
                 Record& record) {
  const TrailRoles::Role role = {TrailRoles::PartnerOf(caller_account), Trust::kPartner,
                                 call.Below(roles.variants())};
  record.identity = UserIdentity(caller_account, TrailRoles::UserOf(role));
  if (at_owner) {
    const size_t id = record.identity.find("AIDA");
    record.identity =
        absl::StrCat(R"({"type":"AWSAccount","principalId":")", record.identity.substr(id, 21),
                     R"(","accountId":")", TrailRoles::AccountId(caller_account), "\"}");
  }
  record.shared_event_id = call.Uuid();
  Session session = SessionOf(role, SdkSession(call));
  session.request = absl::StrCat(R"(,"externalId":")", TrailRoles::ExternalId(role), "\"");
  FillSuccess(session, role.account, call, record);
}

}  // namespace

absl::Span<const CallShape> CallShapes() { return kShapes; }

void AppendCall(const TrailRoles& roles, const CallShape& shape, const Place& place,
                TrailRandom& call, TrailRandom& random, std::string& out) {
  Record record = CallRecord();
  if (shape.caller == Caller::kPartnerUser) {
    FillPartner(roles, place.account, false, call, record);
    return AppendRecord(record, place, random, out);
  }
  const TrailRoles::Role role = {place.account, shape.trust, call.Below(roles.variants())};
  switch (shape.caller) {
    case Caller::kService:
      FillService(role, call, record);
      break;
    case Caller::kNamedSession:
    case Caller::kOtherSession:
      FillSession(shape, role, place, call, record);
      break;
    case Caller::kWorkflow:
      FillWorkflow(role, call, record);
      break;
    default:
      FillUser(shape, role, call, record);
      break;
  }
  AppendRecord(record, place, random, out);
}

void AppendPartnerCallAtOwner(const TrailRoles& roles, const Place& place, TrailRandom& call,
                              TrailRandom& random, std::string& out) {
  Record record = CallRecord();
  FillPartner(roles, TrailRoles::PartnerOf(place.account), true, call, record);
  AppendRecord(record, place, random, out);
}

}  // namespace deputy::trail
