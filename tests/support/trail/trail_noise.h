// The records of a trail that assume no role: most of it, in the proportions of a real account.
#ifndef DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_NOISE_H_
#define DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_NOISE_H_

#include <string>

#include "tests/support/trail/trail_record.h"

namespace deputy::trail {

// Some of them speak of assuming roles all the same: in policies, in messages, in names.
void AppendNoise(const Place& place, TrailRandom& random, std::string& out);

}  // namespace deputy::trail

#endif  // DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_NOISE_H_
