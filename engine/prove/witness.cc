#include "engine/prove/witness.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/account_id.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/prove/criterion.h"
#include "engine/prove/source_arn.h"
#include "engine/text/add_once.h"

namespace deputy {
namespace {

std::vector<std::string> ValuesOf(const KeyRule& rule, const Assignment& assignment) {
  if (!rule.variable) return rule.values;
  std::vector<std::string> values;
  for (const std::string& value : assignment[*rule.variable])
    values.push_back(PartOf(value, rule.part));
  return values;
}

std::string First(const Case& the_case, const char* key, const Assignment& assignment) {
  const std::vector<std::string> values = ValuesOf(the_case.keys.at(key), assignment);
  return values.empty() ? "" : values[0];
}

// The action as somebody spelled it; it was folded for the search.
std::string SpelledAction(const Scene& scene, const std::string& folded) {
  for (const absl::string_view action : RoleTrustActions()) {
    if (FoldAction(action) == folded) return std::string(action);
  }
  for (const Sheet::Row& row : scene.sheet.rows) {
    for (const PolicyString& pattern : row.statement->action.patterns) {
      std::string example = ExampleAction(pattern.text);
      if (FoldAction(example) == folded) return example;
    }
  }
  return folded;
}

absl::string_view SpelledKey(const Scene& scene, const std::string& folded) {
  const ContextKeyInfo* info = FindContextKey(folded);
  if (info != nullptr && !absl::EndsWith(info->name, "/")) return info->name;
  const auto asked = scene.keys.find(folded);
  return asked == scene.keys.end() ? folded : asked->second;
}

bool IsPossible(const Variable& variable, const std::vector<std::string>& values) {
  if (values.empty()) return variable.may_be_absent;
  return std::all_of(values.begin(), values.end(),
                     [&](const std::string& value) { return PassesGuards(variable, value); });
}

// The value with one component of an ARN made more readable.
std::vector<std::string> Readable(const Scene& scene, const std::string& value) {
  std::vector<std::string> better;
  const std::optional<Arn> arn = ParseArn(value);
  if (!arn) return better;
  const auto with = [&](size_t component, absl::string_view text) {
    auto parts = arn->components;
    if (parts[component].empty()) return;
    parts[component] = text;
    better.push_back(absl::StrJoin(parts, ":"));
  };
  with(3, "us-east-1");
  if (IsAccountId(arn->account())) with(4, scene.ForeignAccount());
  return better;
}

}  // namespace

std::optional<Request> RequestOf(const Scene& scene, const Case& the_case,
                                 const Assignment& assignment) {
  Request request;
  request.principal = the_case.principal;
  if (the_case.principal_variable) {
    const std::string& text = assignment[*the_case.principal_variable][0];
    const auto principal = the_case.principal.kind == PrincipalKind::kService
                               ? ParseServicePrincipal(text)
                               : ParseIamPrincipal(text);
    if (!principal || principal->kind != the_case.principal.kind) return std::nullopt;
    request.principal = *principal;
  }
  request.action = SpelledAction(scene, First(the_case, kActionKey, assignment));
  request.resource = First(the_case, kResourceKey, assignment);
  const std::optional<Arn> arn = ParseArn(request.resource);
  const std::vector<ImpliedKey> implied = ImpliedKeys(request.principal);
  for (const auto& [folded, rule] : the_case.keys) {
    if (folded == kActionKey || folded == kResourceKey) continue;
    std::vector<std::string> values = ValuesOf(rule, assignment);
    if (folded == kServiceNames && rule.variable) AddOnce(request.principal.text, values);
    const bool follows = std::any_of(implied.begin(), implied.end(),
                                     [&, &key = folded](const ImpliedKey& other) {
                                       return FoldKey(other.name) == key && values.size() == 1 &&
                                              values[0] == other.value;
                                     }) ||
                         (folded == "aws:resourceaccount" && arn && IsAccountId(arn->account()));
    if (values.empty() || follows) continue;
    request.Set(SpelledKey(scene, folded), std::move(values));
  }
  if (FillInContext(request)) return std::nullopt;
  return request;
}

void Polish(const Scene& scene, const Case& the_case, const Wanted& wanted,
            Assignment& assignment) {
  const auto try_values = [&](size_t v, std::vector<std::string> values) {
    if (values == assignment[v] || !IsPossible(the_case.variables[v], values)) return false;
    Assignment changed = assignment;
    changed[v] = std::move(values);
    const std::optional<Request> request = RequestOf(scene, the_case, changed);
    if (!request || !wanted(*request)) return false;
    assignment = std::move(changed);
    return true;
  };
  for (size_t v = 0; v < the_case.variables.size(); ++v) {
    if (try_values(v, {})) continue;
    const std::vector<std::string>& friendly = the_case.variables[v].friendly;
    const auto is_friendly = [&] {
      return assignment[v].size() == 1 &&
             std::find(friendly.begin(), friendly.end(), assignment[v][0]) != friendly.end();
    };
    for (size_t i = 0; i < friendly.size() && !is_friendly(); ++i) try_values(v, {friendly[i]});
    if (assignment[v].size() != 1 || is_friendly()) continue;
    for (size_t i = 0; i < Readable(scene, assignment[v][0]).size(); ++i)
      try_values(v, {Readable(scene, assignment[v][0])[i]});
  }
}

std::string WhoGetsIn(const Scene& scene, const Case& the_case, const Wanted& wanted,
                      const Assignment& assignment) {
  std::string who = the_case.who;
  const std::string shown = scene.ForeignAccount();
  // Other accounts, of digits that no pattern is likely to have in common with the first.
  for (const char* account : {"000000000000", "123456789012", "987654321098"}) {
    if (!absl::StrContains(who, "any account") || scene.Trusts(account)) continue;
    Assignment changed = assignment;
    bool possible = true;
    for (size_t v = 0; v < changed.size(); ++v) {
      for (std::string& value : changed[v]) value = absl::StrReplaceAll(value, {{shown, account}});
      possible = possible && IsPossible(the_case.variables[v], changed[v]);
    }
    const auto request = possible ? RequestOf(scene, the_case, changed) : std::nullopt;
    if (!request || !wanted(*request))
      absl::StrReplaceAll({{"any account", "some accounts"}}, &who);
  }
  for (size_t v = 0; v < assignment.size(); ++v) {
    const Variable& variable = the_case.variables[v];
    if (assignment[v].empty() || variable.may_be_absent || variable.friendly.empty()) continue;
    if (variable.name == kActionKey || variable.name == kResourceKey) continue;
    if (assignment[v][0] != variable.friendly[0])
      absl::StrAppend(&who, ", with ", variable.name, " such as ", assignment[v][0]);
  }
  return who;
}

}  // namespace deputy
