// IP addresses and CIDR blocks for IpAddress and NotIpAddress, v4 and v6.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
#ifndef DEPUTY_ENGINE_IAM_CIDR_H_
#define DEPUTY_ENGINE_IAM_CIDR_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace deputy {

struct IpAddress {
  bool v6 = false;
  std::array<uint8_t, 16> bytes{};  // network order; a v4 address stands in the first four

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// Dotted quad without leading zeros, or RFC 4291 text (`::`, embedded v4 in the last 32 bits); no
// zone, no brackets.
std::optional<IpAddress> ParseIpAddress(absl::string_view text);

struct Cidr {
  IpAddress network;  // host bits are as written
  int prefix = 0;     // bits that count: 0 … 32 or 0 … 128

  bool Contains(const IpAddress& address) const;  // never across families
  bool HasHostBits() const;                       // `10.0.0.1/8`: bits behind the prefix are set
};

// `address/prefix`, or an address alone (all bits count). The prefix has no sign and no leading
// zero.
std::optional<Cidr> ParseCidr(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_CIDR_H_
