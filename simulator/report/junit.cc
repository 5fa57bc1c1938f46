#include "simulator/report/junit.h"

#include "absl/strings/str_cat.h"
#include "simulator/report/markup.h"

namespace deputy {
namespace {

constexpr absl::string_view kElements[] = {"", "failure", "error", "skipped"};  // by JunitOutcome

}  // namespace

std::string JunitWriter::Counts::Attributes() const {
  return absl::StrCat(" tests=\"", tests, "\" failures=\"", of[1], "\" errors=\"", of[2],
                      "\" skipped=\"", of[3], "\"");
}

JunitWriter::JunitWriter(absl::string_view name) : name_(name) {}

void JunitWriter::BeginSuite(absl::string_view name) { suite_ = EscapeMarkup(name); }

void JunitWriter::Case(absl::string_view classname, absl::string_view name, JunitOutcome outcome,
                       absl::string_view message, absl::string_view text) {
  const auto index = static_cast<size_t>(outcome);
  ++here_.tests;
  ++here_.of[index];
  absl::StrAppend(&cases_, "    <testcase classname=\"", EscapeMarkup(classname), "\" name=\"",
                  EscapeMarkup(name), "\"");
  if (outcome == JunitOutcome::kPassed) {
    absl::StrAppend(&cases_, "/>\n");
    return;
  }
  const absl::string_view element = kElements[index];
  absl::StrAppend(&cases_, "><", element, " message=\"", EscapeMarkup(message), "\"");
  absl::StrAppend(&cases_,
                  text.empty() ? "/>" : absl::StrCat(">", EscapeMarkup(text), "</", element, ">"),
                  "</testcase>\n");
}

void JunitWriter::EndSuite() {
  absl::StrAppend(&suites_, "  <testsuite name=\"", suite_, "\"", here_.Attributes(), ">\n", cases_,
                  "  </testsuite>\n");
  all_.tests += here_.tests;
  for (size_t i = 0; i < 4; ++i) all_.of[i] += here_.of[i];
  here_ = {};
  cases_.clear();
}

std::string JunitWriter::Take() {
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"",
                      EscapeMarkup(name_), "\"", all_.Attributes(), ">\n", suites_,
                      "</testsuites>\n");
}

}  // namespace deputy
