#include "simulator/scenario/narrative.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/iam/context_key.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

// A role's or resource's own name where the world has one, else the ARN.
std::string NameOfTarget(const World& world, const CallResult& call) {
  if (call.role >= 0) return absl::StrCat("role ", Quote(world.roles[call.role].name));
  const Resource* best = nullptr;
  for (const Resource& resource : world.resources) {
    if (call.request.resource == resource.arn) best = &resource;
  }
  return best != nullptr ? Quote(best->id) : Quote(call.request.resource);
}

std::string NameOfCaller(const World& world, const Principal& caller) {
  switch (caller.kind) {
    case PrincipalKind::kService:
      for (const Deputy& deputy : world.deputies) {
        if (deputy.is_vendor() || deputy.service->principal != caller.text) continue;
        return absl::StrCat(deputy.service->name, " (", caller.text, ")");
      }
      return Escape(caller.text);
    case PrincipalKind::kAnonymous:
      return "somebody without credentials";
    case PrincipalKind::kRoleSession:
      return absl::StrCat("a session of role ", Quote(caller.name), " (", caller.account, ")");
    case PrincipalKind::kUser:
      return absl::StrCat("user ", Quote(caller.name), " (", caller.account, ")");
    case PrincipalKind::kFederated:
      return absl::StrCat("a token of ", Escape(caller.text));
    default:
      return Escape(caller.text);
  }
}

std::string Values(const std::vector<std::string>& values) {
  return absl::StrJoin(values, ", ", [](std::string* quoted, const std::string& value) {
    quoted->append(Quote(value));
  });
}

const ConditionClause* ClauseOf(const CallResult& call, const Cause& cause) {
  if (!cause.where || cause.clause < 0) return nullptr;
  for (const AppliedPolicy& applied : call.policies) {
    if (applied.ref != cause.where->policy) continue;
    return &applied.document->policy.statements[cause.where->statement].conditions[cause.clause];
  }
  return nullptr;
}

std::string PolicyValues(const ConditionClause& clause) {
  std::vector<std::string> values;
  for (const PolicyString& value : clause.values) values.push_back(value.text);
  return Values(values);
}

std::string GivenValues(const CallResult& call, absl::string_view key) {
  const auto found = call.request.context.find(FoldKey(key));
  return found == call.request.context.end() ? "none" : Values(found->second.values);
}

// What the request says of the clause's key against what the policy says.
std::string ComparedValues(const CallResult& call, const Cause& cause,
                           const ConditionClause& clause, absl::string_view but) {
  return absl::StrCat(Quote(cause.key), " is ", GivenValues(call, cause.key), ", and the policy ",
                      but, " ", PolicyValues(clause));
}

std::string WhyAbsent(const CallResult& call, absl::string_view key) {
  for (const AbsentKey& absent : call.absent) {
    if (FoldKey(absent.key) == FoldKey(key)) return NarrateAbsence(absent);
  }
  return "the request does not have it";
}

// The sentence for the call that was stopped.
std::string Stopped(const World& world, const CallResult& call) {
  const Guard guard = call.guards.back().guard;
  std::string text = absl::StrCat("But ", GuardTitle(guard), " stops it");
  if (guard == Guard::kTrustPolicy) {
    text = absl::StrCat("But the trust policy of ", NameOfTarget(world, call), " stops it");
  }
  std::vector<std::string> causes;
  const bool other_caller = absl::c_any_of(call.causes, [](const Cause& cause) {
    return cause.reason == CauseReason::kPrincipalNotMatched;
  });
  for (const Cause& cause : call.causes) {
    // To whom a statement does not speak, its conditions say nothing.
    if (other_caller && cause.clause >= 0) continue;
    if (cause.reason == CauseReason::kExplicitDeny && cause.clause < 0 && call.causes.size() > 1) {
      continue;  // its clauses say more
    }
    const std::string said = NarrateCause(call, cause);
    if (causes.empty() || causes.back() != said) causes.push_back(said);
  }
  return absl::StrCat(text, ": ", absl::StrJoin(causes, "; "), ".");
}

}  // namespace

std::string NarrateCall(const World& world, const CallResult& call) {
  std::string text = NameOfCaller(world, call.request.principal);
  const std::string* arn = call.request.Find("aws:SourceArn");
  const std::string* account = call.request.Find("aws:SourceAccount");
  if (arn != nullptr) absl::StrAppend(&text, ", acting for ", Escape(*arn));
  if (account != nullptr) {
    absl::StrAppend(&text, arn == nullptr ? ", acting for" : " of", " account ", Escape(*account));
  }
  if (arn != nullptr || account != nullptr) absl::StrAppend(&text, ",");
  if (call.kind == CallKind::kAssumeRole) {
    const std::string* id = call.request.Find("sts:ExternalId");
    return absl::StrCat(text, " asks to assume ", NameOfTarget(world, call),
                        id == nullptr ? "" : absl::StrCat(" with ExternalId ", Quote(*id)));
  }
  return absl::StrCat(text, " asks for ", Escape(call.request.action), " on ",
                      NameOfTarget(world, call));
}

