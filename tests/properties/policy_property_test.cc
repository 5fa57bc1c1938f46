// Properties of whole policies: what a change of the text may and may not do to the answer,
// whatever the policy and the request. Policies are random ones of tests/support/random_case.h.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "absl/strings/ascii.h"
#include "tests/properties/decide.h"
#include "tests/support/random_case.h"

namespace deputy::properties {
namespace {

using reference::MakeRandomCase;
using reference::RandomCase;

constexpr size_t kRequests = 8;

// Calls `change` for every policy document of a request line.
void ForEachPolicy(json& node, const std::function<void(json&)>& change) {
  if (node.is_object() && node.contains("Statement")) return change(node);
  if (!node.is_structured()) return;
  for (json& item : node) ForEachPolicy(item, change);
}

void ForEachStatement(json& line, const std::function<void(json&)>& change) {
  ForEachPolicy(line, [&](json& policy) {
    policy["Statement"] = AsList(policy["Statement"]);
    for (json& statement : policy["Statement"]) change(statement);
  });
}

// A statement that another case has in its trust policy, with this effect.
json StrangeStatement(uint64_t seed, const char* effect) {
  for (;; ++seed) {
    const RandomCase other = MakeRandomCase(seed, 1);
    if (!other.policies.contains("trustPolicy")) continue;
    json statement = AsList(other.policies["trustPolicy"]["Statement"])[0];
    statement.erase("Sid");
    statement["Effect"] = effect;
    return statement;
  }
}

// The case's line, with its decision, and the same with something changed: `expect` is told both.
// Lines that are refused after the change say nothing.
void ForEachDecision(uint64_t seed, const std::function<bool(json&)>& change,
                     const std::function<void(const std::string&, const std::string&)>& expect) {
  const RandomCase random_case = MakeRandomCase(seed, kRequests);
  size_t told = 0;
  for (size_t i = 0; i < random_case.requests.size(); ++i) {
    const json line = reference::RequestLine(random_case, i);
    const std::optional<std::string> before = Decide(line);
    json changed = line;
    if (!before || !change(changed)) continue;
    const std::optional<std::string> after = Decide(changed);
    if (!after) continue;
    RC_LOG() << line.dump() << "\n" << changed.dump() << "\n";
    expect(*before, *after);
    ++told;
  }
  RC_PRE(told > 0);
}

void Same(const std::string& before, const std::string& after) { RC_ASSERT(after == before); }

// Whoever gets in afterwards got in before.
void NotWider(const std::string& before, const std::string& after) {
  RC_ASSERT(after != "allowed" || before == "allowed");
}

void NotNarrower(const std::string& before, const std::string& after) { NotWider(after, before); }

bool AddToTrustPolicy(json& line, const json& statement) {
  if (!line.contains("trustPolicy") || !line["trustPolicy"].is_object()) return false;
  json& policy = line["trustPolicy"];
  policy["Statement"] = AsList(policy["Statement"]);
  policy["Statement"].push_back(statement);
  return true;
}

RC_GTEST_PROP(Policies, AreDecidedAlikeFastAndExplained, (uint64_t seed)) {
  ForEachDecision(
      seed, [](json&) { return true; }, Same);
}

RC_GTEST_PROP(Policies, ADenyNeverGrants, (uint64_t seed, uint64_t other)) {
  const json deny = StrangeStatement(other, "Deny");
  ForEachDecision(
      seed, [&](json& line) { return AddToTrustPolicy(line, deny); }, NotWider);
}

RC_GTEST_PROP(Policies, AnAllowNeverRevokes, (uint64_t seed, uint64_t other)) {
  const json allow = StrangeStatement(other, "Allow");
  ForEachDecision(
      seed, [&](json& line) { return AddToTrustPolicy(line, allow); }, NotNarrower);
}

// Lists anywhere in a policy: statements, principals, actions, resources, values.
void ReverseLists(json& node) {
  if (node.is_array()) std::reverse(node.begin(), node.end());
  if (!node.is_structured()) return;
  for (json& item : node) ReverseLists(item);
}

RC_GTEST_PROP(Policies, OrderNeverMatters, (uint64_t seed)) {
  ForEachDecision(
      seed,
      [](json& line) {
        ForEachPolicy(line, ReverseLists);
        return true;
      },
      Same);
}

std::string OtherCase(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    } else if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return text;
}

void ChangeNames(json& object) {
  json renamed = json::object();
  for (const auto& [name, value] : object.items()) renamed[OtherCase(name)] = value;
  object = std::move(renamed);
}

RC_GTEST_PROP(Policies, TheCaseOfKeysNeverMatters, (uint64_t seed)) {
  ForEachDecision(
      seed,
      [](json& line) {
        ForEachStatement(line, [](json& statement) {
          if (!statement.contains("Condition")) return;
          for (json& keys : statement["Condition"]) ChangeNames(keys);
        });
        return true;
      },
      Same);
  ForEachDecision(
      seed,
      [](json& line) {
        if (!line.contains("context")) return false;
        ChangeNames(line["context"]);
        return true;
      },
      Same);
}

RC_GTEST_PROP(Policies, AnAllowThatAsksLessIsWider, (uint64_t seed)) {
  ForEachDecision(
      seed,
      [](json& line) {
        ForEachStatement(line, [](json& statement) {
          if (statement["Effect"] == "Allow") statement.erase("Condition");
        });
        return true;
      },
      NotNarrower);
}

RC_GTEST_PROP(Policies, ADenyThatAsksLessIsWider, (uint64_t seed)) {
  ForEachDecision(
      seed,
      [](json& line) {
        ForEachStatement(line, [](json& statement) {
          if (statement["Effect"] == "Deny") statement.erase("Condition");
        });
        return true;
      },
      NotWider);
}

// Beside those that were named, and not in their place: who is named itself needs no identity
// policy (6.5), and everybody does.
RC_GTEST_PROP(Policies, NamingEverybodyTooInAnAllowIsWider, (uint64_t seed)) {
  ForEachDecision(
      seed,
      [](json& line) {
        ForEachStatement(line, [](json& statement) {
          if (statement["Effect"] != "Allow" || !statement.contains("Principal")) return;
          json& principal = statement["Principal"];
          if (!principal.is_object()) return;
          principal["AWS"] = principal.contains("AWS") ? AsList(principal["AWS"]) : json::array();
          principal["AWS"].push_back("*");
        });
        return true;
      },
      NotNarrower);
}

// ---- Accounts -----------------------------------------------------------------------------------

// Every account id that stands in the text becomes the next of them. Patterns that hold a part of
// an id and comparisons of size mean another thing afterwards; such lines are left out.
bool RenameAccounts(json& line) {
  const std::string text = line.dump();
  static const std::regex part(R"([0-9][*?]|[*?][0-9]|Numeric|StringLike|StringNotLike)");
  if (std::regex_search(text, part)) return false;
  static const std::regex account(R"(\b[0-9]{12}\b)");
  std::set<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), account), end; it != end; ++it)
    found.insert(it->str());
  if (found.size() < 2) return false;
  std::string renamed;
  size_t at = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), account), end; it != end; ++it) {
    const auto next = std::next(found.find(it->str()));
    renamed += text.substr(at, static_cast<size_t>(it->position()) - at);
    renamed += next == found.end() ? *found.begin() : *next;
    at = static_cast<size_t>(it->position() + it->length());
  }
  renamed += text.substr(at);
  if (!json::accept(renamed)) return false;  // an id as a number, and the next begins with a zero
  line = json::parse(renamed);
  return true;
}

