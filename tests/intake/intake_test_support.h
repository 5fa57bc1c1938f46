// What the tests of intake share: samples, and the text at a range.
#ifndef DEPUTY_TESTS_INTAKE_INTAKE_TEST_SUPPORT_H_
#define DEPUTY_TESTS_INTAKE_INTAKE_TEST_SUPPORT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "simulator/intake/policy_source.h"

namespace deputy {

inline std::string Sample(const std::string& name) {
  std::ifstream in(std::string(DEPUTY_SOURCE_DIR) + "/tests/intake/samples/" + name,
                   std::ios::binary);
  EXPECT_TRUE(in.good()) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string At(const std::string& text, TextRange range) {
  EXPECT_LE(range.begin, range.end);
  EXPECT_LE(range.end, text.size());
  return text.substr(range.begin, range.end - range.begin);
}

// A file that was read, with the text it was read from.
struct ReadFile {
  std::string text;
  Diagnostics diagnostics;
  PolicyFile file;

  ReadFile(const std::string& name, std::string content, const IntakeOptions& options = {})
      : text(std::move(content)) {
    file = ReadPolicyFile(name, text, options, diagnostics);
  }

  std::string At(TextRange range) const { return deputy::At(text, range); }

  const FoundPolicy& Of(const std::string& subject) const {
    static const FoundPolicy kNone;
    for (const FoundPolicy& found : file.policies)
      if (found.subject == subject) return found;
    ADD_FAILURE() << "no policy of " << subject;
    return kNone;
  }

  // "rule at `text`" of the first error of the file or of a policy.
  std::string FirstError() const {
    const Diagnostic* error = diagnostics.FirstError();
    for (const FoundPolicy& found : file.policies)
      if (error == nullptr) error = found.diagnostics.FirstError();
    return error == nullptr ? "" : error->rule;
  }
};

inline ReadFile ReadSample(const std::string& name, const IntakeOptions& options = {}) {
  return {name, Sample(name), options};
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_INTAKE_INTAKE_TEST_SUPPORT_H_
