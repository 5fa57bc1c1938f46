#include "engine/policy/value_parser.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

// `{"Ref": …}`, `{"Fn::Sub": …}`: a template that was not resolved (BI-133).
bool IsIntrinsic(const JsonValue& value) {
  return value.is_object() && value.members.size() == 1 &&
         (value.members[0].name == "Ref" || absl::StartsWith(value.members[0].name, "Fn::"));
}

}  // namespace

void ReportWrongType(const JsonValue& value, absl::string_view what, absl::string_view expected,
                     Diagnostics& diagnostics) {
  if (IsIntrinsic(value)) {
    diagnostics.Error(
        "unresolved-intrinsic", value.range,
        absl::StrCat(what, " holds the template function ", Quote(value.members[0].name),
                     ", which has no value until the template is deployed"),
        "put in the value it will have");
    return;
  }
  const bool bare_account = value.is_number() && IsAccountId(value.text);
  diagnostics.Error(
      "wrong-type", value.range,
      absl::StrCat(what, " must be ", expected, ", not ", JsonKindName(value.kind)),
      bare_account ? "put the account id in quotes: as a number it would lose leading zeros" : "");
}

std::vector<PolicyString> ParseStrings(const JsonValue& value, absl::string_view what,
                                       Scalars scalars, Diagnostics& diagnostics) {
  std::vector<PolicyString> result;
  const auto add = [&](const JsonValue& item) {
    if (item.is_string() ||
        (scalars == Scalars::kAlsoNumbersAndBooleans && (item.is_number() || item.is_bool()))) {
      result.push_back({item.text, item.range});
    } else {
      ReportWrongType(
          item, what,
          item.range == value.range ? "a string or a list of strings" : "a list of strings",
          diagnostics);
    }
  };
  if (!value.is_array()) {
    add(value);
    return result;
  }
  if (value.items.empty()) {
    diagnostics.Error("empty-values", value.range, absl::StrCat(what, " is an empty list"),
                      "a list needs at least one value");
  }
  result.reserve(value.items.size());
  for (const JsonValue& item : value.items) add(item);
  return result;
}

std::string ReadText(const JsonMember& member, Diagnostics& diagnostics) {
  if (!member.value.is_string())
    ReportWrongType(member.value, absl::StrCat("`", member.name, "`"), "a string", diagnostics);
  return member.value.text;
}

std::vector<absl::string_view> RefuseUnknownElements(const JsonValue& object,
                                                     absl::Span<const absl::string_view> known,
                                                     absl::string_view where,
                                                     Diagnostics& diagnostics) {
  std::vector<absl::string_view> misspelt;
  for (const JsonMember& member : object.members) {
    if (absl::c_linear_search(known, absl::string_view(member.name))) continue;
    misspelt.push_back(NearestWord(member.name, known));
    diagnostics.Error("unknown-element", member.name_range,
                      absl::StrCat("unknown element ", Quote(member.name), " in a ", where,
                                   DidYouMean(member.name, known)));
  }
  return misspelt;
}

}  // namespace deputy
