#include "engine/policy/policy_parser.h"

#include <array>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/policy/condition_parser.h"
#include "engine/policy/policy_variable.h"
#include "engine/policy/principal_parser.h"
#include "engine/policy/value_parser.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

constexpr size_t kMaxStatements = 1000;  // 1.1

// What the grammar asks of each type of policy (1.3 to 1.5).
struct TypeRules {
  PolicyType type;
  bool takes_principal;
  bool takes_not_principal;
  bool takes_resource;
  bool free_sid;
};

constexpr TypeRules kTypeRules[] = {
    {PolicyType::kTrust, true, false, false, true},
    {PolicyType::kIdentity, false, false, true, false},
    {PolicyType::kBoundary, false, false, true, false},
    {PolicyType::kSession, false, false, true, false},
    {PolicyType::kScp, false, false, true, false},
    {PolicyType::kRcp, true, false, true, false},
    {PolicyType::kResource, true, true, true, true},
};

constexpr absl::string_view kTopElements[] = {"Version", "Id", "Statement"};
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

class PolicyReader {
 public:
  PolicyReader(PolicyType type, Diagnostics& diagnostics)
      : rules_(kTypeRules[static_cast<size_t>(type)]), diagnostics_(diagnostics) {
    policy_.type = type;
  }

  Policy Read(const JsonValue& document) {
    policy_.range = document.range;
    if (!document.is_object()) {
      ReportWrongType(document, "a policy", "an object", diagnostics_);
      return std::move(policy_);
    }
    if (!IsWrongKind(document)) {
      RefuseUnknown(document, kTopElements, "policy");
      ReadVersion(document);
      if (const JsonMember* id = document.Find("Id")) policy_.id = ReadText(*id);
      ReadStatements(document);
    }
    return std::move(policy_);
  }

 private:
  // A file that holds a policy, or asks about one, but is none (BI-131, BI-132).
  bool IsWrongKind(const JsonValue& document) {
    static constexpr std::array<std::pair<absl::string_view, absl::string_view>, 6> kTelltales = {{
        {"Role", "the answer of `aws iam get-role`"},
        {"Roles", "the answer of `aws iam list-roles`"},
        {"RoleDetailList", "the answer of `aws iam get-account-authorization-details`"},
        {"AssumeRolePolicyDocument", "a role"},
        {"principal", "a request"},
        {"steps", "a scenario"},
    }};
    if (document.Find("Statement") != nullptr) return false;
    for (const auto& [member, what] : kTelltales) {
      if (const JsonMember* found = document.Find(member)) {
        diagnostics_.Error("wrong-kind", found->name_range,
                           absl::StrCat("this looks like ", what, ", not like ",
                                        PolicyTypeWithArticle(policy_.type)));
        return true;
      }
    }
    return false;
  }

  void RefuseUnknown(const JsonValue& object, absl::Span<const absl::string_view> known,
                     absl::string_view where) {
    misspelt_.clear();
    for (const JsonMember& member : object.members) {
      if (absl::c_linear_search(known, absl::string_view(member.name))) continue;
      misspelt_.push_back(NearestWord(member.name, known));
      diagnostics_.Error("unknown-element", member.name_range,
                         absl::StrCat("unknown element ", Quote(member.name), " in a ", where,
                                      DidYouMean(member.name, known)));
    }
  }

  std::string ReadText(const JsonMember& member) {
    if (!member.value.is_string()) {
      ReportWrongType(member.value, absl::StrCat("`", member.name, "`"), "a string", diagnostics_);
    }
    return member.value.text;
  }

  void ReadVersion(const JsonValue& document) {
    const JsonMember* version = document.Find("Version");
    if (version == nullptr) {
      diagnostics_.Warning(
          "version-missing", {document.range.begin, document.range.begin + 1},
          "no `Version`: it means 2008-10-17, in which policy variables are plain text",
          R"(write "Version": "2012-10-17")");
      return;
    }
    const std::string text = ReadText(*version);
    if (text == "2012-10-17") {
      policy_.version = PolicyVersion::k2012;
    } else if (version->value.is_string() && text != "2008-10-17") {
      diagnostics_.Error("invalid-version", version->value.range,
                         absl::StrCat("unknown policy version ", Quote(text)),
                         "the current one is `2012-10-17`");
    }
  }