std::string NarrateCause(const CallResult& call, const Cause& cause) {
  const ConditionClause* clause = ClauseOf(call, cause);
  if (clause != nullptr) {
    switch (cause.reason) {
      case CauseReason::kNoValueMatched:
        return ComparedValues(call, cause, *clause, "asks for");
      case CauseReason::kNegatedValueMatched:
        return ComparedValues(call, cause, *clause, "rules out");
      case CauseReason::kValueMatched:
        return ComparedValues(call, cause, *clause, "asks for");
      case CauseReason::kExplicitDeny:
        return absl::StrCat("a Deny applies: ", clause->op.Name(), " ", Quote(cause.key), " ",
                            PolicyValues(*clause), " holds, since the request has ",
                            GivenValues(call, cause.key));
      case CauseReason::kKeyAbsent:
        return absl::StrCat("the policy asks for ", Quote(cause.key), ", and ",
                            WhyAbsent(call, cause.key));
      default:
        return absl::StrCat(Quote(cause.key), ": ", CauseReasonMeaning(cause.reason));
    }
  }
  if (cause.reason == CauseReason::kExplicitDeny && !cause.sid.empty()) {
    return absl::StrCat("statement ", Quote(cause.sid), " denies it");
  }
  return std::string(CauseReasonMeaning(cause.reason));
}

std::string NarrateLoss(const World& world, const Loss& loss) {
  const Resource& resource = world.resources[loss.resource];
  std::string text = absl::StrCat(Escape(resource.holds, 500), " (", Escape(loss.action), " on ",
                                  Escape(loss.arn, 500), ")");
  if (!loss.what.empty()) absl::StrAppend(&text, ". ", Escape(loss.what, 500));
  return text;
}

std::string NarrateAbsence(const AbsentKey& absent) {
  std::string key = Quote(absent.key);
  switch (absent.reason) {
    case AbsenceReason::kNotSentByVersion:
      return absl::StrCat(key, " is not sent before version ", absent.detail);
    case AbsenceReason::kNotSentByService:
      return absl::StrCat("the service does not send ", key);
    case AbsenceReason::kNotDocumented:
      return absl::StrCat("no page says that the service sends ", key);
    case AbsenceReason::kNoSourceResource:
      return absl::StrCat("the service acts for no resource, so there is no ", key);
    case AbsenceReason::kNoOrganization:
      return absl::StrCat("the account is in no organization, so there is no ", key);
    case AbsenceReason::kVendorSendsNone:
      return absl::StrCat("the vendor sends no ", key);
    case AbsenceReason::kCustomerTypedNone:
      return absl::StrCat("the customer typed nothing, so there is no ", key);
    case AbsenceReason::kNotForgedByAttacker:
      return absl::StrCat("the attacker leaves ", key, " out");
  }
  return key;
}

std::string NarrateExpectation(const Expectation& expected) {
  std::string text(OutcomeName(expected.outcome));
  if (expected.outcome == Outcome::kBlocked) absl::StrAppend(&text, " by ", GuardName(expected.by));
  if (expected.outcome == Outcome::kRejected) absl::StrAppend(&text, " by ", Escape(expected.rule));
  std::vector<std::string> why;
  if (expected.reason) why.emplace_back(CauseReasonName(*expected.reason));
  if (!expected.key.empty()) why.push_back(Escape(expected.key));
  if (expected.sid) why.push_back(absl::StrCat("Sid ", Quote(*expected.sid)));
  if (!why.empty()) absl::StrAppend(&text, " (", absl::StrJoin(why, " "), ")");
  return text;
}

std::string Narrate(const Scenario& scenario, const ScenarioResult& result, int variant, int step) {
  const World& world = scenario.variants[variant].world;
  const VariantResult& of_variant = result.variants[variant];
  if (of_variant.refused != nullptr) {
    return absl::StrCat("IAM refuses the ", of_variant.refused->name,
                        ", so nothing can be decided.");
  }
  std::vector<std::string> sentences;
  const std::vector<CallResult>& calls = of_variant.steps[step].calls;
  for (size_t i = 0; i < calls.size(); ++i) {
    const CallResult& call = calls[i];
    std::string sentence = NarrateCall(world, call);
    sentence[0] = absl::ascii_toupper(static_cast<unsigned char>(sentence[0]));
    sentences.push_back(sentence + ".");
    for (const GuardResult& guard : call.guards) {
      if (guard.verdict != GuardVerdict::kBypassed) continue;
      std::string bypassed(GuardTitle(guard.guard));
      bypassed[0] = absl::ascii_toupper(static_cast<unsigned char>(bypassed[0]));
      sentences.push_back(absl::StrCat(bypassed, " is bypassed."));
    }
    if (call.allowed) {
      const bool assumes = call.kind == CallKind::kAssumeRole || IsAskedBeside(call.kind);
      const bool more = i + 1 < calls.size() && IsAskedBeside(calls[i + 1].kind);
      sentences.emplace_back(assumes && !more ? "STS hands out the role." : "It is allowed.");
    }
    if (!call.allowed) sentences.push_back(Stopped(world, call));
  }
  return absl::StrJoin(sentences, " ");
}

}  // namespace deputy
