// What the tests of `deputy check` share.
#ifndef DEPUTY_TESTS_CLI_CHECK_TEST_SUPPORT_H_
#define DEPUTY_TESTS_CLI_CHECK_TEST_SUPPORT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/process.h"

namespace deputy {

inline constexpr char kBare[] =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
  "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
)";
inline constexpr char kClosed[] =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
  "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole",
  "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"},
    "ArnLike": {"aws:SourceArn": "arn:aws:dms:us-east-1:111122223333:rep:*"}}}]}
)";

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_CLI_CHECK_TEST_SUPPORT_H_
