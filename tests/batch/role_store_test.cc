// A store finds what was put in, one at a time and many together, and keeps equal policies once.
#include "simulator/batch/role_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bench/support/workload.h"

namespace deputy {
namespace {

std::string Arn(size_t i) { return "arn:aws:iam::111122223333:role/r" + std::to_string(i); }

TEST(RoleStore, FindsEachOfManyAndNoOther) {
  constexpr size_t kRoles = 5000;
  const Policy policies[] = {workload::TrustPolicy({}),
                             workload::ParseTrustPolicy(workload::TrustPolicyText({}, "1"))};
  RoleStore store;
  EXPECT_FALSE(store.Find(Arn(0)).known);
  for (size_t i = 0; i < kRoles; ++i) {
    const bool added = i % 3 == 2 ? store.Refuse(Arn(i)) : store.Add(Arn(i), policies[i % 3]);
    EXPECT_TRUE(added) << i;
  }
  EXPECT_EQ(store.size(), kRoles);
  EXPECT_EQ(store.programs(), 2u);
  std::vector<std::string> arns;
  for (size_t i = 0; i < kRoles + 100; ++i) arns.push_back(Arn(i));
  arns.push_back("");
  std::vector<absl::string_view> views(arns.begin(), arns.end());
  std::vector<StoredRole> roles(views.size());
  store.Find(views, roles.data());
  for (size_t i = 0; i < arns.size(); ++i) {
    EXPECT_EQ(roles[i].known, i < kRoles) << arns[i];
    EXPECT_EQ(roles[i].refused(), i < kRoles && i % 3 == 2) << arns[i];
    const StoredRole alone = store.Find(arns[i]);
    EXPECT_EQ(alone.known, roles[i].known);
    EXPECT_EQ(alone.program, roles[i].program);
    const size_t like = i % 3;
    EXPECT_EQ(roles[i].program, i < kRoles && like != 2 ? roles[like].program : nullptr) << arns[i];
  }
}

TEST(RoleStore, TakesAnArnOnce) {
  const Policy policy = workload::TrustPolicy({});
  RoleStore store;
  EXPECT_TRUE(store.Add(Arn(1), policy));
  EXPECT_FALSE(store.Add(Arn(1), policy));
  EXPECT_FALSE(store.Refuse(Arn(1)));
  EXPECT_FALSE(store.Find(Arn(1)).refused());
  EXPECT_EQ(store.size(), 1u);
  EXPECT_EQ(store.Nearest(Arn(2)), Arn(1));
}

// Longer than a block of ARNs, and between two that are not.
TEST(RoleStore, TakesArnsOfAnyLength) {
  const Policy policy = workload::TrustPolicy({});
  RoleStore store;
  const std::string arns[] = {Arn(1), Arn(2) + std::string(200000, 'x'), Arn(3),
                              Arn(4) + std::string(65528, 'y')};
  for (const std::string& arn : arns) EXPECT_TRUE(store.Add(arn, policy));
  for (const std::string& arn : arns) EXPECT_TRUE(store.Find(arn).known);
  EXPECT_FALSE(store.Find(Arn(2)).known);
}

}  // namespace
}  // namespace deputy
