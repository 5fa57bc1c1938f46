// The roles of an invented organization, and who may call each: what a generated trail is about.
//
// A role is a number. Its account, its trust policy and who may assume it all follow from it, so
// that a file of a trail can be written, and its answers counted, without a table.
#ifndef DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_ROLES_H_
#define DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_ROLES_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy::trail {

// Whom a trust policy lets in, and on what condition.
enum class Trust {
  kOpenService,       // a service, for whoever sends it: the confused deputy
  kServiceOfAccount,  // a service, if aws:SourceAccount is the role's own
  kServiceOfArn,      // the same, and aws:SourceArn of that service
  kAccount,           // the root of the role's account
  kUser,              // one user
  kRole,              // one role: chaining
  kPartner,           // the root of the partner's account, with an external ID
  kWebIdentity,       // a repository's workflows, through an identity provider
};
inline constexpr int64_t kTrusts = 8;

// A service that assumes roles, as CloudTrail names it, and how its calls look.
struct Service {
  absl::string_view principal;
  absl::string_view arn_service;
  absl::string_view session_name;
  bool has_session_policy;
};

inline constexpr absl::string_view kIdentityProvider = "token.actions.githubusercontent.com";

// Accounts 0, 1, ... in pairs of partners: 0 and 1, 2 and 3. Each has the same number of roles, a
// multiple of kTrusts.
class TrailRoles {
 public:
  TrailRoles(int64_t accounts, int64_t roles_an_account);

  int64_t accounts() const { return accounts_; }
  int64_t variants() const { return variants_; }
  static int64_t PartnerOf(int64_t account) { return account ^ 1; }
  static std::string AccountId(int64_t account);

  // One of the `variants()` roles of an account with this kind of trust policy.
  struct Role {
    int64_t account = 0;
    Trust trust = Trust::kOpenService;
    int64_t variant = 0;
  };
  static std::string Name(const Role& role);
  static std::string Arn(const Role& role);
  static std::string Id(const Role& role);  // AROA...
  static std::string TrustPolicy(const Role& role);

  // Whom the policy names.
  static const Service& ServiceOf(const Role& role);
  static std::string UserOf(const Role& role);      // its name
  static Role CallerOf(const Role& role);           // of a kRole
  static std::string ExternalId(const Role& role);  // of a kPartner
  static std::string Subject(const Role& role);     // of a kWebIdentity

  // All of them, as `aws iam get-account-authorization-details` prints the roles of an account.
  std::string AuthorizationDetails() const;

 private:
  int64_t accounts_;
  int64_t variants_;
};

}  // namespace deputy::trail

#endif  // DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_ROLES_H_
