#include "engine/iam/cidr.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

// The bytes in hexadecimal, or "none".
std::string Hex(absl::string_view text) {
  const std::optional<IpAddress> address = ParseIpAddress(text);
  if (!address) return "none";
  const size_t size = address->v6 ? 16 : 4;
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(address->bytes.data()), size));
}

TEST(IpAddress, ReadsV4) {
  EXPECT_EQ(Hex("0.0.0.0"), "00000000");
  EXPECT_EQ(Hex("10.0.200.255"), "0a00c8ff");
  EXPECT_EQ(Hex("255.255.255.255"), "ffffffff");
}

TEST(IpAddress, ReadsV6) {
  const struct {
    absl::string_view text;
    absl::string_view hex;
  } kAddresses[] = {
      {"::", "00000000000000000000000000000000"},
      {"::1", "00000000000000000000000000000001"},
      {"1::", "00010000000000000000000000000000"},
      {"2001:db8::1", "20010db8000000000000000000000001"},
      {"2001:DB8:0:0:8:800:200C:417A", "20010db80000000000080800200c417a"},
      {"1:2:3:4:5:6:7:8", "00010002000300040005000600070008"},
      {"1:2:3:4:5:6:7::", "00010002000300040005000600070000"},
      {"::2:3:4:5:6:7:8", "00000002000300040005000600070008"},
      {"1::8", "00010000000000000000000000000008"},
      {"::ffff:10.0.0.1", "00000000000000000000ffff0a000001"},
      {"::13.1.68.3", "0000000000000000000000000d014403"},
      {"1:2:3:4:5:6:1.2.3.4", "00010002000300040005000601020304"},
      {"0001:0002::", "00010002000000000000000000000000"},
  };
  for (const auto& address : kAddresses) EXPECT_EQ(Hex(address.text), address.hex) << address.text;
}

// BI-090
TEST(IpAddress, RefusesEverythingElse) {
  for (const absl::string_view text : {"",
                                       "10.0.0",
                                       "10.0.0.",
                                       ".10.0.0.1",
                                       "10..0.1",
                                       "10.0.0.1.",
                                       "10.0.0.1.2",
                                       "300.1.1.1",
                                       "1.2.3.256",
                                       "010.0.0.1",
                                       "10.0.0.01",
                                       "00.0.0.0",
                                       "0x10.0.0.1",
                                       "10.0.0.-1",
                                       "+10.0.0.1",
                                       " 10.0.0.1",
                                       "10.0.0.1 ",
                                       "10.0.0.1\n",
                                       "1.2.3.a",
                                       "１0.0.0.1",
                                       "167772161",
                                       "10.1",
                                       "localhost",
                                       "*",
                                       ":",
                                       ":::",
                                       "::1::",
                                       "1::2::3",
                                       "1:2:3:4:5:6:7",
                                       "1:2:3:4:5:6:7:8:9",
                                       "1:2:3:4:5:6:7:8::",
                                       "::1:2:3:4:5:6:7:8",
                                       "1:2:3:4::5:6:7:8",
                                       ":1:2:3:4:5:6:7",
                                       "1:2:3:4:5:6:7:",
                                       "12345::",
                                       "g::",
                                       "::1%eth0",
                                       "[::1]",
                                       "::1.2.3",
                                       "::1.2.3.04",
                                       "1.2.3.4::",
                                       "::1.2.3.4:5",
                                       "1:2:3:4:5:6:7:1.2.3.4",
                                       "::2:3:4:5:6:7:1.2.3.4",
                                       "::ffff:300.0.0.1",
                                       ":: 1",
                                       "::-1"}) {
    EXPECT_EQ(Hex(text), "none") << text;
  }
  EXPECT_EQ(Hex(absl::string_view("10.0.0.1\0", 9)), "none");
}

TEST(Cidr, ReadsAddressAndPrefix) {
  EXPECT_EQ(ParseCidr("10.0.0.0/8")->prefix, 8);
  EXPECT_EQ(ParseCidr("10.0.0.1")->prefix, 32);
  EXPECT_EQ(ParseCidr("0.0.0.0/0")->prefix, 0);
  EXPECT_EQ(ParseCidr("2001:db8::/32")->prefix, 32);
  EXPECT_EQ(ParseCidr("::1")->prefix, 128);
  EXPECT_EQ(ParseCidr("::/0")->prefix, 0);
  EXPECT_EQ(ParseCidr("::1/128")->prefix, 128);
}

