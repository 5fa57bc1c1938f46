#include "simulator/lab/question.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/text/json_reader.h"
#include "simulator/lab/http_message.h"

namespace deputy {
namespace {

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

std::string TextOf(const JsonValue& object, absl::string_view name) {
  const JsonMember* member = object.Find(name);
  return member != nullptr && member->value.is_string() ? member->value.text : "";
}

absl::StatusOr<Setting> ReadSetting(const JsonValue& value) {
  Setting setting;
  setting.scenario = TextOf(value, "scenario");
  setting.variant = TextOf(value, "variant");
  setting.step = TextOf(value, "step");
  if (setting.scenario.empty() || setting.variant.empty() || setting.step.empty())
    return Wrong("`setting` needs the ids of a `scenario`, a `variant` and a `step`");
  if (const JsonMember* call = value.Find("call"); call != nullptr) {
    uint32_t index = 0;
    if (!call->value.is_number() || !absl::SimpleAtoi(call->value.text, &index))
      return Wrong("`call` of `setting` must be a number from 0");
    setting.call = index;
  }
  return setting;
}

absl::Status ReadMember(const JsonMember& member, LabQuestion& question) {
  const JsonValue& value = member.value;
  if (member.name == "policy") {
    if (!value.is_string()) return Wrong("`policy` must be a string: the text of the editor");
    question.policy = value.text;
  } else if (member.name == "request") {
    if (!value.is_object()) return Wrong("`request` must be an object");
    question.request = value;
  } else if (member.name == "trusted") {
    if (!value.is_array() ||
        !absl::c_all_of(value.items, [](const JsonValue& item) { return item.is_string(); }))
      return Wrong("`trusted` must be a list of strings");
    for (const JsonValue& item : value.items) question.trusted.push_back(item.text);
  } else if (member.name == "setting") {
    if (value.is_null()) return absl::OkStatus();
    absl::StatusOr<Setting> setting = ReadSetting(value);
    if (!setting.ok()) return setting.status();
    question.setting = *std::move(setting);
  } else {
    return Wrong(absl::StrCat("unknown field ", Quote(member.name)));
  }
  return absl::OkStatus();
}

}  // namespace

PolicyType LabQuestion::Type() const {
  return IsRoleArn(Resource()) && IsRoleTrustAction(TextOf(request, "action"))
             ? PolicyType::kTrust
             : PolicyType::kResource;
}

std::string LabQuestion::Resource() const { return TextOf(request, "resource"); }

absl::string_view LabQuestion::PolicyMember() const {
  return Type() == PolicyType::kTrust ? "trustPolicy" : "resourcePolicy";
}

absl::StatusOr<LabQuestion> ReadQuestion(absl::string_view body) {
  Diagnostics diagnostics;
  JsonLimits limits;
  limits.max_string = kMostBody;  // the policy is a document, of which the body is the limit
  const std::optional<JsonValue> document = ReadJson(body, limits, diagnostics);
  if (!document) {
    const TextPosition at = PositionOf(body, diagnostics.FirstError()->range.begin);
    return Wrong(absl::StrCat("the body is no JSON: line ", at.line, ", column ", at.column, ": ",
                              diagnostics.FirstError()->message));
  }
  if (!document->is_object()) return Wrong("the body must be an object");
  LabQuestion question;
  for (const JsonMember& member : document->members) {
    if (absl::Status status = ReadMember(member, question); !status.ok()) return status;
  }
  if (document->Find("policy") == nullptr || document->Find("request") == nullptr)
    return Wrong("the body needs a `policy` and a `request`");
  return question;
}

TrustedParties ReadTrusted(const std::vector<std::string>& words,
                           std::vector<std::string>& misread) {
  TrustedParties trusted;
  for (const std::string& word : words) {
    const size_t at = word.find('=');
    const std::string left = word.substr(0, at);
    const std::string right = at == std::string::npos ? "" : word.substr(at + 1);
    if (IsAccountId(word)) {
      trusted.accounts.push_back(word);
    } else if (IsOrganizationId(word)) {
      trusted.organizations.push_back(word);
    } else if (IsAccountId(left) && !right.empty()) {
      trusted.third_parties.push_back({left, right});
    } else if (absl::StrContains(left, ':') && !right.empty()) {
      trusted.claims.push_back({left, right});
    } else {
      misread.push_back(word);
    }
  }
  return trusted;
}

}  // namespace deputy
