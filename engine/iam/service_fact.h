// What is known of an AWS service as a deputy, as plain data: which source keys it sends and
// whether it checks iam:PassRole. The engine holds no such facts itself; whoever asks it brings
// them.
#ifndef DEPUTY_ENGINE_IAM_SERVICE_FACT_H_
#define DEPUTY_ENGINE_IAM_SERVICE_FACT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/iam/arn.h"

namespace deputy {

enum class Known : uint8_t { kYes, kNo, kUnknown };

// Of one service in one version, when it assumes a role.
struct ServiceFact {
  std::string principal;  // dms.amazonaws.com
  std::string name;       // AWS Database Migration Service
  std::string version;    // empty: the newest, or it has none
  Known sends_source_arn = Known::kUnknown;
  Known sends_source_account = Known::kUnknown;
  std::string sends_since;  // the version from which it does; empty: always
  Known checks_pass_role = Known::kUnknown;
  // Of what it acts for: `arn:${Partition}:dms:${Region}:${Account}:rep:${Name}`. Empty: not known,
  // and then any ARN of the service is possible.
  std::vector<std::string> source_arns;
  std::string page;  // where the facts come from
};

// Whether what the pattern of an ARN means shows no account, as far as the templates of the facts
// say: a bucket (`arn:aws:s3:*:*:acme-data`). With an account it would match nothing.
bool ShowsNoAccount(const Arn& pattern, absl::Span<const ServiceFact> facts);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_SERVICE_FACT_H_
