// What the statements of a sheet mention, for where nobody says the ARN of the role.
#ifndef DEPUTY_ENGINE_PROVE_MENTIONS_H_
#define DEPUTY_ENGINE_PROVE_MENTIONS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/prove/model.h"

namespace deputy {

inline constexpr uint64_t kPlaceholderAccount = 111'122'223'333;

// An account that no statement is about: whose the role is when nobody said so, for that account
// counts as mine, and whom a policy lets in must not.
std::string UnmentionedAccount(const Sheet& sheet);

// Of the accounts that the role may be in, those that differ: all that the statements are about and
// one of the others, where something asks for aws:ResourceAccount; else the first.
std::vector<std::string> OwnersAmong(const std::vector<std::string>& accounts, const Sheet& sheet,
                                     const std::map<std::string, std::string>& keys);

// The partitions that the role may be in, at least one: that of its ARN; without one those that
// ARNs of the statements name, or else `aws`, and one for each pattern that can match in none of
// these.
std::vector<std::string> PartitionsOf(const Sheet& sheet, absl::string_view resource);
// The first of them.
std::string PartitionOf(const Policy& policy, absl::string_view resource);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_MENTIONS_H_
