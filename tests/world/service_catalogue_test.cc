#include "simulator/world/service_catalogue.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ShippedCatalogueTest, HasNothingToComplainAbout) {
  ASSERT_EQ(ShippedServices().size(), 1u);
  Diagnostics diagnostics;
  EXPECT_NE(LoadServiceCatalogue(ShippedServices()[0].contents, diagnostics), nullptr);
  for (const Diagnostic& diagnostic : diagnostics.items()) ADD_FAILURE() << diagnostic.message;
}

TEST(ShippedCatalogueTest, EveryFactHasASourceAndADate) {
  EXPECT_GE(ShippedCatalogue().services().size(), 58u);
  for (const ServiceFacts& service : ShippedCatalogue().services()) {
    SCOPED_TRACE(service.principal);
    EXPECT_THAT(service.name, Not(IsEmpty()));
    EXPECT_FALSE(service.pass_role.fact.source.empty() || service.pass_role.fact.date.empty());
    for (const SourceResourceKind& kind : service.resources) {
      EXPECT_FALSE(kind.fact.source.empty() || kind.fact.date.empty());
    }
    for (const SentKeys& sent : service.sends) {
      EXPECT_FALSE(sent.fact.source.empty() || sent.fact.date.empty());
      EXPECT_TRUE(sent.fact.source.find("/work") == std::string::npos);
    }
  }
}

TEST(ShippedCatalogueTest, DmsSendsItsSourceFromVersion347On) {
  const ServiceFacts* dms = ShippedCatalogue().Find("dms.amazonaws.com");
  ASSERT_NE(dms, nullptr);
  const SentKeys* old = dms->SendsTo(TargetKind::kRole, "3.4.6");
  ASSERT_NE(old, nullptr);
  EXPECT_THAT(old->keys, IsEmpty());
  for (const absl::string_view version : {"3.4.7", "3.4.10", "3.5", "4", ""}) {
    const SentKeys* now = dms->SendsTo(TargetKind::kRole, version);
    ASSERT_NE(now, nullptr) << version;
    EXPECT_THAT(now->keys, ElementsAre("aws:SourceArn", "aws:SourceAccount")) << version;
  }
  EXPECT_TRUE(dms->has_versions());
  ASSERT_NE(dms->FindKind("replication-instance"), nullptr);
  EXPECT_EQ(dms->FindKind("replication-instance")->arn,
            "arn:${Partition}:dms:${Region}:${Account}:rep:${Name}");
}

TEST(ShippedCatalogueTest, WhatNoPageSaysIsUnknown) {
  const ServiceFacts* appsync = ShippedCatalogue().Find("appsync.amazonaws.com");
  ASSERT_NE(appsync, nullptr);
  EXPECT_EQ(appsync->SendsTo(TargetKind::kRole, ""), nullptr);
  const ServiceFacts* s3 = ShippedCatalogue().Find("s3.amazonaws.com");
  ASSERT_NE(s3, nullptr);
  EXPECT_NE(s3->SendsTo(TargetKind::kResource, ""), nullptr);
  EXPECT_EQ(s3->SendsTo(TargetKind::kRole, ""), nullptr);
  EXPECT_FALSE(s3->FindKind("bucket")->needs_region());
  EXPECT_EQ(ShippedCatalogue().Find("DMS.amazonaws.com"), nullptr);
}

TEST(CompareVersionsTest, NumberByNumber) {
  EXPECT_LT(CompareVersions("3.4.6", "3.4.7"), 0);
  EXPECT_GT(CompareVersions("3.4.10", "3.4.7"), 0);
  EXPECT_EQ(CompareVersions("3.4", "3.4.0"), 0);
  EXPECT_GT(CompareVersions("10", "9.9.9"), 0);
}

struct BadCatalogue {
  const char* name;
  const char* from;
  const char* to;
  const char* rule;
};

class BadCatalogueTest : public testing::TestWithParam<BadCatalogue> {};

TEST_P(BadCatalogueTest, IsRefused) {
  const std::string good = R"({"version": 1, "services": [{"principal": "a.amazonaws.com",
    "name": "A", "resources": [{"kind": "k", "arn": "arn:${Partition}:a:::${Name}",
    "source": "p", "date": "d"}], "sends": [{"to": "role", "keys": "unknown", "source": "p",
    "date": "d"}], "passRoleCheck": {"check": "enforced", "source": "p", "date": "d"}}]})";
  Diagnostics fine;
  ASSERT_NE(LoadServiceCatalogue(good, fine), nullptr);
  const std::string bad = absl::StrReplaceAll(good, {{GetParam().from, GetParam().to}});
  ASSERT_NE(bad, good);
  Diagnostics diagnostics;
  EXPECT_EQ(LoadServiceCatalogue(bad, diagnostics), nullptr);
  ASSERT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.FirstError()->rule, GetParam().rule);
}

INSTANTIATE_TEST_SUITE_P(
    Catalogue, BadCatalogueTest,
    testing::Values(BadCatalogue{"NoDate", R"(, "date": "d")", "", "missing-member"},
                    BadCatalogue{"UnknownMember", R"("name")", R"("nam")", "missing-member"},
                    BadCatalogue{"Check", "enforced", "maybe", "invalid-value"},
                    BadCatalogue{"NoName", "${Name}", "x", "invalid-value"},
                    BadCatalogue{"NoArn", "arn:${Partition}", "${Partition}", "invalid-value"},
                    BadCatalogue{"Target", R"("role")", R"("roll")", "invalid-value"},
                    BadCatalogue{"Keys", R"("unknown")", "7", "wrong-type"},
                    BadCatalogue{"NoJson", "}}]}", "", "invalid-syntax"}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace deputy
