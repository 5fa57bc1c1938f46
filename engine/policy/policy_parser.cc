#include "engine/policy/policy_parser.h"

#include <array>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "engine/policy/statement_parser.h"
#include "engine/policy/value_parser.h"

namespace deputy {
namespace {

constexpr size_t kMaxStatements = 1000;  // 1.1

constexpr absl::string_view kTopElements[] = {"Version", "Id", "Statement"};
class PolicyReader {
 public:
  PolicyReader(PolicyType type, Diagnostics& diagnostics) : diagnostics_(diagnostics) {
    policy_.type = type;
  }

  Policy Read(const JsonValue& document) {
    policy_.range = document.range;
    if (!document.is_object()) {
      ReportWrongType(document, "a policy", "an object", diagnostics_);
      return std::move(policy_);
    }
    if (!IsWrongKind(document)) {
      misspelt_ = RefuseUnknownElements(document, kTopElements, "policy", diagnostics_);
      ReadVersion(document);
      if (const JsonMember* id = document.Find("Id")) policy_.id = ReadText(*id, diagnostics_);
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

  void ReadVersion(const JsonValue& document) {
    const JsonMember* version = document.Find("Version");
    if (version == nullptr) {
      diagnostics_.Warning(
          "version-missing", {document.range.begin, document.range.begin + 1},
          "no `Version`: it means 2008-10-17, in which policy variables are plain text",
          R"(write "Version": "2012-10-17")");
      return;
    }
    const std::string text = ReadText(*version, diagnostics_);
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
    StatementParser parser(policy_.type, policy_.version, diagnostics_);
    for (const JsonValue& statement : statements) {
      if (statement.is_object()) {
        policy_.statements.push_back(parser.Parse(statement));
      } else {
        ReportWrongType(statement, "a statement", "an object", diagnostics_);
      }
    }
  }

  Diagnostics& diagnostics_;
  Policy policy_;
  std::vector<absl::string_view> misspelt_;  // elements that were meant
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
