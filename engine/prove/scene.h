// Everything that the cases of a question are made from: the policies as rows, the keys that they
// ask for, whom they name, and who is mine.
#ifndef DEPUTY_ENGINE_PROVE_SCENE_H_
#define DEPUTY_ENGINE_PROVE_SCENE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "engine/iam/service_fact.h"
#include "engine/prove/model.h"
#include "engine/prove/property.h"
#include "engine/prove/prover.h"

namespace deputy {

// Which requests are asked about.
enum class Side : uint8_t {
  kForeign,  // made for somebody who is not mine
  kHonest,   // made by or for somebody who is
  kAll,      // every request that can be decided, whether it could be sent or not
};

// Where the resource may be.
struct Site {
  std::string partition;
  std::string owner;  // its account
  // One of mine, or an empty text for none; nothing where it is any.
  std::optional<std::string> organization;
};

struct Scene {
  Sheet sheet;
  std::vector<Goal> goals;                  // of the sheet
  std::map<std::string, std::string> keys;  // that the sheet asks for: folded, spelled
  bool is_role = true;
  std::vector<Site> sites;       // at least one; one where its ARN is known
  std::string resource;          // empty: any that the owner has, or a role of no name
  std::vector<Principal> named;  // principals that some statement names, each once
  bool names_everyone = false;   // some Allow does
  TrustedParties trusted;        // `accounts` has the owners
  absl::flat_hash_set<std::string> trusted_accounts;  // the same, of which there can be many
  absl::Span<const ServiceFact> services;

  bool Trusts(absl::string_view account) const;
  bool Names(const Principal& principal) const;
  // An account of nobody: neither trusted nor in the policies; twelve times a digit where possible.
  std::string ForeignAccount() const;
};

Scene SceneOf(const RoleQuestion& question);
// Of two policies of one kind that are compared.
Scene SceneOf(const Policy& allows, const Policy& allows_not, absl::string_view resource);

// The account of the resource, as far as the ARN or account `given`, or the policy, says so.
std::string OwnerOf(const Policy& policy, absl::string_view given);

// The cases of one side, in the order in which witnesses are most telling.
std::vector<Case> CasesOf(const Scene& scene, Side side, bool services, bool callers);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_SCENE_H_
