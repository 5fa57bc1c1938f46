#include "engine/iam/arn.h"

#include <cstring>

namespace deputy {

std::optional<Arn> SplitArn(absl::string_view text) {
  Arn arn;
  const char* begin = text.data();
  const char* const end = begin + text.size();
  for (size_t i = 0; i + 1 < kArnComponents; ++i) {
    const void* colon =
        begin == end ? nullptr : std::memchr(begin, ':', static_cast<size_t>(end - begin));
    if (colon == nullptr) return std::nullopt;
    const char* at = static_cast<const char*>(colon);
    arn.components[i] = {begin, static_cast<size_t>(at - begin)};
    begin = at + 1;
  }
  arn.components[kArnComponents - 1] = {begin, static_cast<size_t>(end - begin)};
  return arn;
}

std::optional<Arn> ParseArn(absl::string_view text) {
  if (text.substr(0, 4) != "arn:") return std::nullopt;
  return SplitArn(text);
}

bool IsRoleArn(absl::string_view text) {
  const std::optional<Arn> arn = ParseArn(text);
  return arn && arn->service() == "iam" && arn->resource().substr(0, 5) == "role/";
}

}  // namespace deputy
