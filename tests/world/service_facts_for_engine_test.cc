#include "simulator/world/service_facts_for_engine.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {
namespace {

using ::testing::Contains;

const ServiceFact* Find(const std::vector<ServiceFact>& facts, absl::string_view principal) {
  const auto found = std::find_if(facts.begin(), facts.end(), [&](const ServiceFact& fact) {
    return fact.principal == principal;
  });
  return found == facts.end() ? nullptr : &*found;
}

TEST(EngineFactsTest, EveryServiceIsThereInItsNewestVersion) {
  const std::vector<ServiceFact> facts = EngineFacts(ShippedCatalogue());
  EXPECT_EQ(facts.size(), ShippedCatalogue().services().size());
  const ServiceFact* dms = Find(facts, "dms.amazonaws.com");
  ASSERT_NE(dms, nullptr);
  EXPECT_EQ(dms->sends_source_arn, Known::kYes);
  EXPECT_EQ(dms->sends_source_account, Known::kYes);
  EXPECT_EQ(dms->sends_since, "3.4.7");
  EXPECT_EQ(dms->version, "");
  EXPECT_THAT(dms->source_arns, Contains("arn:${Partition}:dms:${Region}:${Account}:rep:${Name}"));
}

TEST(EngineFactsTest, WhatNoPageSaysIsUnknownAndDiffersByTarget) {
  const std::vector<ServiceFact> to_roles = EngineFacts(ShippedCatalogue());
  const std::vector<ServiceFact> to_resources =
      EngineFacts(ShippedCatalogue(), TargetKind::kResource);
  EXPECT_EQ(Find(to_roles, "appstream.amazonaws.com")->sends_source_arn, Known::kUnknown);
  EXPECT_EQ(Find(to_resources, "appstream.amazonaws.com")->sends_source_arn, Known::kYes);
  EXPECT_EQ(Find(to_resources, "appstream.amazonaws.com")->sends_source_account, Known::kUnknown)
      << "its page shows the other key, and says nothing of this one";
  EXPECT_EQ(Find(to_roles, "appstream.amazonaws.com")->checks_pass_role, Known::kYes);
}

TEST(EngineFactTest, AVersionIsFoundByTheLongNameAndTheShortOne) {
  for (const char* name : {"dms.amazonaws.com@3.4.6", "dms@3.4.6", "DMS@3.4.6"}) {
    const auto old = EngineFact(ShippedCatalogue(), name);
    ASSERT_TRUE(old) << name;
    EXPECT_EQ(old->version, "3.4.6");
    EXPECT_EQ(old->sends_source_arn, Known::kNo);
  }
  const auto newer = EngineFact(ShippedCatalogue(), "dms@3.5");
  ASSERT_TRUE(newer);
  EXPECT_EQ(newer->sends_source_arn, Known::kYes);
  EXPECT_EQ(newer->sends_since, "");
  for (const char* name : {"dms", "dms@", "", "@1", "nobody@1"}) {
    EXPECT_FALSE(EngineFact(ShippedCatalogue(), name)) << name;
  }
}

TEST(ReplaceFactTest, TheNewFactStandsAlone) {
  std::vector<ServiceFact> facts = EngineFacts(ShippedCatalogue());
  const size_t count = facts.size();
  ReplaceFact(*EngineFact(ShippedCatalogue(), "dms@3.4.6"), facts);
  EXPECT_EQ(facts.size(), count);
  EXPECT_EQ(Find(facts, "dms.amazonaws.com")->version, "3.4.6");
}

}  // namespace
}  // namespace deputy
