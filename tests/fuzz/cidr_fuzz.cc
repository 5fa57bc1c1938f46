// Addresses and blocks against inet_pton and a comparison bit by bit.
#include <arpa/inet.h>

#include "engine/iam/cidr.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

std::optional<IpAddress> ParseSlowly(absl::string_view text) {
  const std::string terminated(text);
  if (terminated.find('\0') != std::string::npos) return std::nullopt;
  IpAddress address;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) return address;
  address = {};
  address.v6 = true;
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

bool ContainsSlowly(const Cidr& block, const IpAddress& address) {
  if (block.network.v6 != address.v6) return false;
  for (int bit = 0; bit < block.prefix; ++bit) {
    const auto byte = static_cast<size_t>(bit / 8);
    const int mask = 0x80 >> bit % 8;
    if ((block.network.bytes[byte] & mask) != (address.bytes[byte] & mask)) return false;
  }
  return true;
}

// A block, a line end, an address.
FUZZ_TARGET(cidr) {
  const size_t end = std::min(input.find('\n'), input.size());
  const absl::string_view first = input.substr(0, end);
  const absl::string_view second = input.substr(std::min(end + 1, input.size()));
  Require(ParseIpAddress(first) == ParseSlowly(first), "the address differs", first);
  Require(ParseIpAddress(second) == ParseSlowly(second), "the address differs", second);
  const auto block = ParseCidr(first);
  const auto address = ParseIpAddress(second);
  if (!block) return;
  Require(block->prefix >= 0 && block->prefix <= (block->network.v6 ? 128 : 32), "the prefix",
          first);
  Require(block->Contains(block->network), "a block holds its own address", first);
  if (address)
    Require(block->Contains(*address) == ContainsSlowly(*block, *address), "in it", input);
}

}  // namespace
}  // namespace deputy::fuzz
