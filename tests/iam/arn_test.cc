#include "engine/iam/arn.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"

namespace deputy {
namespace {

std::string Split(absl::string_view text) {
  const std::optional<Arn> arn = SplitArn(text);
  return arn ? absl::StrJoin(arn->components, "|") : "none";
}

TEST(Arn, SplitsAtTheFirstFiveColons) {
  EXPECT_EQ(Split("arn:aws:dms:us-east-1:123456789012:rep:ABC"),
            "arn|aws|dms|us-east-1|123456789012|rep:ABC");
  EXPECT_EQ(Split("arn:aws:s3:::bucket/key:with:colons"), "arn|aws|s3|||bucket/key:with:colons");
  EXPECT_EQ(Split(":::::"), "|||||");
  EXPECT_EQ(Split("a:b:c:d:e:"), "a|b|c|d|e|");
  EXPECT_EQ(Split("*:*:*:*:*:*"), "*|*|*|*|*|*");
}

TEST(Arn, HasNamedComponents) {
  const std::optional<Arn> arn = ParseArn("arn:aws-cn:sqs:cn-north-1:123456789012:queue");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->partition(), "aws-cn");
  EXPECT_EQ(arn->service(), "sqs");
  EXPECT_EQ(arn->region(), "cn-north-1");
  EXPECT_EQ(arn->account(), "123456789012");
  EXPECT_EQ(arn->resource(), "queue");
}

// BI-083
TEST(Arn, NeedsFiveColons) {
  for (const absl::string_view text :
       {absl::string_view(), absl::string_view(""), absl::string_view("*"),
        absl::string_view("arn:aws"), absl::string_view("arn:aws:s3"),
        absl::string_view("arn:aws:s3::"), absl::string_view("::::")}) {
    EXPECT_FALSE(SplitArn(text)) << text;
  }
}

// 4.6: only a value that begins with `arn:` is an ARN; a pattern need not begin so.
TEST(Arn, OfAValueBeginsWithArn) {
  for (const absl::string_view text :
       {"a:aws:s3:::b", "ARN:aws:s3:::b", " arn:aws:s3:::b", "arn", "arn:", "arn:aws:s3:::"}) {
    EXPECT_EQ(ParseArn(text).has_value(), text == "arn:aws:s3:::") << text;
  }
  EXPECT_TRUE(SplitArn("a*:aws:s3:::b"));
}

TEST(Arn, ViewsTheTextItWasCutFrom) {
  const std::string text = "arn:aws:iam::123456789012:root";
  const std::optional<Arn> arn = ParseArn(text);
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->resource().data() + arn->resource().size(), text.data() + text.size());
}

}  // namespace
}  // namespace deputy
