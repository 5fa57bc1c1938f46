// HTML read back: a fragment of the report parses as XML, so what stands in it can be asked for.
#ifndef DEPUTY_TESTS_REPORT_HTML_FIXTURE_H_
#define DEPUTY_TESTS_REPORT_HTML_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "simulator/embedded/shipped.h"
#include "simulator/report/html/view.h"
#include "simulator/scenario/scenario_runner.h"
#include "tests/scenario/scenario_fixture.h"
#include "tests/support/process.h"

namespace deputy {

struct PlayedScenario {
  std::unique_ptr<const Scenario> scenario;
  ScenarioResult result;

  size_t Variant(const std::string& id) const {
    for (size_t i = 0; i < scenario->variants.size(); ++i) {
      if (scenario->variants[i].id == id) return i;
    }
    ADD_FAILURE() << "no variant " << id;
    return 0;
  }
  size_t Step(const std::string& id) const {
    for (size_t i = 0; i < scenario->steps.size(); ++i) {
      if (scenario->steps[i].id == id) return i;
    }
    ADD_FAILURE() << "no step " << id;
    return 0;
  }
  const StepResult& Of(const std::string& variant, const std::string& step) const {
    return result.variants[Variant(variant)].steps[Step(step)];
  }
};

inline PlayedScenario Play(const std::string& text) {
  Diagnostics diagnostics;
  PlayedScenario played{Parse(text, diagnostics), {}};
  if (played.scenario == nullptr) {
    ADD_FAILURE() << diagnostics.items()[0].message;
  } else {
    played.result = RunScenario(*played.scenario);
  }
  return played;
}

// A scenario of these tests' own: an attacker by herself and through DMS, an honest customer; a
// policy that is vulnerable, one behind a check that holds, and one that is fixed.
inline std::string ConfusedDeputy() {
  return ReadProjectFile("tests/report/data/confused-deputy.json");
}
inline PlayedScenario PlayConfusedDeputy() { return Play(ConfusedDeputy()); }

// The files that stand in the binary and are scenarios: no schema, no course.
inline std::vector<EmbeddedFile> ShippedScenarioFiles() {
  std::vector<EmbeddedFile> files;
  for (const EmbeddedFile& file : ShippedScenarios()) {
    if (!absl::StartsWith(file.name, "schema/") && absl::StrContains(file.name, "/"))
      files.push_back(file);
  }
  return files;
}

// One of those in the binary; `name` is its file.
inline PlayedScenario PlayShipped(const std::string& name) {
  for (const EmbeddedFile& file : ShippedScenarios()) {
    if (file.name == name) return Play(std::string(file.contents));
  }
  ADD_FAILURE() << "no scenario " << name;
  return {};
}

// Fails where the text is not well formed.
class ReadHtml {
 public:
  explicit ReadHtml(const Html& html) : ReadHtml(html.text()) {}
  explicit ReadHtml(const std::string& text) {
    const std::string whole =
        absl::StrCat("<whole>", absl::StrReplaceAll(text, {{"<!doctype html>", ""}}), "</whole>");
    const pugi::xml_parse_result parsed = document_.load_string(whole.c_str(), pugi::parse_full);
    EXPECT_TRUE(parsed) << parsed.description() << " near "
                        << whole.substr(
                               static_cast<size_t>(std::max<std::ptrdiff_t>(0, parsed.offset - 60)),
                               120);
  }

  // The text of each element that the path finds.
  std::vector<std::string> Texts(const std::string& xpath) const {
    std::vector<std::string> texts;
    for (const pugi::xpath_node& node : document_.select_nodes(xpath.c_str()))
      texts.push_back(node.attribute() ? node.attribute().value() : TextOf(node.node()));
    return texts;
  }
  std::string Text(const std::string& xpath) const { return absl::StrJoin(Texts(xpath), " | "); }
  size_t Count(const std::string& xpath) const {
    return document_.select_nodes(xpath.c_str()).size();
  }

 private:
  static std::string TextOf(const pugi::xml_node& node) {
    std::string text = node.value();
    for (const pugi::xml_node& child : node.children()) text += TextOf(child);
    return text;
  }

  pugi::xml_document document_;
};

}  // namespace deputy

#endif  // DEPUTY_TESTS_REPORT_HTML_FIXTURE_H_
