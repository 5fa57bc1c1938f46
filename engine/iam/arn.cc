#include "engine/iam/arn.h"

#include <bit>
#include <cstddef>
#include <cstdint>

#include "engine/text/byte_block.h"

namespace deputy {

bool FindArnComponents(absl::string_view text, const char** begin) {
  const char* at = text.data();
  const char* const end = at + text.size();
  size_t found = 0;
  begin[found++] = at;
  // `colons` of the bytes from `from` on; true when there are enough.
  const auto take = [&](uint32_t colons, const char* from) {
    for (; colons != 0; colons &= colons - 1) {
      begin[found++] = from + std::countr_zero(colons) + 1;
      if (found == kArnComponents) return true;
    }
    return false;
  };
  constexpr auto kBlock = static_cast<std::ptrdiff_t>(kByteBlock);
  if (end - at < kBlock) {
    for (; at != end; ++at) {
      if (*at == ':' && take(1, at)) return true;
    }
    return false;
  }
  for (; end - at >= kBlock; at += kBlock) {
    if (take(BytesEqual(at, ':'), at)) return true;
  }
  // The rest is the end of a block that begins before it.
  return take(BytesEqual(end - kBlock, ':') >> (at - (end - kBlock)), at);
}

std::optional<Arn> SplitArn(absl::string_view text) {
  std::array<const char*, kArnComponents> begin;
  if (!FindArnComponents(text, begin.data())) return std::nullopt;
  Arn arn;
  for (size_t i = 0; i < kArnComponents; ++i) {
    const char* const end = i + 1 < kArnComponents ? begin[i + 1] - 1 : text.data() + text.size();
    arn.components[i] = {begin[i], static_cast<size_t>(end - begin[i])};
  }
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

bool IsServiceLinkedRoleArn(absl::string_view text) {
  constexpr absl::string_view kPath = "role/aws-service-role/";
  return IsRoleArn(text) && ParseArn(text)->resource().substr(0, kPath.size()) == kPath;
}

}  // namespace deputy