// BI-090
TEST(Cidr, RefusesEverythingElse) {
  for (const absl::string_view text : {"",
                                       "/",
                                       "/8",
                                       "10.0.0.0/",
                                       "10.0.0.0/33",
                                       "10.0.0.0/-1",
                                       "10.0.0.0/+8",
                                       "10.0.0.0/08",
                                       "10.0.0.0/00",
                                       "10.0.0.0/8 ",
                                       "10.0.0.0/ 8",
                                       "10.0.0.0 /8",
                                       "10.0.0.0/8/8",
                                       "10.0.0.0/a",
                                       "10.0.0.0/255.0.0.0",
                                       "10.0.0/8",
                                       "10/8",
                                       "010.0.0.1/8",
                                       "::1/129",
                                       "::/0128",
                                       "::/1000",
                                       "10.0.0.0/99999999999999999999",
                                       "10.0.0.0-10.0.0.9",
                                       "10.0.0.*"}) {
    EXPECT_FALSE(ParseCidr(text)) << text;
  }
}

TEST(Cidr, SeesHostBits) {
  for (const absl::string_view text :
       {"10.0.0.1/8", "10.0.0.128/24", "1.1.1.1/0", "10.0.0.1/31", "2001:db8::1/32", "::1/127"}) {
    EXPECT_TRUE(ParseCidr(text)->HasHostBits()) << text;
  }
  for (const absl::string_view text :
       {"10.0.0.0/8", "10.0.0.1/32", "10.0.0.1", "0.0.0.0/0", "10.0.0.128/25", "2001:db8::/32",
        "::/0", "::1", "::1/128"}) {
    EXPECT_FALSE(ParseCidr(text)->HasHostBits()) << text;
  }
}

TEST(Cidr, ContainsItsAddresses) {
  const struct {
    absl::string_view block;
    absl::string_view address;
    bool contains;
  } kCases[] = {
      {"10.0.0.0/8", "10.255.255.255", true},
      {"10.0.0.0/8", "11.0.0.0", false},
      {"10.0.0.0/8", "9.255.255.255", false},
      {"10.0.0.1/8", "10.9.9.9", true},  // host bits
      {"0.0.0.0/0", "255.1.2.3", true},
      {"10.0.0.1", "10.0.0.1", true},
      {"10.0.0.1", "10.0.0.2", false},
      {"192.168.1.128/25", "192.168.1.127", false},
      {"192.168.1.128/25", "192.168.1.128", true},
      {"2001:db8::/32", "2001:db8:ffff::1", true},
      {"2001:db8::/32", "2001:db9::", false},
      {"::/0", "ffff::", true},
      {"fe80::/10", "febf::1", true},
      {"fe80::/10", "fec0::1", false},
      // never across the families (4.5)
      {"::/0", "10.0.0.1", false},
      {"0.0.0.0/0", "::ffff:10.0.0.1", false},
      {"::ffff:10.0.0.0/104", "10.0.0.1", false},
      {"::ffff:10.0.0.0/104", "::ffff:10.9.9.9", true},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(ParseCidr(c.block)->Contains(*ParseIpAddress(c.address)), c.contains)
        << c.block << " " << c.address;
  }
}

// Against shifting the address as a number.
TEST(Cidr, AgreesWithArithmetic) {
  std::mt19937 random(7);
  const auto text = [](uint32_t v) {
    return absl::StrCat(v >> 24, ".", v >> 16 & 255, ".", v >> 8 & 255, ".", v & 255);
  };
  for (int i = 0; i < 20000; ++i) {
    const auto network = static_cast<uint32_t>(random());
    const auto prefix = static_cast<uint32_t>(random() % 33);
    // Differs in one bit, so that both answers come up.
    const uint32_t address = network ^ uint32_t { 1 } << (random() % 32);
    const bool same = prefix == 0 || network >> (32 - prefix) == address >> (32 - prefix);
    const bool host_bits = prefix < 32 && static_cast<uint32_t>(network << prefix) != 0;
    const std::optional<Cidr> block = ParseCidr(absl::StrCat(text(network), "/", prefix));
    ASSERT_TRUE(block);
    ASSERT_EQ(block->Contains(*ParseIpAddress(text(address))), same)
        << text(network) << "/" << prefix << " " << text(address);
    ASSERT_EQ(block->HasHostBits(), host_bits) << text(network) << "/" << prefix;
  }
}

}  // namespace
}  // namespace deputy
