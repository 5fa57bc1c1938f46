// Runs the cases of tests/conformance/cases, which are data: README.md beside this file says how
// one is written. Each case becomes a test of its own name, is decided by the engine as `deputy
// eval` does it and by the reference evaluator, and asserts the decision, what determines it and
// why the rest did not match.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "simulator/batch/line_evaluator.h"
#include "tests/support/reference_evaluator.h"

namespace deputy {
namespace {

using Json = nlohmann::ordered_json;  // the order of a condition's operators numbers its clauses
using Strings = std::vector<std::string>;

const std::filesystem::path kSource = DEPUTY_SOURCE_DIR;

struct Case {
  std::string file;
  std::string rule;
  std::string about;
  std::string name;
  std::string line;  // the line of `deputy eval`, after the edits
  Json expect;
};

// What the case files hold, and what is wrong with them.
struct Suite {
  std::vector<Case> cases;
  Strings faults;
};

[[noreturn]] void Fault(const std::string& what) { throw std::invalid_argument(what); }

void AllowMembers(const Json& object, const std::set<std::string>& allowed,
                  const std::set<std::string>& required) {
  if (!object.is_object()) Fault("an object belongs here: " + object.dump());
  for (const auto& [name, value] : object.items()) {
    if (!allowed.contains(name)) Fault("unknown member `" + name + "`");
  }
  for (const std::string& name : required) {
    if (!object.contains(name)) Fault("missing member `" + name + "`");
  }
}

std::string BytesOf(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

// Puts what no JSON value can say into the text of a line.
void Edit(const Json& edit, std::string& line) {
  AllowMembers(edit, {"find", "put", "putHex", "times"}, {"find"});
  if (edit.contains("put") == edit.contains("putHex")) Fault("an edit has `put` or `putHex`");
  const std::string find = edit["find"];
  const std::string once =
      edit.contains("put") ? edit["put"].get<std::string>() : BytesOf(edit["putHex"]);
  std::string text;
  for (int64_t i = edit.value("times", int64_t{1}); i > 0; --i) text += once;
  const size_t at = line.find(find);
  if (at == std::string::npos) Fault("an edit finds no `" + find + "`");
  line.replace(at, find.size(), text);
}

void CheckExpectation(const Json& expect) {
  if (expect.contains("error")) return AllowMembers(expect, {"error", "rule"}, {"error", "rule"});
  const std::set<std::string> members = {"decision", "determining", "reasons"};
  AllowMembers(expect, members, members);
}

Case ReadCase(const Json& group, const Json& item) {
  AllowMembers(item, {"name", "request", "edit", "expect"}, {"name", "expect"});
  Json request = {{"id", "case"}};
  if (group.contains("given")) request.update(group["given"]);
  if (item.contains("request")) request.update(item["request"]);
  Case result{{}, group["rule"], group["about"], item["name"], request.dump(), item["expect"]};
  for (const Json& edit : item.value("edit", Json::array())) Edit(edit, result.line);
  CheckExpectation(result.expect);
  return result;
}

void ReadGroup(const std::string& file, const Json& group, Suite& suite) {
  AllowMembers(group, {"rule", "about", "given", "cases"}, {"rule", "about", "cases"});
  std::set<std::string> names;
  for (const Json& item : group["cases"]) {
    try {
      Case read = ReadCase(group, item);
      if (!names.insert(read.name).second) Fault("the name stands twice in its group");
      read.file = file;
      suite.cases.push_back(std::move(read));
    } catch (const std::exception& error) {
      const std::string name = item.is_object() ? item.value("name", "?") : "?";
      suite.faults.push_back(absl::StrCat(file, ": ", name, ": ", error.what()));
    }
  }
}

void ReadFile(const std::filesystem::path& path, Suite& suite) {
  const std::string file = path.filename().string();
  try {
    std::ifstream in(path);
    const Json root = Json::parse(in);
    AllowMembers(root, {"title", "groups"}, {"title", "groups"});
    for (const Json& group : root["groups"]) ReadGroup(file, group, suite);
  } catch (const std::exception& error) {
    suite.faults.push_back(file + ": " + error.what());
  }
}

Suite ReadSuite() {
  Suite suite;
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(kSource / "tests/conformance/cases")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const std::filesystem::path& path : files) ReadFile(path, suite);
  return suite;
}

const Suite& TheSuite() {
  static const auto* const kSuite = new Suite(ReadSuite());
  return *kSuite;
}

// What an evaluator said, in the words of an expectation.
struct Answer {
  std::string error;
  std::string rule;
  std::string decision;
  Strings determining;
  Strings reasons;  // of statements that did not match, in order
  Strings holding;  // clauses that held, of all statements
};

// One statement of the trace: what of it did not match, and which of its clauses held.
void AddStatement(const std::string& at, const Json& statement, Answer& answer) {
  const bool matched = statement["matched"];
  for (const char* element : {"principal", "action", "resource"}) {
    if (!statement.value(element, true)) answer.reasons.push_back(at + " " + element);
  }
  size_t index = 0;
  for (const Json& clause : statement["conditions"]) {
    const std::string reason =
        at + "/" + std::to_string(index++) + " " + clause["reason"].get<std::string>();
    (clause["holds"].get<bool>() ? answer.holding : answer.reasons).push_back(reason);
  }
  const bool something_failed =
      !answer.reasons.empty() &&
      (answer.reasons.back().starts_with(at + " ") || answer.reasons.back().starts_with(at + "/"));
  EXPECT_NE(matched, something_failed) << at << ": a statement matches when all of it does";
}

std::string RunEngine(const std::string& line, bool explain) {
  LineOptions options;
  options.explain = explain;
  std::string out;
  EvaluationCounts counts;
  EvaluateLine(line, 1, options, out, counts);
  return out;
}

Answer AskEngine(const std::string& line) {
  Json result = Json::parse(RunEngine(line, true));
  Answer answer;
  if (result.contains("error")) {
    answer.error = result["error"]["code"];
    answer.rule = result["error"]["rule"];
    return answer;
  }
  answer.decision = result["decision"];
  for (const Json& item : result["determining"]) {
    answer.determining.push_back(item["policy"].get<std::string>() + "/" +
                                 std::to_string(item["statement"].get<int64_t>()));
  }
  for (const Json& policy : result["trace"]["policies"]) {
    for (const Json& statement : policy["statements"]) {
      const std::string number = std::to_string(statement["statement"].get<int64_t>());
      AddStatement(policy["policy"].get<std::string>() + "/" + number, statement, answer);
    }
  }
  // Deciding without looking for reasons stops early, and must come to the same.
  result.erase("trace");
  EXPECT_EQ(Json::parse(RunEngine(line, false)), result) << "with and without a trace";
  return answer;
}

// The reference reads JSON values, not text: nothing when the line says something that a value
// loses.
bool AskReference(const std::string& line, Answer& answer) {
  const Json request = Json::parse(line, nullptr, false);
  if (request.is_discarded() || request.dump() != line) return false;
  const reference::Decision decision = reference::Evaluate(nlohmann::json::parse(line));
  answer.error = decision.error;
  answer.decision = decision.decision;
  for (const reference::DeterminingStatement& item : decision.determining) {
    answer.determining.push_back(item.policy + "/" + std::to_string(item.statement));
  }
  return true;
}

class ConformanceTest : public testing::Test {
 public:
  explicit ConformanceTest(const Case& test_case) : case_(test_case) {}

