#include "tests/support/trail/trail_roles.h"

#include <cstddef>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace deputy::trail {
namespace {

constexpr Service kServices[] = {
    {"rds.amazonaws.com", "rds", "SLRManagement", true},
    {"lambda.amazonaws.com", "lambda", "awslambda_644_20230710", false},
    {"dms.amazonaws.com", "dms", "dms-session", true},
    {"codebuild.amazonaws.com", "codebuild", "AWSCodeBuild", true},
    {"pipes.amazonaws.com", "pipes", "pipe-session", false},
    {"ecs-tasks.amazonaws.com", "ecs", "task-session", false},
    {"glue.amazonaws.com", "glue", "GlueJobRunnerSession", true},
    {"states.amazonaws.com", "states", "StateMachineSession", true},
    {"cloudtrail.amazonaws.com", "cloudtrail", "CLOUDWATCH_LOGS_DELIVERY_SESSION", false},
};

constexpr absl::string_view kTrustNames[] = {
    "service-open", "service-account", "service-arn", "account",
    "user",         "chained",         "partner",     "workflow"};
static_assert(std::size(kTrustNames) == kTrusts);

std::string Statement(absl::string_view principal, absl::string_view condition,
                      absl::string_view actions = R"("sts:AssumeRole")") {
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{)",
                      principal, R"(},"Action":)", actions,
                      condition.empty() ? "" : R"(,"Condition":{)", condition,
                      condition.empty() ? "" : "}", "}]}");
}

std::string Iam(int64_t account, absl::string_view rest) {
  return absl::StrCat("arn:aws:iam::", TrailRoles::AccountId(account), ":", rest);
}

}  // namespace

TrailRoles::TrailRoles(int64_t accounts, int64_t roles_an_account)
    : accounts_(accounts), variants_(roles_an_account / kTrusts) {}

std::string TrailRoles::AccountId(int64_t account) {
  return absl::StrCat(210000000000 + account * 7654321);
}

std::string TrailRoles::Name(const Role& role) {
  return absl::StrCat(kTrustNames[static_cast<size_t>(role.trust)], "-", role.variant);
}

std::string TrailRoles::Arn(const Role& role) {
  return Iam(role.account, absl::StrCat("role/", Name(role)));
}

std::string TrailRoles::Id(const Role& role) {
  return absl::StrCat("AROA", 10000000000000000 + role.account * 1000000 +
                                  static_cast<int64_t>(role.trust) * 100000 + role.variant);
}

const Service& TrailRoles::ServiceOf(const Role& role) {
  return kServices[static_cast<size_t>(role.variant) % std::size(kServices)];
}

std::string TrailRoles::UserOf(const Role& role) { return absl::StrCat("user-", role.variant); }

TrailRoles::Role TrailRoles::CallerOf(const Role& role) {
  return {role.account, Trust::kOpenService, role.variant};
}

std::string TrailRoles::ExternalId(const Role& role) {
  return absl::StrCat("contract-", role.account, "-", role.variant);
}

std::string TrailRoles::Subject(const Role& role) {
  return absl::StrCat("repo:example/app-", role.variant, ":ref:refs/heads/main");
}

std::string TrailRoles::TrustPolicy(const Role& role) {
  const std::string account = AccountId(role.account);
  const Service& service = ServiceOf(role);
  const std::string to_service = absl::StrCat(R"("Service":")", service.principal, "\"");
  const std::string of_account =
      absl::StrCat(R"("StringEquals":{"aws:SourceAccount":")", account, "\"}");
  const auto aws = [](absl::string_view arn) { return absl::StrCat(R"("AWS":")", arn, "\""); };
  switch (role.trust) {
    case Trust::kOpenService:
      return Statement(to_service, "");
    case Trust::kServiceOfAccount:
      return Statement(to_service, of_account);
    case Trust::kServiceOfArn:
      return Statement(to_service,
                       absl::StrCat(of_account, R"(,"ArnLike":{"aws:SourceArn":"arn:aws:)",
                                    service.arn_service, ":*:", account, ":*\"}"));
    case Trust::kAccount:
      return Statement(aws(Iam(role.account, "root")), "");
    case Trust::kUser:
      return Statement(aws(Iam(role.account, absl::StrCat("user/", UserOf(role)))), "");
    case Trust::kRole:
      return Statement(aws(Arn(CallerOf(role))), "",
                       R"(["sts:AssumeRole","sts:SetSourceIdentity"])");
    case Trust::kPartner:
      return Statement(
          aws(Iam(PartnerOf(role.account), "root")),
          absl::StrCat(R"("StringEquals":{"sts:ExternalId":")", ExternalId(role), "\"}"));
    case Trust::kWebIdentity:
      return Statement(
          absl::StrCat(R"("Federated":")",
                       Iam(role.account, absl::StrCat("oidc-provider/", kIdentityProvider)), "\""),
          absl::StrCat(R"("StringEquals":{")", kIdentityProvider, R"(:aud":"sts.amazonaws.com",")",
                       kIdentityProvider, R"(:sub":")", Subject(role), "\"}"),
          R"("sts:AssumeRoleWithWebIdentity")");
  }
  return "";
}

std::string TrailRoles::AuthorizationDetails() const {
  std::string text = R"({"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[)";
  const char* comma = "";
  for (int64_t i = 0; i < accounts_ * variants_ * kTrusts; ++i) {
    const Role role = {i / (variants_ * kTrusts), static_cast<Trust>(i % kTrusts),
                       i / kTrusts % variants_};
    absl::StrAppend(&text, comma, R"({"Path":"/","RoleName":")", Name(role), R"(","RoleId":")",
                    Id(role), R"(","Arn":")", Arn(role),
                    R"(","CreateDate":"2023-01-31T09:00:00+00:00","AssumeRolePolicyDocument":)",
                    TrustPolicy(role),
                    R"(,"InstanceProfileList":[],"RolePolicyList":[],"AttachedManagedPolicies":)",
                    R"([],"Tags":[]})");
    comma = ",\n";
  }
  return text + "],\"Policies\":[]}\n";
}

}  // namespace deputy::trail
