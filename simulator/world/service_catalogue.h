// What is known about AWS services as deputies: the ARNs of their resources, which source keys they
// send and since when, whether they check iam:PassRole. Facts are data (services.json), each with
// its source and date; what no source says is unknown and is never guessed.
#ifndef DEPUTY_SIMULATOR_WORLD_SERVICE_CATALOGUE_H_
#define DEPUTY_SIMULATOR_WORLD_SERVICE_CATALOGUE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"

namespace deputy {

struct FactSource {
  std::string source;  // a page, without the machine it was read on
  std::string date;
};

// A kind of resource for which a service acts, e.g. `endpoint` of DMS.
struct SourceResourceKind {
  std::string kind;
  std::string arn;  // with ${Partition}, ${Region}, ${Account}, ${Name}
  FactSource fact;

  bool needs_region() const;
};

// What a service is asked to reach: a role that it assumes, or a resource with a policy of its own.
enum class TargetKind { kRole, kResource };

enum class Knowledge { kYes, kNo, kUnknown };

// That the service sends, or does not send, `keys` from version `since` on.
struct SentKeys {
  TargetKind to = TargetKind::kRole;
  std::string since;              // empty: whatever the version
  std::vector<std::string> keys;  // empty: it sends none
  bool unknown = false;           // the source says that nothing is known
  FactSource fact;
};

struct PassRoleFact {
  Knowledge checks = Knowledge::kUnknown;
  FactSource fact;
};

struct ServiceFacts {
  std::string principal;
  std::string name;
  std::vector<SourceResourceKind> resources;
  std::vector<SentKeys> sends;  // of one target, newest last
  PassRoleFact pass_role;
  std::vector<std::string> notes;

  const SourceResourceKind* FindKind(absl::string_view kind) const;
  // What `version` (empty: the newest) sends to such a target; null when it is not known.
  const SentKeys* SendsTo(TargetKind to, absl::string_view version) const;
  bool has_versions() const;
};

class ServiceCatalogue {
 public:
  const ServiceFacts* Find(absl::string_view principal) const;
  const std::vector<ServiceFacts>& services() const { return services_; }
  std::vector<absl::string_view> Principals() const;

 private:
  friend std::unique_ptr<const ServiceCatalogue> LoadServiceCatalogue(absl::string_view text,
                                                                      Diagnostics& diagnostics);
  std::vector<ServiceFacts> services_;  // ordered by principal
};

// Reads a catalogue; null when `diagnostics` has an error.
std::unique_ptr<const ServiceCatalogue> LoadServiceCatalogue(absl::string_view text,
                                                             Diagnostics& diagnostics);

// Compares `3.4.7` and `3.10` number by number: negative, zero or positive.
int CompareVersions(absl::string_view a, absl::string_view b);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_WORLD_SERVICE_CATALOGUE_H_
