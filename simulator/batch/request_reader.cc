#include "simulator/batch/request_reader.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

constexpr absl::string_view kMembers[] = {"id",
                                          "principal",
                                          "action",
                                          "resource",
                                          "context",
                                          "contextIsComplete",
                                          "trustPolicy",
                                          "resourcePolicy",
                                          "identityPolicies",
                                          "permissionsBoundary",
                                          "sessionPolicies",
                                          "serviceControlPolicies",
                                          "resourceControlPolicies"};

// The part of the line that is the request itself.
class RequestReader {
 public:
  RequestReader(const JsonValue& line, Diagnostics& diagnostics)
      : line_(line), diagnostics_(diagnostics) {}

  Request Read() {
    if (!line_.is_object()) {
      WrongType(line_, "a request", "an object");
      return {};
    }
    if (const JsonMember* policy = line_.Find("Statement");
        policy != nullptr && line_.Find("principal") == nullptr) {
      diagnostics_.Error("wrong-kind", policy->name_range,
                         "this looks like a policy, not like a request",
                         "a request carries its policy as `trustPolicy`");
      return {};
    }
    for (const JsonMember& member : line_.members) {
      if (absl::c_linear_search(kMembers, absl::string_view(member.name))) continue;
      diagnostics_.Error(
          "unknown-field", member.name_range,
          absl::StrCat("unknown field ", Quote(member.name), DidYouMean(member.name, kMembers)));
    }
    Request request;
    if (const JsonMember* principal = Required("principal")) {
      if (auto caller = ReadCaller(principal->value, diagnostics_))
        request.principal = *std::move(caller);
    }
    request.action =
        Text("action", IsAction, "an action such as `sts:AssumeRole`", "invalid-action");
    request.resource = Text(
        "resource",
        [](absl::string_view text) { return text == "*" || ParseArn(text).has_value(); }, "an ARN",
        "invalid-resource");
    CheckPolicyOfRole(request);
    ReadContext(request);
    const bool complete = ReadFlag("contextIsComplete");
    CheckIds();
    if (!diagnostics_.has_errors()) FillIn(request, complete);
    return request;
  }

 private:
  void WrongType(const JsonValue& value, absl::string_view what, absl::string_view expected) {
    diagnostics_.Error(
        "wrong-type", value.range,
        absl::StrCat(what, " must be ", expected, ", not ", JsonKindName(value.kind)));
  }

  const JsonMember* Required(absl::string_view name) {
    const JsonMember* member = line_.Find(name);
    if (member == nullptr) {
      diagnostics_.Error("missing-field", {line_.range.begin, line_.range.begin + 1},
                         absl::StrCat("a request needs `", name, "`"));
    }
    return member;
  }

  std::string Text(absl::string_view name, bool (*is_valid)(absl::string_view),
                   absl::string_view expected, absl::string_view rule) {
    const JsonMember* member = Required(name);
    if (member == nullptr) return "";
    if (!member->value.is_string()) {
      WrongType(member->value, absl::StrCat("`", name, "`"), "a string");
    } else if (!is_valid(member->value.text)) {
      diagnostics_.Error(rule, member->value.range,
                         absl::StrCat(Quote(member->value.text), " is not ", expected));
    }
    return member->value.text;
  }

  // It would not be asked (6.2), and a Deny in it would go unheard.
  void CheckPolicyOfRole(const Request& request) {
    const JsonMember* member = line_.Find("resourcePolicy");
    if (member == nullptr || !IsRoleTrustAction(request.action) || !IsRoleArn(request.resource))
      return;
    diagnostics_.Error("wrong-kind", member->name_range,
                       absl::StrCat("`resourcePolicy` has no say in ", request.action,
                                    " on a role; the policy of a role is `trustPolicy`"));
  }

  bool ReadFlag(absl::string_view name) {
    const JsonMember* member = line_.Find(name);
    if (member == nullptr) return false;
    if (!member->value.is_bool())
      WrongType(member->value, absl::StrCat("`", name, "`"), "a boolean");
    return member->value.bool_value();
  }

  void CheckIds() {
    const JsonMember* id = line_.Find("id");
    if (id != nullptr && !id->value.is_string() && !id->value.is_number() && !id->value.is_null()) {
      WrongType(id->value, "`id`", "a string or a number");
    }
  }

  void ReadContext(Request& request) {
    const JsonMember* context = line_.Find("context");
    if (context == nullptr) return;
    if (!context->value.is_object()) return WrongType(context->value, "`context`", "an object");
    for (const JsonMember& key : context->value.members) {
      if (!IsContextKeyName(key.name)) {
        diagnostics_.Error("invalid-key", key.name_range,
                           absl::StrCat(Quote(key.name), " is no context key"),
                           "a key is written `prefix:name`");
      }
      ContextEntry entry{key.name, ReadValues(key), false};
      if (!request.context.try_emplace(FoldKey(key.name), std::move(entry)).second) {
        diagnostics_.Error(
            "duplicate-key", key.name_range,
            absl::StrCat("the key ", Quote(key.name), " stands twice: names compare without case"));
      }
    }
  }

  std::vector<std::string> ReadValues(const JsonMember& key) {
    std::vector<std::string> values;
    const auto add = [&](const JsonValue& value, absl::string_view expected) {
      if (value.is_string() || value.is_number() || value.is_bool()) {
        values.push_back(value.text);
      } else {
        WrongType(value, absl::StrCat("the value of ", Quote(key.name)), expected);
      }
    };
    if (!key.value.is_array()) {
      add(key.value, "a string, a number, a boolean, or a list of these");
    } else {
      for (const JsonValue& item : key.value.items) add(item, "a string, a number or a boolean");
    }
    return values;
  }

