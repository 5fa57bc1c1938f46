#include "bench/support/workload.h"

#include <cstdlib>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/policy/policy_parser.h"

namespace deputy::workload {
namespace {

constexpr absl::string_view kRegions[] = {"us-east-1", "eu-west-1", "eu-central-1",
                                          "ap-southeast-2"};

// A service that acts on resources of its customers, and the ARNs it does so for.
struct Service {
  absl::string_view principal;
  absl::string_view arn_service;
  absl::string_view arn_end;
};
constexpr Service kServices[] = {
    {"dms.amazonaws.com", "dms", "rep:*"},
    {"cloudtrail.amazonaws.com", "cloudtrail", "trail/*"},
    {"appsync.amazonaws.com", "appsync", "apis/*"},
    {"events.amazonaws.com", "events", "rule/*"},
    {"states.amazonaws.com", "states", "stateMachine:*"},
    {"scheduler.amazonaws.com", "scheduler", "schedule-group/*"},
    {"codebuild.amazonaws.com", "codebuild", "project/*"},
    {"glue.amazonaws.com", "glue", "job/*"},
};

// Accounts that are neither mine nor foreign.
std::string OtherAccount(int64_t number) { return absl::StrCat(200000000000 + number); }

size_t Draw(std::mt19937_64& random, int64_t below) {
  return static_cast<size_t>(random() % static_cast<uint64_t>(below));
}

// `count` accounts as a JSON list between `before` and `after`, mine at a place drawn.
std::string AccountList(int64_t count, absl::string_view mine, absl::string_view before,
                        absl::string_view after) {
  std::mt19937_64 random(static_cast<uint64_t>(count));
  const auto place = static_cast<int64_t>(Draw(random, count));
  std::string list = "[";
  for (int64_t i = 0; i < count; ++i) {
    absl::StrAppend(&list, i == 0 ? "\"" : ",\"", before,
                    i == place ? std::string(mine) : OtherAccount(i * 7919), after, "\"");
  }
  return list + "]";
}

std::string StatementText(absl::string_view service, absl::string_view condition) {
  return absl::StrCat(R"({"Effect":"Allow","Principal":{"Service":")", service,
                      R"("},"Action":"sts:AssumeRole","Condition":{)", condition, "}}");
}

std::string PolicyText(absl::string_view statements) {
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":[)", statements, "]}");
}

}  // namespace

std::string TrustPolicyText(const PolicyShape& shape, absl::string_view mine) {
  std::string condition;
  if (shape.accounts > 0) {
    absl::StrAppend(&condition, R"("StringEquals":{"aws:SourceAccount":)",
                    AccountList(shape.accounts, mine, "", ""), "}");
  }
  if (shape.arns > 0) {
    absl::StrAppend(&condition, condition.empty() ? "" : ",", R"("ArnLike":{"aws:SourceArn":)",
                    AccountList(shape.arns, mine, "arn:aws:dms:*:", ":" + shape.arn_end), "}");
  }
  condition += shape.more_clauses;
  std::mt19937_64 random(static_cast<uint64_t>(shape.statements));
  const auto place = static_cast<int64_t>(Draw(random, shape.statements));
  std::string statements;
  for (int64_t i = 0; i < shape.statements; ++i) {
    const std::string service =
        i == place ? "dms.amazonaws.com" : absl::StrCat("service", i, ".amazonaws.com");
    absl::StrAppend(&statements, i == 0 ? "" : ",", StatementText(service, condition));
  }
  return PolicyText(statements);
}

Policy ParseTrustPolicy(absl::string_view text) {
  JsonLimits limits;
  limits.max_bytes = size_t{64} << 20;
  Diagnostics diagnostics;
  std::optional<Policy> policy = ParsePolicyText(text, PolicyType::kTrust, diagnostics, limits);
  if (!policy) std::abort();
  return *std::move(policy);
}

std::string RoleArn(int64_t role) {
  return absl::StrCat("arn:aws:iam::", kMine, ":role/dms-vpc-role-", role);
}

Request MakeRequest(bool mine, absl::string_view region, absl::string_view arn_end,
                    absl::string_view role_arn) {
  const absl::string_view account = mine ? kMine : kForeign;
  Request request;
  request.principal = *ParseServicePrincipal("dms.amazonaws.com");
  request.action = "sts:AssumeRole";
  request.resource = std::string(role_arn);
  request.Set("aws:SourceAccount", account);
  request.Set("aws:SourceArn", absl::StrCat("arn:aws:dms:", region, ":", account, ":", arn_end));
  if (FillInContext(request)) std::abort();
  return request;
}

std::vector<Request> Requests(size_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Request> requests;
  for (size_t i = 0; i < count; ++i) {
    const absl::string_view region = kRegions[Draw(random, std::size(kRegions))];
    requests.push_back(MakeRequest(
        i % 2 == 0, region, absl::StrCat("rep:INSTANCE", Draw(random, 1000000)), RoleArn(0)));
  }
  return requests;
}

