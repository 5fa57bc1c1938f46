// What can be proved of a role's trust policy: the question, who counts as mine, and the verdict.
//
// A request is *foreign* when the party on whose behalf it is made is not mine. That is a fact
// about that party and not about the context keys; the keys are what reaches STS of it:
//   a service     acts for a source resource; foreign when the resource's account is not trusted
//   (and
//                 is not in a trusted organization). What it sends is in its ServiceFact.
//   an IAM caller is foreign when its account is not trusted. The account of a third party is
//   trusted
//                 with its own external id only: with another, or none, it acts for another
//                 customer.
//   a federated   caller is foreign when its claims are not those of a trusted claim of its
//   provider.
#ifndef DEPUTY_ENGINE_PROVE_PROPERTY_H_
#define DEPUTY_ENGINE_PROVE_PROPERTY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/decide/request.h"
#include "engine/iam/service_fact.h"
#include "engine/policy/policy.h"

namespace deputy {

// A third party that assumes roles of many customers, and the external id it uses for me alone.
struct ThirdParty {
  std::string account;
  std::string external_id;
};

// A token with that claim is mine: `token.actions.githubusercontent.com:sub`, `repo:acme/*`.
// Several claims of one key are alternatives; claims of different keys must all hold.
struct TrustedClaim {
  std::string key;
  std::string pattern;  // `*` and `?` as in StringLike
};

struct TrustedParties {
  std::vector<std::string> accounts;       // twelve digits each
  std::vector<std::string> organizations;  // o-…
  std::vector<ThirdParty> third_parties;
  std::vector<TrustedClaim> claims;
};

enum class Property : uint8_t {
  kNoForeignSource,     // no service acting for a foreign source is allowed
  kNoForeignPrincipal,  // no foreign IAM, federated or anonymous caller is allowed
  kSomeoneHonest,       // some caller who is mine, or acts for me, is allowed
};

enum class Verdict : uint8_t { kProved, kRefuted, kUnknown };

// One property of one policy. Everything that a person needs to check the answer is in it.
struct Answer {
  Property property = Property::kNoForeignSource;
  Verdict verdict = Verdict::kUnknown;
  std::string reason;                    // of kUnknown: what could not be decided
  std::vector<std::string> assumptions;  // "dms.amazonaws.com sends aws:SourceArn and …", in order
  // The request that gets in: of a refuted no-foreign property, and of a proved kSomeoneHonest. It
  // was decided by the ordinary evaluator before it came here.
  std::optional<Request> witness;
  // The findings as predicates: "any account, through a replication instance ARN of any region".
  std::vector<std::string> who_gets_in;
  // Of a proved no-foreign property: who would get in without a condition or a Deny statement, for
  // each that keeps somebody out alone. Said by Prove() only.
  std::vector<std::string> kept_out;
  uint64_t states = 0;  // explored, of the budget
};

// Whether an Allow names a canonical user of S3, which shows no account: whose it is nobody says.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
bool AllowsCanonicalUser(const Statement& statement);
bool AllowsCanonicalUser(const Policy& policy);
inline constexpr char kWhoseCanonicalUser[] =
    "a canonical user is allowed, and whose that is is not known";

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_PROPERTY_H_
