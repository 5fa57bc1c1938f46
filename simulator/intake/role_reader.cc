#include "simulator/intake/role_reader.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/principal.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/json_reader.h"
#include "simulator/intake/percent.h"

namespace deputy {
namespace {

JsonLimits FileLimits() {
  JsonLimits limits;
  limits.max_bytes = size_t{1} << 30;
  limits.max_members = 10'000'000;
  return limits;
}

class RoleReader {
 public:
  explicit RoleReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // Any of the shapes; `depth` keeps a list of lists from going on.
  void ReadAny(const JsonValue& value) {
    if (value.is_array()) {
      for (const JsonValue& item : value.items) ReadObject(item);
    } else {
      ReadObject(value);
    }
  }

  // The documents of a JSON Lines file stand one behind the other; `offset` is where this one
  // begins.
  void Shift(uint32_t offset) {
    for (size_t i = shifted_; i < roles_.size(); ++i) {
      roles_[i].range.begin += offset;
      roles_[i].range.end += offset;
    }
    shifted_ = roles_.size();
  }

  std::vector<RoleDocument> Take() { return std::move(roles_); }

 private:
  void ReadObject(const JsonValue& value) {
    if (!value.is_object()) return Unknown(value);
    for (const absl::string_view list : {"RoleDetailList", "Roles"}) {
      if (const JsonMember* member = value.Find(list);
          member != nullptr && member->value.is_array()) {
        for (const JsonValue& role : member->value.items) ReadRole(role);
        return;
      }
    }
    if (const JsonMember* role = value.Find("Role")) return ReadRole(role->value);
    if (value.Find("AssumeRolePolicyDocument") != nullptr) return ReadRole(value);
    if (!IsByArn(value)) return Unknown(value);
    for (const JsonMember& role : value.members) Add(role.name, role.name_range, role.value);
  }

  static bool IsByArn(const JsonValue& value) {
    for (const JsonMember& member : value.members) {
      if (!absl::StartsWith(member.name, "arn:")) return false;
    }
    return !value.members.empty();
  }

  void Unknown(const JsonValue& value) {
    diagnostics_.Error(
        "no-roles", {value.range.begin, value.range.begin + 1}, "there are no roles here",
        "give what `aws iam list-roles` prints, or an object of role ARN to trust policy");
  }

  void ReadRole(const JsonValue& role) {
    const JsonMember* arn = role.is_object() ? role.Find("Arn") : nullptr;
    const JsonMember* document = role.is_object() ? role.Find("AssumeRolePolicyDocument") : nullptr;
    if (arn == nullptr || !arn->value.is_string() || document == nullptr) {
      diagnostics_.Error("not-a-role", {role.range.begin, role.range.begin + 1},
                         "a role needs an `Arn` and an `AssumeRolePolicyDocument`");
      return;
    }
    Add(arn->value.text, arn->value.range, document->value);
  }

  void Add(const std::string& arn, TextRange range, const JsonValue& document) {
    const std::optional<Principal> role = ParseIamPrincipal(arn);
    if (!role || role->kind != PrincipalKind::kRole) {
      diagnostics_.Error("invalid-arn", range,
                         absl::StrCat(Quote(arn), " is not the ARN of a role"));
      return;
    }
    roles_.push_back({arn, range, ReadPolicy(document)});
  }

  std::optional<Policy> ReadPolicy(const JsonValue& document) {
    if (!document.is_string()) return ParsePolicy(document, PolicyType::kTrust, diagnostics_);
    const absl::string_view text = document.text;
    Diagnostics inner;
    std::optional<Policy> policy = ParsePolicyText(
        absl::StartsWith(text, "%7B") || absl::StartsWith(text, "%7b") ? DecodePercent(text)
                                                                       : std::string(text),
        PolicyType::kTrust, inner);
    for (const Diagnostic& diagnostic : inner.items()) {
      Diagnostic outer = diagnostic;
      outer.range = document.range;
      diagnostics_.Add(std::move(outer));
    }
    return policy;
  }

  Diagnostics& diagnostics_;
  std::vector<RoleDocument> roles_;
  size_t shifted_ = 0;
};

// A diagnostic of one line, at its place in the file.
void AddShifted(const Diagnostics& line, uint32_t offset, Diagnostics& diagnostics) {
  for (Diagnostic diagnostic : line.items()) {
    diagnostic.range.begin += offset;
    diagnostic.range.end += offset;
    diagnostics.Add(std::move(diagnostic));
  }
}

std::vector<RoleDocument> ReadLines(absl::string_view text, Diagnostics& diagnostics) {
  std::vector<RoleDocument> roles;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    if (end == absl::string_view::npos) end = text.size();
    const absl::string_view line = text.substr(begin, end - begin);
    if (line.find_first_not_of(" \t\r") != absl::string_view::npos) {
      Diagnostics of_line;
      RoleReader reader(of_line);
      if (const auto document = ReadJson(line, FileLimits(), of_line)) reader.ReadAny(*document);
      reader.Shift(static_cast<uint32_t>(begin));
      for (RoleDocument& role : reader.Take()) roles.push_back(std::move(role));
      AddShifted(of_line, static_cast<uint32_t>(begin), diagnostics);
    }
    begin = end + 1;
  }
  return roles;
}

}  // namespace

std::vector<RoleDocument> ReadRoles(absl::string_view text, Diagnostics& diagnostics) {
  Diagnostics whole;
  const std::optional<JsonValue> document = ReadJson(text, FileLimits(), whole);
  // A second document behind the first: pages of a listing or JSON Lines, a document a line.
  if (!document && whole.FirstError()->rule == "trailing-content")
    return ReadLines(text, diagnostics);
  RoleReader reader(whole);
  if (document) reader.ReadAny(*document);
  AddShifted(whole, 0, diagnostics);
  return reader.Take();
}

}  // namespace deputy