RoleStore MakeStore(int64_t count, int64_t statements) {
  constexpr int64_t kDifferent = 1000;
  const Policy plain = TrustPolicy({});
  std::vector<Policy> others;
  PolicyShape shape;
  shape.statements = statements;
  for (int64_t i = 0; i < std::min(count / 2, kDifferent); ++i)
    others.push_back(ParseTrustPolicy(TrustPolicyText(shape, OtherAccount(i))));
  RoleStore store;
  for (int64_t i = 0; i < count; ++i) {
    store.Add(RoleArn(i), i % 2 == 0 ? plain : others[static_cast<size_t>(i / 2) % others.size()]);
  }
  return store;
}

namespace {

// What line `number` asks, even ones for the owner.
struct LineOf {
  LineOf(int64_t number, int64_t roles, std::mt19937_64& random)
      : account(number % 2 == 0 ? kMine : kForeign) {
    const absl::string_view region = kRegions[Draw(random, std::size(kRegions))];
    role = RoleArn(static_cast<int64_t>(Draw(random, (roles + 1) / 2)) * 2);
    arn =
        absl::StrCat("arn:aws:dms:", region, ":", account, ":rep:INSTANCE", Draw(random, 1000000));
  }

  absl::string_view account;
  std::string role;
  std::string arn;
};

std::string Quoted(absl::string_view name, absl::string_view blank, absl::string_view value) {
  return absl::StrCat("\"", name, "\":", blank, "\"", value, "\"");
}

}  // namespace

std::string RequestLines(int64_t count, int64_t roles, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string lines;
  for (int64_t i = 0; i < count; ++i) {
    const LineOf line(i, roles, random);
    absl::StrAppend(
        &lines, R"({"id":"r)", i,
        R"(","principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole","resource":")",
        line.role, R"(","context":{"aws:SourceArn":")", line.arn, R"(","aws:SourceAccount":")",
        line.account, "\"}}\n");
  }
  return lines;
}

std::string MixedRequestLines(int64_t count, int64_t roles, uint64_t seed) {
  constexpr int64_t kLayouts = 128;
  std::mt19937_64 random(seed);
  std::string lines;
  for (int64_t i = 0; i < count; ++i) {
    const LineOf line(i, roles, random);
    const size_t layout = Draw(random, kLayouts);
    const auto is = [&](size_t bit) { return (layout >> bit & 1) != 0; };
    const absl::string_view blank = is(0) ? " " : "";
    std::vector<std::string> keys = {Quoted("aws:SourceArn", blank, line.arn),
                                     Quoted("aws:SourceAccount", blank, line.account)};
    if (is(1)) std::swap(keys[0], keys[1]);
    if (is(2)) keys.push_back(Quoted("aws:SourceIp", blank, "203.0.113.7"));
    if (is(3)) keys.insert(keys.begin(), Quoted("sts:ExternalId", blank, absl::StrCat("x-", i)));
    if (is(4)) keys.push_back(Quoted("aws:RequestedRegion", blank, "eu-central-1"));
    std::vector<std::string> members = {
        Quoted("id", blank, absl::StrCat("r", i)),
        absl::StrCat("\"principal\":", blank, "{", Quoted("Service", blank, "dms.amazonaws.com"),
                     "}"),
        Quoted("action", blank, "sts:AssumeRole"), Quoted("resource", blank, line.role),
        absl::StrCat("\"context\":", blank, "{", absl::StrJoin(keys, absl::StrCat(",", blank)),
                     "}")};
    if (is(5)) std::swap(members[0], members[3]);
    if (is(6)) std::swap(members[1], members[4]);
    absl::StrAppend(&lines, "{", absl::StrJoin(members, absl::StrCat(",", blank)), "}\n");
  }
  return lines;
}

std::string AuthorizationDetails(int64_t roles, int64_t different) {
  std::string text = R"({"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[)";
  for (int64_t i = 0; i < roles; ++i) {
    const int64_t which = i % different;
    const Service& service = kServices[static_cast<size_t>(which) % std::size(kServices)];
    const std::string account = OtherAccount(which);
    const std::string condition =
        absl::StrCat(R"("StringEquals":{"aws:SourceAccount":")", account,
                     R"("},"ArnLike":{"aws:SourceArn":"arn:aws:)", service.arn_service,
                     ":*:", account, ":", service.arn_end, "\"}");
    const std::string name = absl::StrCat(service.arn_service, "-service-role-", i);
    absl::StrAppend(&text, i == 0 ? "" : ",", R"({"Path":"/","RoleName":")", name,
                    R"(","RoleId":"AROA)", 1000000000000000 + i, R"(","Arn":"arn:aws:iam::)",
                    OtherAccount(i % 100), ":role/", name,
                    R"(","CreateDate":"2024-02-29T12:00:00+00:00","AssumeRolePolicyDocument":)",
                    PolicyText(StatementText(service.principal, condition)),
                    R"(,"InstanceProfileList":[],"RolePolicyList":[],"AttachedManagedPolicies":)",
                    R"([{"PolicyName":"ReadOnlyAccess","PolicyArn":)",
                    R"("arn:aws:iam::aws:policy/ReadOnlyAccess"}],"Tags":[]})");
  }
  return text + R"(],"Policies":[]})";
}

}  // namespace deputy::workload
