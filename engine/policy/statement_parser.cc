#include "engine/policy/statement_parser.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/policy/condition_parser.h"
#include "engine/policy/policy_variable.h"
#include "engine/policy/principal_parser.h"
#include "engine/policy/value_parser.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

constexpr absl::string_view kStatementElements[] = {"Sid",          "Effect",      "Principal",
                                                    "NotPrincipal", "Action",      "NotAction",
                                                    "Resource",     "NotResource", "Condition"};

// Whether a resource has the six components of an ARN; colons inside a variable part none (3.2).
bool HasSixComponents(absl::string_view resource, PolicyVersion version) {
  const Variables variables =
      version == PolicyVersion::k2012 ? Variables::kExpand : Variables::kPlainText;
  const auto parsed = ParseTemplate(resource, Wildcards::kPlainText, variables);
  const auto* pieces = std::get_if<ValueTemplate>(&parsed);
  if (pieces == nullptr) return true;  // malformed, and said so already
  int64_t colons = 0;
  for (const TemplatePiece& piece : pieces->pieces) colons += absl::c_count(piece.text, ':');
  return colons + 1 >= kArnComponents;
}

}  // namespace

// What the grammar asks of each type of policy (1.3 to 1.5).
struct StatementParser::TypeRules {
  PolicyType type;
  bool takes_principal;
  bool takes_not_principal;
  bool takes_resource;
  bool free_sid;
};

const StatementParser::TypeRules StatementParser::kTypeRules[] = {
    {PolicyType::kTrust, true, false, false, true},
    {PolicyType::kIdentity, false, false, true, false},
    {PolicyType::kBoundary, false, false, true, false},
    {PolicyType::kSession, false, false, true, false},
    {PolicyType::kScp, false, false, true, false},
    {PolicyType::kRcp, true, false, true, false},
    {PolicyType::kResource, true, true, true, true},
};

StatementParser::StatementParser(PolicyType type, PolicyVersion version, Diagnostics& diagnostics)
    : rules_(kTypeRules[static_cast<size_t>(type)]),
      type_(type),
      version_(version),
      diagnostics_(diagnostics) {}

Statement StatementParser::Parse(const JsonValue& object) {
  misspelt_ = RefuseUnknownElements(object, kStatementElements, "statement", diagnostics_);
  Statement statement;
  statement.range = object.range;
  if (const JsonMember* sid = object.Find("Sid")) statement.sid = ReadSid(*sid);
  ReadEffect(object, statement);
  ReadPrincipal(object, statement);
  if (const JsonMember* action = OneOf(object, "Action", "NotAction", true)) {
    statement.action = ReadActions(*action);
  }
  if (const JsonMember* resource = ResourceMember(object))
    statement.resource = ReadResources(*resource);
  if (const JsonMember* condition = object.Find("Condition")) {
    statement.conditions = ParseConditions(condition->value, version_, diagnostics_);
  }
  return statement;
}

std::string StatementParser::ReadSid(const JsonMember& member) {
  std::string sid = ReadText(member, diagnostics_);
  if (!rules_.free_sid) {
    for (const char c : sid) {
      if (absl::ascii_isalnum(static_cast<unsigned char>(c))) continue;
      diagnostics_.Error(
          "invalid-sid", member.value.range,
          absl::StrCat("the `Sid` ", Quote(sid), " of ", PolicyTypeWithArticle(type_),
                       " may hold only letters and digits"));
      break;
    }
  }
  if (!sid.empty() && !sids_.insert(sid).second) {
    diagnostics_.Error("duplicate-sid", member.value.range,
                       absl::StrCat("the `Sid` ", Quote(sid), " stands twice"));
  }
  return sid;
}

void StatementParser::ReadEffect(const JsonValue& object, Statement& statement) {
  const JsonMember* member = object.Find("Effect");
  if (member == nullptr) return Missing(object, "Effect");
  const std::string text = ReadText(*member, diagnostics_);
  statement.effect = text == "Deny" ? Effect::kDeny : Effect::kAllow;
  if (member->value.is_string() && text != "Allow" && text != "Deny") {
    static constexpr absl::string_view kEffects[] = {"Allow", "Deny"};
    diagnostics_.Error("invalid-effect", member->value.range,
                       absl::StrCat("`Effect` is `Allow` or `Deny`, not ", Quote(text),
                                    DidYouMean(text, kEffects)));
  }
  if (type_ == PolicyType::kRcp && text == "Allow") {
    diagnostics_.Error("rcp-allow", member->value.range, "an RCP can only deny");
  }
}

