// A lab to ask, and questions to ask it.
#ifndef DEPUTY_TESTS_LAB_LAB_TEST_SUPPORT_H_
#define DEPUTY_TESTS_LAB_LAB_TEST_SUPPORT_H_

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "simulator/embedded/shipped.h"
#include "simulator/lab/lab.h"
#include "tests/support/process.h"

namespace deputy {

using Json = nlohmann::ordered_json;

inline Shelf ShippedShelf() {
  Shelf shelf;
  for (const EmbeddedFile& file : ShippedScenarios()) {
    Diagnostics diagnostics;
    if (!absl::StartsWith(file.name, "schema/") && file.name != "course.json")
      shelf.Add({std::string(file.name), std::string(file.contents)}, diagnostics);
  }
  return shelf;
}

inline const Lab& ShippedLab() {
  static const Lab lab(ShippedShelf());
  return lab;
}

inline Json Ask(const Lab& lab, const std::string& path, const Json& question) {
  const HttpAnswer answer = lab.Answer({true, path, question.dump()});
  EXPECT_EQ(answer.status, 200) << answer.body;
  return Json::parse(answer.body);
}

inline Json Look(const Lab& lab, const std::string& path) {
  const HttpAnswer answer = lab.Answer({false, path, ""});
  EXPECT_EQ(answer.status, 200) << path << answer.body;
  return Json::parse(answer.body);
}

inline const char kBarePolicy[] = R"({
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"}
  ]
})";

inline Json DmsRequest() {
  return Json::parse(R"({"principal": {"Service": "dms.amazonaws.com"}, "action": "sts:AssumeRole",
    "resource": "arn:aws:iam::111122223333:role/dms",
    "context": {"aws:SourceAccount": "999988887777",
                "aws:SourceArn": "arn:aws:dms:us-east-1:999988887777:endpoint:EVIL"}})");
}

inline Json Question(const std::string& policy, const Json& request = DmsRequest()) {
  return {{"policy", policy}, {"request", request}, {"trusted", {"111122223333"}}};
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_LAB_LAB_TEST_SUPPORT_H_