  void TestBody() override {
    SCOPED_TRACE(case_.file + ": " + case_.rule + ": " + case_.about + "\n  " + case_.name +
                 "\n  " + case_.line.substr(0, 4000));
    const Answer engine = AskEngine(case_.line);
    CheckOutcome("engine", engine);
    if (case_.expect.contains("error")) {
      CheckRule(engine);
    } else {
      CheckReasons(engine);
    }
    if (case_.expect.value("error", "") == "invalid-json") return;  // nothing the reference reads
    Answer reference;
    if (AskReference(case_.line, reference)) CheckOutcome("reference", reference);
  }

 private:
  void CheckOutcome(const char* who, const Answer& answer) const {
    EXPECT_EQ(answer.error, case_.expect.value("error", "")) << who;
    EXPECT_EQ(answer.decision, case_.expect.value("decision", "")) << who;
    EXPECT_EQ(answer.determining, case_.expect.value("determining", Strings())) << who;
  }

  // Of several faults in a document the line names one.
  void CheckRule(const Answer& engine) const {
    const Json& rule = case_.expect["rule"];
    const Strings rules = rule.is_array() ? rule.get<Strings>() : Strings{rule};
    EXPECT_THAT(rules, testing::Contains(engine.rule));
  }

  void CheckReasons(const Answer& engine) const {
    Strings failing;
    for (const std::string reason : case_.expect["reasons"]) {
      if (reason.starts_with("+")) {
        EXPECT_THAT(engine.holding, testing::Contains(reason.substr(1)));
      } else {
        failing.push_back(reason);
      }
    }
    EXPECT_EQ(engine.reasons, failing);
  }

  const Case& case_;
};

// Letters and digits only, so that a name can be given to --gtest_filter and ctest as it stands.
std::string TestName(const Case& test_case) {
  std::string name;
  for (const char c : test_case.rule + " " + test_case.about + " " + test_case.name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      name.push_back(c);
    } else if (!name.empty() && name.back() != '_') {
      name.push_back('_');
    }
  }
  return name;
}

[[maybe_unused]] const bool kRegistered = [] {
  std::map<std::string, int> seen;
  for (const Case& test_case : TheSuite().cases) {
    std::string name = TestName(test_case);
    if (const int count = ++seen[name]; count > 1) name += "_" + std::to_string(count);
    testing::RegisterTest(
        "Conformance", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
        [&test_case]() -> testing::Test* { return new ConformanceTest(test_case); });
  }
  return true;
}();

// The rules: the lines `- **N.M**` of docs/semantics.md.
std::set<std::string> Rules() {
  std::ifstream in(kSource / "docs/semantics.md");
  std::set<std::string> rules;
  for (std::string line; std::getline(in, line);) {
    const std::string begin = "- **";
    const size_t end = line.find("**", begin.size());
    if (line.starts_with(begin) && end != std::string::npos) {
      rules.insert(line.substr(begin.size(), end - begin.size()));
    }
  }
  return rules;
}

TEST(ConformanceSuite, FilesAreWellFormed) {
  for (const std::string& fault : TheSuite().faults) ADD_FAILURE() << fault;
}

TEST(ConformanceSuite, EveryRuleHasACase) {
  std::map<std::string, int> cases;
  for (const Case& test_case : TheSuite().cases) ++cases[test_case.rule];
  const std::set<std::string> rules = Rules();
  EXPECT_FALSE(rules.empty());
  for (const std::string& rule : rules) EXPECT_GT(cases[rule], 0) << "rule " << rule;
}

TEST(ConformanceSuite, EveryGroupNamesARule) {
  const std::set<std::string> rules = Rules();
  for (const Case& test_case : TheSuite().cases) {
    EXPECT_TRUE(rules.contains(test_case.rule)) << test_case.file << ": " << test_case.rule;
  }
}

}  // namespace
}  // namespace deputy