void StatementParser::Missing(const JsonValue& object, absl::string_view element,
                              absl::string_view rule) {
  if (absl::c_linear_search(misspelt_, element)) return;
  diagnostics_.Error(
      rule, {object.range.begin, object.range.begin + 1},
      absl::StrCat("a statement of ", PolicyTypeWithArticle(type_), " needs `", element, "`"));
}

const JsonMember* StatementParser::OneOf(const JsonValue& object, absl::string_view name,
                                         absl::string_view negated, bool required) {
  const JsonMember* plain = object.Find(name);
  const JsonMember* other = object.Find(negated);
  if (plain != nullptr && other != nullptr) {
    const bool plain_is_second = plain->name_range.begin > other->name_range.begin;
    diagnostics_.Error("mutually-exclusive",
                       plain_is_second ? plain->name_range : other->name_range,
                       absl::StrCat("`", name, "` and `", negated, "` exclude each other"));
  }
  if (required && plain == nullptr && other == nullptr) {
    Missing(object, name, name == "Principal" ? "missing-principal" : "missing-element");
  }
  return plain != nullptr ? plain : other;
}

void StatementParser::ReadPrincipal(const JsonValue& object, Statement& statement) {
  const JsonMember* member = OneOf(object, "Principal", "NotPrincipal", rules_.takes_principal);
  if (member == nullptr) return;
  if (!rules_.takes_principal) {
    diagnostics_.Error(
        "principal-not-allowed", member->name_range,
        absl::StrCat("`", member->name, "` does not go into ", PolicyTypeWithArticle(type_),
                     ": it applies to whom it is attached to"));
    return;
  }
  statement.principal = ParsePrincipalElement(*member, type_, diagnostics_);
  const bool not_principal = member->name == "NotPrincipal";
  if (not_principal && !rules_.takes_not_principal) {
    diagnostics_.Error("notprincipal-not-allowed", member->name_range,
                       absl::StrCat(PolicyTypeWithArticle(type_), " takes no `NotPrincipal`"),
                       "name whom you trust with `Principal`");
  } else if (not_principal && statement.effect == Effect::kAllow) {
    diagnostics_.Error(
        "notprincipal-allow", member->name_range,
        "`NotPrincipal` goes with `Deny` only: with `Allow` it would let in nearly everybody");
  }
  if (type_ == PolicyType::kRcp && !(member->value.is_string() && member->value.text == "*")) {
    diagnostics_.Error("rcp-principal", member->value.range,
                       "the `Principal` of an RCP can only be `*`");
  }
}

PatternElement StatementParser::ReadActions(const JsonMember& member) {
  PatternElement element{member.name == "NotAction", {}, member.value.range};
  element.patterns = ParseStrings(member.value, absl::StrCat("`", member.name, "`"),
                                  Scalars::kStringsOnly, diagnostics_);
  for (const PolicyString& action : element.patterns) {
    if (!IsActionPattern(action.text)) {
      diagnostics_.Error("invalid-action", action.range,
                         absl::StrCat(Quote(action.text), " is no action"),
                         "an action is written `prefix:Name`, such as `sts:AssumeRole`");
    } else if (type_ == PolicyType::kTrust && !ActionPatternCanMatchService(action.text, "sts")) {
      diagnostics_.Error(
          "non-sts-action", action.range,
          absl::StrCat("a trust policy takes only actions of `sts:`, not ", Quote(action.text)));
    }
  }
  return element;
}

const JsonMember* StatementParser::ResourceMember(const JsonValue& object) {
  const JsonMember* member = OneOf(object, "Resource", "NotResource", rules_.takes_resource);
  if (member == nullptr || rules_.takes_resource) return member;
  diagnostics_.Error("resource-in-trust-policy", member->name_range,
                     absl::StrCat("a trust policy takes no `", member->name,
                                  "`: the role it belongs to is the resource"));
  return nullptr;
}

PatternElement StatementParser::ReadResources(const JsonMember& member) {
  PatternElement element{member.name == "NotResource", {}, member.value.range};
  element.patterns = ParseStrings(member.value, absl::StrCat("`", member.name, "`"),
                                  Scalars::kStringsOnly, diagnostics_);
  for (const PolicyString& resource : element.patterns) {
    CheckVariables(resource, true, version_, diagnostics_);
    if (resource.text != "*" && !HasSixComponents(resource.text, version_)) {
      diagnostics_.Error("invalid-resource", resource.range,
                         absl::StrCat(Quote(resource.text), " is neither an ARN nor `*`"));
    }
  }
  return element;
}

}  // namespace deputy