  void ReadStatements(const JsonValue& document) {
    const JsonMember* member = document.Find("Statement");
    if (member == nullptr && !absl::c_linear_search(misspelt_, absl::string_view("Statement"))) {
      diagnostics_.Error("missing-element", {document.range.begin, document.range.begin + 1},
                         "a policy needs a `Statement`");
    }
    if (member == nullptr) return;
    const JsonValue& value = member->value;
    const absl::Span<const JsonValue> statements =
        value.is_array() ? absl::MakeConstSpan(value.items) : absl::MakeConstSpan(&value, 1);
    if (statements.empty())
      diagnostics_.Error("empty-statement-list", value.range, "`Statement` is an empty list");
    if (statements.size() > kMaxStatements) {
      diagnostics_.Error("too-many-statements", statements[kMaxStatements].range,
                         absl::StrCat("more than ", kMaxStatements, " statements"));
      return;
    }
    for (const JsonValue& statement : statements) {
      if (statement.is_object()) {
        ReadStatement(statement);
      } else {
        ReportWrongType(statement, "a statement", "an object", diagnostics_);
      }
    }
  }

  void ReadStatement(const JsonValue& object) {
    RefuseUnknown(object, kStatementElements, "statement");
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
      statement.conditions = ParseConditions(condition->value, policy_.version, diagnostics_);
    }
    policy_.statements.push_back(std::move(statement));
  }

  std::string ReadSid(const JsonMember& member) {
    std::string sid = ReadText(member);
    if (!rules_.free_sid) {
      for (const char c : sid) {
        if (absl::ascii_isalnum(static_cast<unsigned char>(c))) continue;
        diagnostics_.Error(
            "invalid-sid", member.value.range,
            absl::StrCat("the `Sid` ", Quote(sid), " of ", PolicyTypeWithArticle(policy_.type),
                         " may hold only letters and digits"));
        break;
      }
    }
    if (!sid.empty() && !sids_.try_emplace(sid, member.value.range).second) {
      diagnostics_.Error("duplicate-sid", member.value.range,
                         absl::StrCat("the `Sid` ", Quote(sid), " stands twice"));
    }
    return sid;
  }

  void ReadEffect(const JsonValue& object, Statement& statement) {
    const JsonMember* member = object.Find("Effect");
    if (member == nullptr) return Missing(object, "Effect");
    const std::string text = ReadText(*member);
    statement.effect = text == "Deny" ? Effect::kDeny : Effect::kAllow;
    if (member->value.is_string() && text != "Allow" && text != "Deny") {
      static constexpr absl::string_view kEffects[] = {"Allow", "Deny"};
      diagnostics_.Error("invalid-effect", member->value.range,
                         absl::StrCat("`Effect` is `Allow` or `Deny`, not ", Quote(text),
                                      DidYouMean(text, kEffects)));
    }
    if (policy_.type == PolicyType::kRcp && text == "Allow") {
      diagnostics_.Error("rcp-allow", member->value.range, "an RCP can only deny");
    }
  }

  // Silent about an element that is there and misspelt: that was said, at its place.
  void Missing(const JsonValue& object, absl::string_view element,
               absl::string_view rule = "missing-element") {
    if (absl::c_linear_search(misspelt_, element)) return;
    diagnostics_.Error(rule, {object.range.begin, object.range.begin + 1},
                       absl::StrCat("a statement of ", PolicyTypeWithArticle(policy_.type),
                                    " needs `", element, "`"));
  }

  const JsonMember* OneOf(const JsonValue& object, absl::string_view name,
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

  void ReadPrincipal(const JsonValue& object, Statement& statement) {
    const JsonMember* member = OneOf(object, "Principal", "NotPrincipal", rules_.takes_principal);
    if (member == nullptr) return;
    if (!rules_.takes_principal) {
      diagnostics_.Error("principal-not-allowed", member->name_range,
                         absl::StrCat("`", member->name, "` does not go into ",
                                      PolicyTypeWithArticle(policy_.type),
                                      ": it applies to whom it is attached to"));
      return;
    }
    statement.principal = ParsePrincipalElement(*member, policy_.type, diagnostics_);
    const bool not_principal = member->name == "NotPrincipal";
    if (not_principal && !rules_.takes_not_principal) {
      diagnostics_.Error(
          "notprincipal-not-allowed", member->name_range,
          absl::StrCat(PolicyTypeWithArticle(policy_.type), " takes no `NotPrincipal`"),
          "name whom you trust with `Principal`");
    } else if (not_principal && statement.effect == Effect::kAllow) {
      diagnostics_.Error(
          "notprincipal-allow", member->name_range,
          "`NotPrincipal` goes with `Deny` only: with `Allow` it would let in nearly everybody");
    }
    if (policy_.type == PolicyType::kRcp &&
        !(member->value.is_string() && member->value.text == "*")) {
      diagnostics_.Error("rcp-principal", member->value.range,
                         "the `Principal` of an RCP can only be `*`");
    }
  }

  PatternElement ReadActions(const JsonMember& member) {
    PatternElement element{member.name == "NotAction", {}, member.value.range};
    element.patterns = ParseStrings(member.value, absl::StrCat("`", member.name, "`"),
                                    Scalars::kStringsOnly, diagnostics_);
    for (const PolicyString& action : element.patterns) {
      if (!IsActionPattern(action.text)) {
        diagnostics_.Error("invalid-action", action.range,
                           absl::StrCat(Quote(action.text), " is no action"),
                           "an action is written `prefix:Name`, such as `sts:AssumeRole`");
      } else if (policy_.type == PolicyType::kTrust &&
                 !ActionPatternCanMatchService(action.text, "sts")) {
        diagnostics_.Error(
            "non-sts-action", action.range,
            absl::StrCat("a trust policy takes only actions of `sts:`, not ", Quote(action.text)));
      }
    }
    return element;
  }

  const JsonMember* ResourceMember(const JsonValue& object) {
    const JsonMember* member = OneOf(object, "Resource", "NotResource", rules_.takes_resource);
    if (member == nullptr || rules_.takes_resource) return member;
    diagnostics_.Error("resource-in-trust-policy", member->name_range,
                       absl::StrCat("a trust policy takes no `", member->name,
                                    "`: the role it belongs to is the resource"));
    return nullptr;
  }

  PatternElement ReadResources(const JsonMember& member) {
    PatternElement element{member.name == "NotResource", {}, member.value.range};
    element.patterns = ParseStrings(member.value, absl::StrCat("`", member.name, "`"),
                                    Scalars::kStringsOnly, diagnostics_);
    for (const PolicyString& resource : element.patterns) {
      CheckVariables(resource, true, policy_.version, diagnostics_);
      if (resource.text != "*" && !HasSixComponents(resource.text, policy_.version)) {
        diagnostics_.Error("invalid-resource", resource.range,
                           absl::StrCat(Quote(resource.text), " is neither an ARN nor `*`"));
      }
    }
    return element;
  }

  const TypeRules& rules_;
  Diagnostics& diagnostics_;
  Policy policy_;
  std::vector<absl::string_view> misspelt_;  // elements of the object at hand
  absl::flat_hash_map<std::string, TextRange> sids_;
};

}  // namespace

std::optional<Policy> ParsePolicy(const JsonValue& document, PolicyType type,
                                  Diagnostics& diagnostics) {
  const size_t errors_before = diagnostics.error_count();
  Policy policy = PolicyReader(type, diagnostics).Read(document);
  if (diagnostics.error_count() > errors_before) return std::nullopt;
  return policy;
}

std::optional<Policy> ParsePolicyText(absl::string_view text, PolicyType type,
                                      Diagnostics& diagnostics, const JsonLimits& limits) {
  const std::optional<JsonValue> document = ReadJson(text, limits, diagnostics);
  if (!document) return std::nullopt;
  return ParsePolicy(*document, type, diagnostics);
}

}  // namespace deputy
