// The small parts of the prover by themselves, where whole questions do not lead.
#include <gtest/gtest.h>

#include "engine/policy/policy_parser.h"
#include "engine/prove/bits.h"
#include "engine/prove/language.h"
#include "engine/prove/meter.h"
#include "engine/prove/principal_match.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

TEST(Bits, OfWholeWords) {
  const Bits all(64, true);
  EXPECT_TRUE(all.Get(0));
  EXPECT_TRUE(all.Get(63));
  size_t count = 0;
  all.ForEach([&](size_t) { ++count; });
  EXPECT_EQ(count, 64u);
  Bits more(65, true);
  EXPECT_TRUE(more.Get(64));
  more.Set(64, false);
  count = 0;
  more.ForEach([&](size_t) { ++count; });
  EXPECT_EQ(count, 64u);
}

TEST(Bits, Cleared) {
  for (const auto& [begin, end] : std::vector<std::pair<size_t, size_t>>{
           {0, 0}, {3, 4}, {0, 64}, {60, 70}, {63, 129}, {64, 128}, {0, 130}, {130, 130}}) {
    Bits bits(130, true);
    bits.Clear(begin, end);
    for (size_t i = 0; i < 130; ++i) EXPECT_EQ(bits.Get(i), i < begin || i >= end) << i;
  }
}

TEST(Bits, AnyOfThem) {
  Bits bits(65);
  EXPECT_FALSE(bits.Any());
  bits.Set(64);
  EXPECT_TRUE(bits.Any());
}

TEST(Meter, WorkIsPaidInStates) {
  uint64_t budget = 3;
  Meter meter(budget);
  EXPECT_TRUE(meter.TakeWork(4095));
  EXPECT_EQ(budget, 3u);
  EXPECT_TRUE(meter.TakeWork(1));
  EXPECT_EQ(budget, 2u);
  meter.TakeState();
  EXPECT_EQ(budget, 1u);
  EXPECT_FALSE(meter.TakeWork(2 * 4096)) << "more than there is left";
  EXPECT_EQ(budget, 0u);
  meter.TakeState();
  EXPECT_EQ(budget, 0u);
}

TEST(CharRange, IsTheSameWhenBothEndsAre) {
  EXPECT_EQ((CharRange{1, 2}), (CharRange{1, 2}));
  EXPECT_NE((CharRange{1, 2}), (CharRange{1, 3}));
  EXPECT_NE((CharRange{1, 2}), (CharRange{0, 2}));
}

// Any number of colons: in an account, where no colon can be, that is none of them.
TEST(Language, ARunThatHasNoPlaceIsEmpty) {
  Language account = LiteralLanguage("1");
  account.push_back({CharsOf(":"), true});
  const std::optional<Language> at_account = AtAccount(account);
  ASSERT_TRUE(at_account);
  EXPECT_TRUE(Accepts(*at_account, "arn:aws:dms:r:1:x"));
  EXPECT_FALSE(Accepts(*at_account, "arn:aws:dms:r:2:x"));
  account.back().star = false;
  EXPECT_FALSE(AtAccount(account)) << "a colon that has to be there";

  Language name = LiteralLanguage("u");
  name.push_back({CharsOf("/"), true});
  ASSERT_EQ(AtUserName(name).size(), 2u);
  EXPECT_TRUE(Accepts(AtUserName(name)[0], "arn:aws:iam::1:user/u"));
  EXPECT_TRUE(Accepts(AtUserName(name)[1], "arn:aws:iam::1:user/path/u"));
  EXPECT_FALSE(Accepts(AtUserName(name)[1], "arn:aws:iam::1:user/pathu"));
  name.back().star = false;
  EXPECT_TRUE(AtUserName(name).empty()) << "a slash that has to be there";
}

TEST(Language, CodePointsOfEveryLength) {
  const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
  EXPECT_EQ(CodePoints(text), (std::vector<uint32_t>{0x61, 0xe9, 0x20ac, 0x1f600}));
  EXPECT_EQ(FromCodePoints(CodePoints(text)), text);
}

TEST(NamesCaller, AHostIsInNoAccountWithoutARole) {
  const Policy policy = *TryPolicy(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":)"
      R"("arn:aws:iam::111122223333:oidc-provider/token.example.com"},)"
      R"("Action":"sts:AssumeRoleWithWebIdentity"}})");
  const Principal host = *ParseFederatedPrincipal("token.example.com");
  const Statement& statement = policy.statements[0];
  EXPECT_TRUE(NamesCaller(statement, host, "arn:aws:iam::111122223333:role/r"));
  EXPECT_FALSE(NamesCaller(statement, host, "arn:aws:iam::444455556666:role/r"));
  EXPECT_FALSE(NamesCaller(statement, host, ""));
}

}  // namespace
}  // namespace deputy