RC_GTEST_PROP(Policies, RenamingAccountsCommutesWithDeciding, (uint64_t seed)) {
  ForEachDecision(seed, RenameAccounts, Same);
}

// ---- Splitting ----------------------------------------------------------------------------------

bool IsUnionOfItsValues(const std::string& spelled) {
  const std::string op = absl::AsciiStrToLower(spelled);
  return op.find("not") == std::string::npos && op.find("forallvalues") == std::string::npos &&
         op.find("null") == std::string::npos;
}

// The statement, or one for each value of its first clause that is a union of its values.
std::vector<json> Split(const json& statement) {
  if (!statement.contains("Condition")) return {statement};
  for (const auto& [op, keys] : statement["Condition"].items()) {
    if (!IsUnionOfItsValues(op)) continue;
    for (const auto& [key, values] : keys.items()) {
      if (!values.is_array() || values.size() < 2) continue;
      std::vector<json> parts;
      for (const json& value : values) {
        json part = statement;
        part.erase("Sid");
        part["Condition"][op][key] = value;
        parts.push_back(std::move(part));
      }
      return parts;
    }
  }
  return {statement};
}

RC_GTEST_PROP(Policies, AStatementIsTheUnionOfItsValues, (uint64_t seed)) {
  ForEachDecision(
      seed,
      [](json& line) {
        bool split = false;
        ForEachPolicy(line, [&](json& policy) {
          json statements = json::array();
          for (const json& statement : AsList(policy["Statement"])) {
            const std::vector<json> parts = Split(statement);
            split |= parts.size() > 1;
            for (const json& part : parts) statements.push_back(part);
          }
          policy["Statement"] = std::move(statements);
        });
        return split;
      },
      Same);
}

}  // namespace
}  // namespace deputy::properties
