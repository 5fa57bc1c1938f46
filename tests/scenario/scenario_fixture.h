// A scenario in pieces, from which tests make good and broken ones.
#ifndef DEPUTY_TESTS_SCENARIO_SCENARIO_FIXTURE_H_
#define DEPUTY_TESTS_SCENARIO_SCENARIO_FIXTURE_H_

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/text/diagnostic.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_parser.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {

// The members of a file but for its world, variants and steps.
inline constexpr char kHead[] = R"("version": 1, "id": "s", "title": "t", "topic": "dms",
 "kind": "pattern", "story": "a story", "lesson": "a lesson", "sources": ["a page"])";

inline std::string ScenarioText(const std::string& world, const std::string& variants,
                                const std::string& steps) {
  return absl::StrCat("{", kHead, ",\n \"world\": ", world, ",\n \"variants\": ", variants,
                      ",\n \"steps\": ", steps, "}");
}

// A document with one statement; `rest` begins with the members behind the effect.
inline std::string Allow(const std::string& rest) {
  return absl::StrCat(R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", )", rest,
                      "}]}");
}
inline std::string Deny(const std::string& rest) {
  return absl::StrReplaceAll(Allow(rest), {{"\"Allow\"", "\"Deny\""}});
}
inline std::string Trusts(const std::string& principal, const std::string& condition = "{}") {
  const std::string under = condition == "{}" ? "" : absl::StrCat(R"(, "Condition": )", condition);
  return Allow(
      absl::StrCat(R"("Principal": )", principal, R"(, "Action": "sts:AssumeRole")", under));
}
inline std::string TrustsService(const std::string& service, const std::string& condition = "{}") {
  return Trusts(absl::StrCat(R"({"Service": ")", service, "\"}"), condition);
}

inline std::unique_ptr<const Scenario> Parse(const std::string& text, Diagnostics& diagnostics) {
  return ParseScenario(text, ShippedCatalogue(), diagnostics);
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_SCENARIO_SCENARIO_FIXTURE_H_
