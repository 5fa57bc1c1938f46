#include "engine/iam/partition.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace deputy {
namespace {

constexpr absl::string_view kPartitions[] = {"aws",       "aws-cn",    "aws-us-gov", "aws-iso",
                                             "aws-iso-b", "aws-iso-e", "aws-iso-f",  "aws-eusc"};

}  // namespace

bool IsPartition(absl::string_view text) {
  if (text == "aws") return true;
  return absl::ConsumePrefix(&text, "aws-") && !text.empty() && absl::c_all_of(text, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return absl::ascii_islower(byte) || absl::ascii_isdigit(byte) || c == '-';
         });
}

absl::Span<const absl::string_view> KnownPartitions() { return kPartitions; }

}  // namespace deputy
