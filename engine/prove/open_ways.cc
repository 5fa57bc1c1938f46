#include "engine/prove/open_ways.h"

#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/decide/authorizer.h"
#include "engine/iam/context_key.h"

namespace deputy {
namespace {

// The value of a policy with its variables put in whose keys are known, everything else as it is
// written: a star of what is put in stays a star (5.2).
std::string WithKnown(absl::string_view value, const Request& request,
                      const std::vector<std::string>& open, bool& hangs_on_open) {
  std::string text;
  while (!value.empty()) {
    const size_t begin = value.find("${");
    const size_t end = begin == absl::string_view::npos ? begin : value.find('}', begin);
    if (end == absl::string_view::npos) break;
    absl::StrAppend(&text, value.substr(0, begin));
    const absl::string_view inside = value.substr(begin + 2, end - begin - 2);
    const std::string key = FoldKey(absl::StripAsciiWhitespace(inside.substr(0, inside.find(','))));
    // A multivalued key is no variable: it counts as absent (5.2).
    const ContextKeyInfo* info = FindContextKey(key);
    const bool single = info == nullptr || info->cardinality == Cardinality::kSingle;
    const std::string* known = IsOpen(open, key) || !single ? nullptr : request.Find(key);
    hangs_on_open = hangs_on_open || IsOpen(open, key);
    if (known != nullptr) {
      absl::StrAppend(&text,
                      absl::StrReplaceAll(*known, {{"*", "${*}"}, {"?", "${?}"}, {"$", "${$}"}}));
    } else {
      absl::StrAppend(&text, value.substr(begin, end + 1 - begin));
    }
    value.remove_prefix(end + 1);
  }
  return absl::StrCat(text, value);
}

// What is left of one statement; nothing when something known does not hold.
std::optional<std::vector<OpenClause>> LeftOf(const Policy& policy, const StatementTrace& trace,
                                              const OpenCandidate& candidate) {
  if (!trace.principal_matched || !trace.action_matched || !trace.resource_matched)
    return std::nullopt;
  const Statement& statement = policy.statements[trace.statement];
  std::vector<OpenClause> left;
  for (const ClauseTrace& clause_trace : trace.clauses) {
    const ConditionClause& clause = statement.conditions[clause_trace.clause];
    const bool expands =
        policy.version == PolicyVersion::k2012 && InfoOf(clause.op.base).takes_variables;
    bool is_open = IsOpen(candidate.open, FoldKey(clause.key));
    OpenClause open{clause.op, clause.key, {}};
    for (const PolicyString& value : clause.values) {
      open.values.push_back(
          expands ? WithKnown(value.text, candidate.request, candidate.open, is_open) : value.text);
    }
    if (is_open) {
      left.push_back(std::move(open));
    } else if (!clause_trace.holds) {
      return std::nullopt;
    }
  }
  return left;
}

// An entry names the caller itself, and not its account or everyone.
bool NamesItself(const Statement& statement, const StatementTrace& trace) {
  if (!statement.principal || statement.principal->negated || trace.principal_entry < 0)
    return false;
  const PrincipalEntry& entry =
      statement.principal->entries[static_cast<size_t>(trace.principal_entry)];
  return entry.kind == PrincipalEntryKind::kPrincipal &&
         entry.principal.kind != PrincipalKind::kAccountRoot;
}

}  // namespace

OpenWays OpenWaysOf(const Policy& policy, const Program& program, const Vocabulary& vocabulary,
                    const OpenCandidate& candidate) {
  ApplicablePolicies policies;
  policies.resource = &program;
  const BoundRequest bound(candidate.request, vocabulary);
  Trace trace;
  Authorize(policies, bound, &trace);
  OpenWays ways;
  std::vector<std::vector<OpenClause>> unless;
  const Principal& caller = candidate.request.principal;
  const bool foreign = caller.account != candidate.request.ResourceAccount();
  for (const StatementTrace& statement_trace : trace.policies[0].statements) {
    const Statement& statement = policy.statements[statement_trace.statement];
    std::optional<std::vector<OpenClause>> left = LeftOf(policy, statement_trace, candidate);
    if (!left) continue;
    if (statement.effect == Effect::kDeny) {
      unless.push_back(*std::move(left));
      continue;
    }
    OpenWay way;
    way.caller = candidate.named;
    way.clauses = *std::move(left);
    way.needs_identity = caller.IsIam() && (foreign || !NamesItself(statement, statement_trace));
    ways.emplace_back(statement_trace.statement, std::move(way));
  }
  for (auto& [index, way] : ways) way.unless = unless;
  return ways;
}

}  // namespace deputy
