// CloudTrail of an invented organization, as large as one likes: the records of real accounts in
// their shapes, sizes and proportions, and with them what a replay must come to.
//
//   const Trail trail({.events = 10000000});
//   for (int64_t i = 0; i < trail.files(); ++i) Write(trail.Path(i), trail.Text(i));
//   Write("roles.json", trail.roles().AuthorizationDetails());
//   std::cout << trail.ExpectedJson();
//
// Every file follows from the seed and its number alone: they can be made in any order and by many
// threads. A call from one account into its partner is recorded in both, in a file of each.
#ifndef DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_H_
#define DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/trail/trail_calls.h"
#include "tests/support/trail/trail_roles.h"

namespace deputy::trail {

struct TrailOptions {
  int64_t events = 10000;
  int64_t events_per_file = 20000;
  // How many of a thousand events assume a role. 17 of a thousand did in 2,900 recorded ones; 1000
  // is what a query for them leaves.
  int64_t assuming = 17;
  int64_t accounts = 20;  // even
  int64_t roles_an_account = 200;
  uint64_t seed = 1;
  bool lines = false;  // JSON Lines instead of {"Records":[...]}
};

class Trail {
 public:
  explicit Trail(const TrailOptions& options);

  int64_t files() const;
  // As CloudTrail delivers it, below the bucket: AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/...,
  // without .gz.
  std::string Path(int64_t file) const;
  std::string Text(int64_t file) const;
  const TrailRoles& roles() const { return roles_; }

  // {"files", "events", "records", "calls", "succeeded", "denied", "answers": {"allowed", "denied",
  // "dependsOn", "unknownRole"}, "shapes": {...}}: records that assume a role; calls, of which two
  // records may tell; how the calls ended; what the trust policies of today say to them.
  std::string ExpectedJson() const;

 private:
  // How many records of each kind a file has.
  struct Mix {
    std::vector<int64_t> calls;  // by the number of the shape
    int64_t of_partner = 0;      // calls from the partner, seen from here
    int64_t noise = 0;
  };

  int64_t Account(int64_t file) const { return file % roles_.accounts(); }
  int64_t EventsOf(int64_t file) const;
  std::vector<int64_t> CallsOf(int64_t file) const;
  Mix MixOf(int64_t file) const;

  TrailOptions options_;
  TrailRoles roles_;
};

}  // namespace deputy::trail

#endif  // DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_H_
