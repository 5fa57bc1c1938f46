#include "engine/iam/cidr.h"

#include <algorithm>

namespace deputy {
namespace {

// A decimal number without sign or leading zero, up to `limit`.
std::optional<int> ParseSmallNumber(absl::string_view text, int limit) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > limit) return std::nullopt;
  return value;
}

bool ParseV4(absl::string_view text, uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) {
    const size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == absl::string_view::npos) return false;
    const std::optional<int> byte = ParseSmallNumber(text.substr(0, dot), 255);
    if (!byte) return false;
    bytes[i] = static_cast<uint8_t>(*byte);
    text.remove_prefix(std::min(text.size(), dot + 1));
  }
  return text.empty();
}

std::optional<int> ParseGroup(absl::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value * 16 + digit;
  }
  return value;
}

// Groups divided by single colons, the last of which may be a v4 address, into `bytes`. The number
// of bytes, or -1.
int ParseGroups(absl::string_view text, bool may_end_in_v4, uint8_t* bytes) {
  if (text.empty()) return 0;
  int count = 0;
  while (true) {
    const size_t colon = text.find(':');
    const absl::string_view group = text.substr(0, colon);
    const bool last = colon == absl::string_view::npos;
    if (last && may_end_in_v4 && count <= 12 && group.find('.') != absl::string_view::npos) {
      return ParseV4(group, bytes + count) ? count + 4 : -1;
    }
    const std::optional<int> value = ParseGroup(group);
    if (!value || count > 14) return -1;
    bytes[count++] = static_cast<uint8_t>(*value >> 8);
    bytes[count++] = static_cast<uint8_t>(*value & 0xFF);
    if (last) return count;
    text.remove_prefix(colon + 1);
  }
}

bool ParseV6(absl::string_view text, std::array<uint8_t, 16>& bytes) {
  const size_t gap = text.find("::");
  if (gap == absl::string_view::npos) return ParseGroups(text, true, bytes.data()) == 16;
  std::array<uint8_t, 16> tail{};
  const int head_size = ParseGroups(text.substr(0, gap), false, bytes.data());
  const int tail_size = ParseGroups(text.substr(gap + 2), true, tail.data());
  if (head_size < 0 || tail_size < 0 || head_size + tail_size > 14)
    return false;  // `::` stands for at least one group
  std::copy_n(tail.begin(), tail_size, bytes.end() - tail_size);
  return true;
}

bool BitIsSet(const IpAddress& address, int bit) {
  return (address.bytes[static_cast<size_t>(bit / 8)] >> (7 - bit % 8) & 1) != 0;
}

int BitsOf(const IpAddress& address) { return address.v6 ? 128 : 32; }

}  // namespace

std::optional<IpAddress> ParseIpAddress(absl::string_view text) {
  IpAddress address;
  address.v6 = text.find(':') != absl::string_view::npos;
  const bool valid =
      address.v6 ? ParseV6(text, address.bytes) : ParseV4(text, address.bytes.data());
  if (!valid) return std::nullopt;
  return address;
}

bool Cidr::Contains(const IpAddress& address) const {
  if (address.v6 != network.v6) return false;
  const auto whole = prefix / 8;
  if (!std::equal(address.bytes.begin(), address.bytes.begin() + whole, network.bytes.begin()))
    return false;
  const int rest = prefix % 8;
  if (rest == 0) return true;
  const auto i = static_cast<size_t>(whole);
  return (address.bytes[i] ^ network.bytes[i]) >> (8 - rest) == 0;
}

bool Cidr::HasHostBits() const {
  for (int bit = prefix; bit < BitsOf(network); ++bit) {
    if (BitIsSet(network, bit)) return true;
  }
  return false;
}

std::optional<Cidr> ParseCidr(absl::string_view text) {
  const size_t slash = text.find('/');
  const std::optional<IpAddress> network = ParseIpAddress(text.substr(0, slash));
  if (!network) return std::nullopt;
  if (slash == absl::string_view::npos) return Cidr{*network, BitsOf(*network)};
  const std::optional<int> prefix = ParseSmallNumber(text.substr(slash + 1), BitsOf(*network));
  if (!prefix) return std::nullopt;
  return Cidr{*network, *prefix};
}

}  // namespace deputy
