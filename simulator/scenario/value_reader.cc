#include "simulator/scenario/value_reader.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/policy/policy_parser.h"

namespace deputy {
namespace {

constexpr size_t kMaxArnBytes = 2048;

constexpr absl::string_view kSourceKeys[] = {"aws:SourceArn", "aws:SourceAccount",
                                             "aws:SourceOrgID", "aws:SourceOrgPaths"};

// The keys that follow from the world and the act, folded; `/` at the end: the family.
constexpr absl::string_view kWorldKeys[] = {"aws:sourcearn",
                                            "aws:sourceaccount",
                                            "aws:sourceorgid",
                                            "aws:sourceorgpaths",
                                            "aws:principalarn",
                                            "aws:principalaccount",
                                            "aws:principalorgid",
                                            "aws:principalorgpaths",
                                            "aws:principaltype",
                                            "aws:principalisawsservice",
                                            "aws:principalservicename",
                                            "aws:principalservicenameslist",
                                            "aws:principaltag/",
                                            "aws:resourceaccount",
                                            "aws:resourceorgid",
                                            "aws:resourceorgpaths",
                                            "aws:resourcetag/",
                                            "aws:requesttag/",
                                            "aws:tagkeys",
                                            "aws:sourceidentity",
                                            "aws:userid",
                                            "aws:username",
                                            "sts:externalid",
                                            "sts:sourceidentity",
                                            "sts:rolesessionname"};

bool IsLowerOrDigit(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); }
bool IsIdChar(char c) { return IsLowerOrDigit(c) || c == '.' || c == '-'; }
bool IsIamChar(char c) {
  return absl::ascii_isalnum(c) || absl::string_view("+=,.@_-").find(c) != absl::string_view::npos;
}
bool IsRepositoryChar(char c) { return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-'; }

bool All(absl::string_view text, bool (*good)(char), size_t min, size_t max) {
  return text.size() >= min && text.size() <= max && absl::c_all_of(text, good);
}

bool IsPrefixed(absl::string_view text, absl::string_view prefix) {
  return absl::ConsumePrefix(&text, prefix) && All(text, IsLowerOrDigit, 4, 32);
}

bool IsPath(absl::string_view text) {
  if (text.size() > 512 || text.empty() || text.front() != '/' || text.back() != '/') return false;
  return !absl::StrContains(text, "//") &&
         absl::c_all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

bool IsVersion(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  return parts.size() <= 6 && absl::c_all_of(parts, [](absl::string_view part) {
           return All(
               part, [](char c) { return absl::ascii_isdigit(c); }, 1, 9);
         });
}

bool IsRepository(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  return parts.size() == 2 && All(parts[0], IsRepositoryChar, 1, 512) &&
         All(parts[1], IsRepositoryChar, 1, 512);
}

absl::string_view FormMeaning(NameForm form) {
  static constexpr absl::string_view kMeanings[] = {
      "1 to 64 of `a-z 0-9 . -`, a letter or digit first",
      "1 to 64 of `A-Z a-z 0-9 + = , . @ _ -`, a letter or digit first",
      "`o-` and 4 to 32 lower case letters or digits",
      "`r-` and 4 to 32 lower case letters or digits",
      "1 to 64 of `A-Z a-z 0-9 + = , . @ _ -`",
      "a `/` at both ends",
      "2 to 64 of `A-Z a-z 0-9 + = , . @ _ -`",
      "numbers with dots between them",
      "`owner/name`"};
  return kMeanings[static_cast<int>(form)];
}

// A forged value is what the attacker writes: text, and a list of texts where the key has many.
bool IsForgeable(const JsonMember& member) {
  const bool many = member.name == "aws:SourceOrgPaths" && member.value.is_array();
  return member.value.is_string() ||
         (many && absl::c_all_of(member.value.items,
                                 [](const JsonValue& item) { return item.is_string(); }));
}

// Whether the key may stand there; reports otherwise.
bool CheckKey(const JsonMember& member, KeyUse use, Diagnostics& diagnostics) {
  if (!IsContextKeyName(member.name)) {
    diagnostics.Error("invalid-context-key", member.name_range,
                      absl::StrCat(Quote(member.name), " is no context key"));
    return false;
  }
  if (use == KeyUse::kForges) {
    if (absl::c_linear_search(kSourceKeys, member.name)) {
      return IsForgeable(member) ||
             Expect(member.value, JsonKind::kString, Quote(member.name), diagnostics);
    }
    diagnostics.Error("unknown-member", member.name_range,
                      absl::StrCat("a service can forge source keys, not ", Quote(member.name)));
    return false;
  }
  if (!IsWorldKey(member.name)) return true;
  diagnostics.Error("contradicts-world", member.name_range,
                    absl::StrCat(Quote(member.name), " follows from the world"),
                    "say it with the members of the world and of the act");
  return false;
}

}  // namespace

bool IsWorldKey(absl::string_view name) {
  const std::string folded = FoldKey(name);
  return absl::c_any_of(kWorldKeys, [&](absl::string_view key) {
    return absl::EndsWith(key, "/") ? absl::StartsWith(folded, key) : folded == key;
  });
}

bool HasForm(absl::string_view text, NameForm form) {
  switch (form) {
    case NameForm::kId:
      return All(text, IsIdChar, 1, 64) && IsLowerOrDigit(text[0]);
    case NameForm::kLocalId:
      return All(text, IsIamChar, 1, 64) && absl::ascii_isalnum(text[0]);
    case NameForm::kOrganization:
      return IsPrefixed(text, "o-");
    case NameForm::kRoot:
      return IsPrefixed(text, "r-");
    case NameForm::kIamName:
      return All(text, IsIamChar, 1, 64);
    case NameForm::kIamPath:
      return IsPath(text);
    case NameForm::kSessionName:
      return All(text, IsIamChar, 2, 64);
    case NameForm::kVersion:
      return IsVersion(text);
    case NameForm::kRepository:
      return IsRepository(text);
  }
  return false;
}

std::string ReadName(ObjectReader& reader, absl::string_view name, NameForm form, bool required,
                     absl::string_view absent) {
  const JsonValue* value = required ? reader.Required(name) : reader.Optional(name);
  if (value == nullptr) return std::string(absent);
  if (!Expect(*value, JsonKind::kString, Quote(name), reader.diagnostics())) return "";
  if (HasForm(value->text, form)) return value->text;
  reader.diagnostics().Error("invalid-id", value->range,
                             absl::StrCat(Quote(name), " cannot be ", Quote(value->text)),
                             std::string(FormMeaning(form)));
  return "";
}

bool CheckArn(absl::string_view text, TextRange range, Diagnostics& diagnostics) {
  const std::optional<Arn> arn = ParseArn(text);
  absl::string_view why;
  if (!arn) {
    why = "an ARN is `arn:partition:service:region:account:resource`";
  } else if (text.size() > kMaxArnBytes) {
    why = "it is longer than 2048 bytes";
  } else if (absl::c_any_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; })) {
    why = "an ARN has no blanks";
  } else if (arn->partition().empty() || arn->service().empty() || arn->resource().empty()) {
    why = "partition, service and resource must not be empty";
  } else if (!arn->account().empty() && !IsAccountId(arn->account()) && arn->account() != "aws") {
    why = "its account is not twelve digits";
  } else {
    return true;
  }
  diagnostics.Error("invalid-arn", range, absl::StrCat(Quote(text), " is no ARN"),
                    std::string(why));
  return false;
}

