// What the tests of the prover share.
#ifndef DEPUTY_TESTS_PROVE_PROVE_TEST_SUPPORT_H_
#define DEPUTY_TESTS_PROVE_PROVE_TEST_SUPPORT_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "engine/decide/request.h"
#include "engine/iam/context_key.h"
#include "engine/policy/policy_parser.h"
#include "engine/prove/judge.h"
#include "engine/prove/open_request.h"
#include "engine/prove/prover.h"

namespace deputy {

inline constexpr char kMine[] = "111122223333";
inline constexpr char kRole[] = "arn:aws:iam::111122223333:role/R";

inline std::optional<Policy> TryPolicy(const std::string& text,
                                       PolicyType type = PolicyType::kTrust) {
  Diagnostics diagnostics;
  return ParsePolicyText(text, type, diagnostics);
}

// One Allow for dms.amazonaws.com under a condition, as JSON.
inline std::string DmsTrust(const std::string& condition) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":)"
         R"({"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Condition":)" +
         condition + "}}";
}

// Of a role of an account that alone is trusted.
inline RoleQuestion AboutRole(const Policy& policy) {
  RoleQuestion question;
  question.policy = &policy;
  question.resource = "arn:aws:iam::111122223333:role/Target";
  question.trusted.accounts = {kMine};
  return question;
}

// A request of which some keys are open.
inline OpenRequest By(Principal principal, std::vector<std::string> open) {
  OpenRequest request;
  request.request.principal = std::move(principal);
  request.request.action = "sts:AssumeRole";
  request.request.resource = kRole;
  request.request.Set("sts:RoleSessionName", "s");
  FillInContext(request.request);
  request.open = std::move(open);
  return request;
}

// As a trail shows a caller of another account: its account, and nothing that follows from it.
inline OpenRequest ByAccount(const std::string& account, std::vector<PrincipalKind> kinds) {
  OpenRequest request = By(*ParseIamPrincipal(account), {});
  for (const ImpliedKey& key : ImpliedKeys(request.request.principal))
    request.request.context.erase(FoldKey(key.name));
  request.caller_kinds = std::move(kinds);
  return request;
}

inline std::string Show(const Answer& answer) {
  static constexpr const char* kVerdicts[] = {"proved", "refuted", "unknown"};
  std::string text = kVerdicts[static_cast<int>(answer.verdict)];
  text += " (" + answer.reason + ")";
  if (!answer.witness) return text;
  text += "\n  " + answer.witness->principal.text + " " + answer.witness->action + " " +
          answer.witness->resource;
  for (const auto& [folded, entry] : answer.witness->context) {
    text += "\n  " + entry.name + " =";
    for (const std::string& value : entry.values) text += " `" + value + "`";
  }
  return text;
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_PROVE_PROVE_TEST_SUPPORT_H_
