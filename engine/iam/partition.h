// Partitions of AWS, each with accounts, ARNs and services of its own: `aws`, `aws-cn`, …
#ifndef DEPUTY_ENGINE_IAM_PARTITION_H_
#define DEPUTY_ENGINE_IAM_PARTITION_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace deputy {

// Whether a partition may be named so: those that are known, and whatever may be founded yet.
bool IsPartition(absl::string_view text);

absl::Span<const absl::string_view> KnownPartitions();

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_PARTITION_H_