std::vector<std::string> ReadValues(const JsonValue& value, Diagnostics& diagnostics) {
  std::vector<std::string> values;
  const auto read = [&](const JsonValue& item) {
    if (item.is_string() || item.is_number() || item.is_bool()) {
      values.push_back(item.text);
    } else {
      diagnostics.Error("wrong-type", {item.range.begin, item.range.begin + 1},
                        absl::StrCat("a value is a string, a number or a boolean, not ",
                                     JsonKindName(item.kind)));
    }
  };
  if (!value.is_array()) {
    read(value);
    return values;
  }
  for (const JsonValue& item : value.items) read(item);
  return values;
}

ExtraKeys ReadExtraKeys(const JsonValue* value, KeyUse use, Diagnostics& diagnostics) {
  ExtraKeys keys;
  if (value == nullptr || !Expect(*value, JsonKind::kObject, "context keys", diagnostics)) {
    return keys;
  }
  for (const JsonMember& member : value->members) {
    std::vector<std::string> values = ReadValues(member.value, diagnostics);
    if (!CheckKey(member, use, diagnostics)) continue;
    const ContextKeyInfo* info = FindContextKey(member.name);
    if (info != nullptr && info->cardinality == Cardinality::kSingle && values.size() > 1) {
      diagnostics.Error("multivalue-on-single", member.value.range,
                        absl::StrCat(Quote(member.name), " has one value at most"));
      continue;
    }
    if (absl::c_any_of(
            keys, [&](const ExtraKey& key) { return FoldKey(key.name) == FoldKey(member.name); })) {
      diagnostics.Error("duplicate-key", member.name_range,
                        absl::StrCat("the key ", Quote(member.name), " stands twice"),
                        "names of context keys compare without case");
      continue;
    }
    keys.push_back({member.name, std::move(values)});
  }
  return keys;
}

Tags ReadTags(const JsonValue* value, Diagnostics& diagnostics) {
  Tags tags;
  if (value == nullptr || !Expect(*value, JsonKind::kObject, Quote("tags"), diagnostics)) {
    return tags;
  }
  for (const JsonMember& member : value->members) {
    if (!Expect(member.value, JsonKind::kString, "a tag's value", diagnostics)) continue;
    if (!IsContextKeyName(absl::StrCat("aws:PrincipalTag/", member.name))) {
      diagnostics.Error("invalid-context-key", member.name_range,
                        absl::StrCat(Quote(member.name), " cannot be a tag of a condition key"));
      continue;
    }
    tags.emplace_back(member.name, member.value.text);
  }
  return tags;
}

PolicyDocumentPtr DocumentReader::Read(const JsonValue& value, PolicyType type, std::string name) {
  if (!Expect(value, JsonKind::kObject, name, diagnostics_)) return nullptr;
  auto document = std::make_shared<PolicyDocument>();
  document->name = std::move(name);
  document->type = type;
  document->range = value.range;
  Diagnostics found;
  std::optional<Policy> policy = ParsePolicy(value, type, found);
  document->refused = !policy;
  if (policy) document->policy = *std::move(policy);
  document->diagnostics = found.items();
  if (document->refused) refused_.push_back(document);
  return document;
}

std::vector<PolicyDocumentPtr> DocumentReader::ReadList(absl::Span<const JsonValue> values,
                                                        PolicyType type, absl::string_view name) {
  std::vector<PolicyDocumentPtr> documents;
  for (size_t i = 0; i < values.size(); ++i) {
    PolicyDocumentPtr document = Read(values[i], type, absl::StrCat(name, " ", i + 1));
    if (document != nullptr) documents.push_back(std::move(document));
  }
  return documents;
}

}  // namespace deputy
