// Properties of condition operators, over values of a small alphabet in which they often meet:
// negation, absence, `IfExists`, the set operators.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "tests/properties/decide.h"

namespace deputy::properties {
namespace {

using Strings = std::vector<std::string>;

// A positive operator, its negation, and values that both sides may have.
struct Family {
  std::string positive;
  std::string negative;
  Strings values;
};

const std::vector<Family>& Families() {
  static const Strings text = {"a", "A", "ab", "a*", "*", "?", "*b*", ""};
  static const Strings arns = {"arn:aws:s3:::b",  "arn:aws:s3:::*",
                               "arn:aws:*:*:*:*", "arn:aws:s3:us-east-1:111122223333:b",
                               "arn:?ws:s3:::b",  "b"};
  static const std::vector<Family>& families = *new std::vector<Family>{
      {"StringEquals", "StringNotEquals", text},
      {"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", text},
      {"StringLike", "StringNotLike", text},
      {"ArnLike", "ArnNotLike", arns},
      {"ArnEquals", "ArnNotEquals", arns},
      {"NumericEquals", "NumericNotEquals", {"1", "1.0", "-1", "10", "010", "0", "-0"}},
      {"DateEquals",
       "DateNotEquals",
       {"2024", "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", "1704067200", "2025-02-28"}},
      {"IpAddress", "NotIpAddress", {"10.0.0.0/8", "10.1.2.3", "10.1.2.3/32", "::1", "0.0.0.0/0"}}};
  return families;
}

// Whether everybody gets in under this condition, with these values of the key; nothing where the
// condition is refused.
std::optional<bool> Holds(const std::string& op, const Strings& policy, const json& request) {
  json line = {{"principal", {{"Service", "dms.amazonaws.com"}}},
               {"action", "sts:AssumeRole"},
               {"resource", "arn:aws:iam::111122223333:role/r"},
               {"context", json::object()},
               {"trustPolicy",
                {{"Version", "2012-10-17"},
                 {"Statement",
                  {{"Effect", "Allow"},
                   {"Principal", "*"},
                   {"Action", "sts:AssumeRole"},
                   {"Condition", {{op, {{"custom:key", policy}}}}}}}}}};
  if (!request.is_null()) line["context"]["custom:key"] = request;
  const std::optional<std::string> decision = Decide(line);
  if (!decision) return std::nullopt;
  return *decision == "allowed";
}

Family AnyFamily() { return *rc::gen::elementOf(Families()); }

Strings SomeOf(const Family& family) {
  return *rc::gen::nonEmpty(rc::gen::container<Strings>(rc::gen::elementOf(family.values)));
}

RC_GTEST_PROP(Operators, ANegatedOneIsTheComplementWhereTheKeyIsPresent, ()) {
  const Family family = AnyFamily();
  const Strings policy = SomeOf(family);
  const std::string value = *rc::gen::elementOf(family.values);
  const std::optional<bool> positive = Holds(family.positive, policy, value);
  const std::optional<bool> negative = Holds(family.negative, policy, value);
  RC_PRE(positive.has_value() && negative.has_value());
  RC_ASSERT(*positive != *negative);
}

RC_GTEST_PROP(Operators, AbsentAPositiveOneFailsAndANegatedOneHolds, ()) {
  const Family family = AnyFamily();
  const Strings policy = SomeOf(family);
  const std::optional<bool> positive = Holds(family.positive, policy, nullptr);
  RC_PRE(positive.has_value());
  RC_ASSERT(!*positive);
  RC_ASSERT(*Holds(family.negative, policy, nullptr));
}

RC_GTEST_PROP(Operators, IfExistsDiffersOnAbsenceOnly, ()) {
  const Family family = AnyFamily();
  const Strings policy = SomeOf(family);
  const std::string value = *rc::gen::elementOf(family.values);
  const std::string op = *rc::gen::element(family.positive, family.negative);
  const std::optional<bool> plain = Holds(op, policy, value);
  RC_PRE(plain.has_value());
  RC_ASSERT(*Holds(op + "IfExists", policy, value) == *plain);
  RC_ASSERT(*Holds(op + "IfExists", policy, nullptr));
}

RC_GTEST_PROP(Operators, ForAllValuesIsForAnyValueOfTheNegationDenied, ()) {
  const Family family = AnyFamily();
  const Strings policy = SomeOf(family);
  const Strings values = *rc::gen::container<Strings>(rc::gen::elementOf(family.values));
  const std::optional<bool> all = Holds("ForAllValues:" + family.positive, policy, values);
  RC_PRE(all.has_value());
  // Every value matches: none of them is one that does not.
  RC_ASSERT(*all == !*Holds("ForAnyValue:" + family.negative, policy, values));
}

RC_GTEST_PROP(Operators, MoreValuesMatchMore, ()) {
  const Family family = AnyFamily();
  const Strings policy = SomeOf(family);
  Strings more = policy;
  more.push_back(*rc::gen::elementOf(family.values));
  const std::string value = *rc::gen::elementOf(family.values);
  const std::optional<bool> before = Holds(family.positive, policy, value);
  const std::optional<bool> after = Holds(family.positive, more, value);
  RC_PRE(before.has_value() && after.has_value());
  RC_ASSERT(*after || !*before);
  RC_ASSERT(*Holds(family.negative, policy, value) || !*Holds(family.negative, more, value));
}

RC_GTEST_PROP(Operators, NullAsksForNothingElse, ()) {
  const Family family = AnyFamily();
  const std::string value = *rc::gen::elementOf(family.values);
  RC_ASSERT(*Holds("Null", {"true"}, nullptr));
  RC_ASSERT(!*Holds("Null", {"false"}, nullptr));
  RC_ASSERT(*Holds("Null", {"false"}, value));
  RC_ASSERT(!*Holds("Null", {"true"}, value));
}

}  // namespace
}  // namespace deputy::properties