  void FillIn(Request& request, bool complete) {
    const std::optional<ContextProblem> problem = FillInContext(request, complete);
    if (!problem) return;
    const JsonMember* member = line_.Find("context")->value.Find(problem->key);
    diagnostics_.Error(problem->rule, member->value.range, problem->message);
  }

  const JsonValue& line_;
  Diagnostics& diagnostics_;
};

// The part of the line that is policies.
class PoliciesReader {
 public:
  PoliciesReader(const JsonValue& line, Diagnostics& diagnostics)
      : line_(line), diagnostics_(diagnostics) {}

  RequestPolicies Read() {
    RequestPolicies policies;
    policies.trust = One("trustPolicy", PolicyType::kTrust);
    policies.resource = One("resourcePolicy", PolicyType::kResource);
    policies.identity = List("identityPolicies", PolicyType::kIdentity);
    policies.boundary = One("permissionsBoundary", PolicyType::kBoundary);
    policies.session = List("sessionPolicies", PolicyType::kSession);
    policies.scp = Levels("serviceControlPolicies", PolicyType::kScp);
    policies.rcp = Levels("resourceControlPolicies", PolicyType::kRcp);
    return policies;
  }

 private:
  // A list of one is it, too.
  std::optional<Policy> One(absl::string_view name, PolicyType type) {
    const JsonMember* member = line_.Find(name);
    if (member == nullptr) return std::nullopt;
    const JsonValue& value = member->value;
    return ParsePolicy(value.is_array() && value.items.size() == 1 ? value.items[0] : value, type,
                       diagnostics_);
  }

  std::vector<Policy> Documents(const JsonValue& value, PolicyType type) {
    std::vector<Policy> policies;
    const absl::Span<const JsonValue> documents =
        value.is_array() ? absl::MakeConstSpan(value.items) : absl::MakeConstSpan(&value, 1);
    for (const JsonValue& document : documents) {
      if (auto policy = ParsePolicy(document, type, diagnostics_))
        policies.push_back(*std::move(policy));
    }
    return policies;
  }

  std::vector<Policy> List(absl::string_view name, PolicyType type) {
    const JsonMember* member = line_.Find(name);
    return member == nullptr ? std::vector<Policy>() : Documents(member->value, type);
  }

  // A list of lists, root to account; a document in place of a list is a level of its own.
  std::vector<std::vector<Policy>> Levels(absl::string_view name, PolicyType type) {
    std::vector<std::vector<Policy>> levels;
    const JsonMember* member = line_.Find(name);
    if (member == nullptr) return levels;
    if (!member->value.is_array()) return {Documents(member->value, type)};
    for (const JsonValue& level : member->value.items) levels.push_back(Documents(level, type));
    return levels;
  }

  const JsonValue& line_;
  Diagnostics& diagnostics_;
};

}  // namespace

absl::string_view EvaluationErrorName(EvaluationErrorCode code) {
  static constexpr absl::string_view kNames[] = {"invalid-json", "invalid-request",
                                                 "invalid-policy", "unknown-role"};
  return kNames[static_cast<size_t>(code)];
}

std::optional<Principal> ReadCaller(const JsonValue& value, Diagnostics& diagnostics) {
  if (value.is_string() && value.text == "*") return Principal{};
  const auto fail = [&](TextRange range, std::string message) {
    diagnostics.Error(
        "invalid-principal", range, std::move(message),
        R"(a caller is {"Service": …}, {"AWS": …}, {"Federated": …}, or "*" for an anonymous one)");
    return std::nullopt;
  };
  if (!value.is_object() || value.members.size() != 1)
    return fail(value.range, "`principal` names exactly one caller");
  const JsonMember& member = value.members[0];
  static constexpr absl::string_view kTypes[] = {"Service", "AWS", "Federated"};
  static constexpr std::optional<Principal> (*kParsers[])(absl::string_view) = {
      ParseServicePrincipal, ParseIamPrincipal, ParseFederatedPrincipal};
  const auto* type = absl::c_find(kTypes, absl::string_view(member.name));
  if (type == std::end(kTypes)) {
    return fail(member.name_range, absl::StrCat("unknown principal type ", Quote(member.name),
                                                DidYouMean(member.name, kTypes)));
  }
  if (!member.value.is_string())
    return fail(member.value.range, "`principal` names exactly one caller, as a string");
  std::optional<Principal> caller = kParsers[type - kTypes](member.value.text);
  if (!caller || member.value.text.find_first_of("*?") != std::string::npos) {
    return fail(member.value.range, absl::StrCat(Quote(member.value.text), " names no caller"));
  }
  return caller;
}

std::variant<EvaluationRequest, EvaluationError> ReadEvaluationRequest(const JsonValue& line,
                                                                       Diagnostics* warnings) {
  EvaluationRequest result;
  EvaluationError error;
  result.request = RequestReader(line, error.diagnostics).Read();
  if (error.diagnostics.has_errors()) return error;
  error.code = EvaluationErrorCode::kInvalidPolicy;
  result.policies = PoliciesReader(line, error.diagnostics).Read();
  if (error.diagnostics.has_errors()) return error;
  if (warnings != nullptr) *warnings = std::move(error.diagnostics);
  return result;
}

}  // namespace deputy
