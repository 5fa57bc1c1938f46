// A scenario as its author wrote it and the loader understood it (docs/scenario-format.md): what
// people do in a world, in several variants of it, and how each deed must end.
#ifndef DEPUTY_SIMULATOR_SCENARIO_SCENARIO_H_
#define DEPUTY_SIMULATOR_SCENARIO_SCENARIO_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/text/source.h"
#include "simulator/scenario/guard.h"
#include "simulator/world/world.h"

namespace deputy {

enum class ActorKind { kAttacker, kInsider, kCustomer, kLegacy, kOperator, kVendor };
absl::string_view ActorKindName(ActorKind kind);

// A context key that the author adds or forges, and its values.
struct ExtraKey {
  std::string name;
  std::vector<std::string> values;
};
using ExtraKeys = std::vector<ExtraKey>;

// `target` and the members of `then`: something done to a resource.
struct ResourceAction {
  std::string action;
  Index resource = kNoIndex;  // kNoIndex: only the ARN is known
  std::string arn;            // with the path
  std::string loss;           // what it means when an attacker does it; may be empty
  ExtraKeys also_sends;
};

// The resource of the customer for which a service acts.
struct SourceResource {
  std::string kind;  // of the catalogue; empty when the author gave the ARN
  std::string name;
  std::string arn;
  std::string version;  // of this one resource; empty: the deputy's
};

struct UsesService {
  Index deputy = kNoIndex;
  Index account = kNoIndex;
  std::optional<SourceResource> source;
  Index role = kNoIndex;                 // either a role that the service assumes,
  std::optional<ResourceAction> target;  // or what it does itself
  ExtraKeys forges;
};

struct UsesVendor {
  Index deputy = kNoIndex;
  Index account = kNoIndex;
  Index role = kNoIndex;
  std::string typed_external_id;
  std::string session_name;
};

struct Calls {
  enum class As { kRole, kUser, kAdministrator, kAnonymous };
  As as = As::kAnonymous;
  Index who = kNoIndex;  // a role, user or account
};

// A GitHub workflow, an identity pool or another provider: who vouches, and what the token says.
struct PresentsToken {
  std::string provider;  // as policies name it
  bool saml = false;
  ExtraKeys claims;   // as context keys
  std::string about;  // for a person: "workflow of `acme/app`"
  Index role = kNoIndex;
};

using Act = std::variant<UsesService, UsesVendor, Calls, PresentsToken>;
// The role that the act assumes, or with whose session it begins; kNoIndex when there is none.
Index RoleOf(const Act& act);

// One hop of role chaining.
struct Hop {
  Index role = kNoIndex;
  std::string session_name;
  std::string external_id;
  std::string source_identity;
  Tags tags;
  std::vector<PolicyDocumentPtr> session_policies;
  ExtraKeys also_sends;
};

struct Expectation {
  Outcome outcome = Outcome::kSucceeds;
  Guard by = Guard::kTrustPolicy;  // of kBlocked
  std::string at;                  // ARN; empty: anywhere
  std::string rule;                // of kRejected
  std::optional<CauseReason> reason;
  std::string key;
  std::optional<std::string> sid;
  std::optional<std::vector<Index>> loses;  // resources, sorted
  TextRange range;
};

struct Step {
  std::string id;
  ActorKind actor = ActorKind::kAttacker;
  std::string says;
  Act act;
  ExtraKeys also_sends;  // of the act's own call
  std::vector<Hop> chain;
  std::vector<ResourceAction> then;
  std::vector<Expectation> expect;  // one a variant, in their order
  TextRange range;
};

struct ScenarioVariant {
  std::string id;
  std::string title;
  World world;
  // The first document of it that IAM refuses; null when there is none. Nothing is decided then.
  PolicyDocumentPtr refused;
};

struct Scenario {
  std::string id;
  std::string title;
  std::string topic;
  std::string kind;
  std::string story;
  std::string lesson;
  std::vector<std::string> sources;
  std::vector<std::string> claims;
  std::vector<std::string> notes;
  std::vector<std::string> does_not_stop;
  std::vector<ScenarioVariant> variants;
  std::vector<Step> steps;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_SCENARIO_H_
