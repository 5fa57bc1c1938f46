// What somebody says of the sources for which services called, since CloudTrail does not: a file
// that maps roles, session names or services to aws:SourceArn and aws:SourceAccount.
//
//   {"version": 1, "sources": [
//     {"role": "arn:aws:iam::111122223333:role/rds-*", "session": "RDS-*",
//      "service": "rds.amazonaws.com",
//      "aws:SourceArn": "arn:aws:rds:us-east-1:111122223333:db:orders",
//      "aws:SourceAccount": "111122223333"}]}
//
// The first three are patterns with `*` and `?`; one that is left out matches everything, and one
// has to be there. null for a key says that it is not sent; a key that is left out stays open. The
// first entry that matches counts.
#ifndef DEPUTY_SIMULATOR_REPLAY_SOURCE_MAP_H_
#define DEPUTY_SIMULATOR_REPLAY_SOURCE_MAP_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/iam/wildcard.h"
#include "engine/text/diagnostic.h"

namespace deputy {

struct SourceEntry {
  std::optional<Pattern> role;
  std::optional<Pattern> session;
  std::optional<Pattern> service;
  // Nothing: not said. Empty: not sent.
  std::optional<std::string> arn;
  std::optional<std::string> account;
};

class SourceMap {
 public:
  // The index of the entry, or -1.
  int Match(absl::string_view role, absl::string_view session, absl::string_view service) const;
  const SourceEntry& entry(int index) const { return entries_[static_cast<size_t>(index)]; }
  bool empty() const { return entries_.empty(); }
  // As it was read, for what tells parts apart.
  const std::string& text() const { return text_; }

 private:
  friend SourceMap ReadSourceMap(absl::string_view text, Diagnostics& diagnostics);
  std::vector<SourceEntry> entries_;
  std::string text_;
};

// Without entries when `diagnostics` has an error.
SourceMap ReadSourceMap(absl::string_view text, Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_SOURCE_MAP_H_
