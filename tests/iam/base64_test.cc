#include "engine/iam/base64.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace deputy {
namespace {

TEST(Base64, DecodesTheVectorsOfTheRfc) {
  const struct {
    absl::string_view text;
    absl::string_view bytes;
  } kVectors[] = {{"", ""},
                  {"Zg==", "f"},
                  {"Zm8=", "fo"},
                  {"Zm9v", "foo"},
                  {"Zm9vYg==", "foob"},
                  {"Zm9vYmE=", "fooba"},
                  {"Zm9vYmFy", "foobar"}};
  for (const auto& vector : kVectors) EXPECT_EQ(DecodeBase64(vector.text), vector.bytes);
}

TEST(Base64, DecodesEveryByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    const std::string some = bytes.substr(cut);
    EXPECT_EQ(DecodeBase64(absl::Base64Escape(some)), some);
  }
}

// BI-091
TEST(Base64, RefusesWhatIsNotTheStandardForm) {
  for (const absl::string_view text :
       {"Z",     "Zg",       "Zg=",  "Zg===",    "Zg====", "=",          "==",        "====",
        "Zm9v=", "Zm9v====", "Z===", "Zg==Zg==", "Zm=v",   "Zm9v\n",     " Zm9v",     "Zm 9v",
        "Zm9-",  "Zm9_",     "Zm9.", "Zg..",     "Zm9v!",  "\xc3\xa9Zm", "not base64"}) {
    EXPECT_FALSE(DecodeBase64(text)) << text;
  }
  EXPECT_FALSE(DecodeBase64(absl::string_view("Zm9\0", 4)));
}

}  // namespace
}  // namespace deputy
