// JUnit's XML as build servers read it: one root, suites, cases.
// https://github.com/testmoapp/junitxml
#ifndef DEPUTY_SIMULATOR_REPORT_JUNIT_H_
#define DEPUTY_SIMULATOR_REPORT_JUNIT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

enum class JunitOutcome { kPassed, kFailure, kError, kSkipped };

// What stands in the cases is escaped here, all of it.
class JunitWriter {
 public:
  // `name` is the whole run's: "deputy check".
  explicit JunitWriter(absl::string_view name);

  void BeginSuite(absl::string_view name);
  // `message` is one line; `text` all there is to say, empty where the message says it.
  void Case(absl::string_view classname, absl::string_view name, JunitOutcome outcome,
            absl::string_view message = "", absl::string_view text = "");
  void EndSuite();

  std::string Take();

 private:
  struct Counts {
    size_t tests = 0;
    size_t of[4] = {};  // by outcome
    std::string Attributes() const;
  };

  std::string name_;
  std::string suite_;
  std::string cases_;
  std::string suites_;
  Counts all_;
  Counts here_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_JUNIT_H_
