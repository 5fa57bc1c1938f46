#include "engine/iam/context_key.h"

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/ignore_case.h"
#include "engine/text/diagnostic.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

using KeyIndex =
    absl::flat_hash_map<absl::string_view, const ContextKeyInfo*, IgnoreCaseHash, IgnoreCaseEqual>;

const KeyIndex& Index() {
  static const KeyIndex* const kIndex = [] {
    auto* index = new KeyIndex;
    for (const ContextKeyInfo& info : AllContextKeys()) index->emplace(info.name, &info);
    return index;
  }();
  return *kIndex;
}

bool IsFamily(absl::string_view name) { return absl::EndsWith(name, "/"); }

// `aws:RequestTag/` of `aws:RequestTag/team`; the tag's own key may hold anything, slashes too.
absl::string_view FamilyOf(absl::string_view name) {
  const size_t slash = name.find('/');
  return slash == absl::string_view::npos ? absl::string_view() : name.substr(0, slash + 1);
}

}  // namespace

const ContextKeyInfo* FindContextKey(absl::string_view name) {
  if (IsFamily(name)) return nullptr;  // a family without a tag key is no key
  const KeyIndex& index = Index();
  auto found = index.find(name);
  if (found == index.end()) found = index.find(FamilyOf(name));
  return found == index.end() ? nullptr : found->second;
}

std::string FoldKey(absl::string_view name) { return absl::AsciiStrToLower(name); }

bool IsContextKeyName(absl::string_view name) {
  constexpr size_t kMaxBytes = 512;
  const size_t colon = name.find(':');
  if (name.size() > kMaxBytes || colon == absl::string_view::npos || colon == 0 ||
      colon + 1 == name.size()) {
    return false;
  }
  const size_t slash = name.find('/', colon);  // behind it may stand the key of a tag
  for (size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    if (byte < 0x20 || byte == 0x7F || (byte == ' ' && i < slash)) return false;
  }
  return name.back() != ' ' && name.back() != '/';
}

bool IsNoContextKey(absl::string_view name) {
  const std::string prefix = FoldKey(name.substr(0, name.find(':')));
  return (prefix == "aws" || prefix == "sts") && FindContextKey(name) == nullptr;
}

bool IsSourceKey(absl::string_view name) {
  const ContextKeyInfo* info = FindContextKey(name);
  return info != nullptr && info->origin == KeyOrigin::kCallingService;
}

std::string ContextKeySuggestion(absl::string_view name) {
  // Of `aws:RequestTags/team` only the family can be misspelt, and the tag key is kept.
  const absl::string_view family = FamilyOf(name);
  std::vector<absl::string_view> candidates;
  for (const ContextKeyInfo& info : AllContextKeys()) {
    if (IsFamily(info.name) == !family.empty()) candidates.push_back(info.name);
  }
  if (family.empty()) return DidYouMean(name, candidates);
  const absl::string_view nearest = NearestWord(family, candidates);
  if (nearest.empty()) return "";
  return absl::StrCat("; did you mean ", Quote(absl::StrCat(nearest, name.substr(family.size()))),
                      "?");
}

}  // namespace deputy
