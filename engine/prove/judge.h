// The ordinary evaluator, asked about a witness: nothing that the search says is believed without
// it. A caller's own identity policies allow it everything.
#ifndef DEPUTY_ENGINE_PROVE_JUDGE_H_
#define DEPUTY_ENGINE_PROVE_JUDGE_H_

#include <vector>

#include "engine/decide/authorizer.h"
#include "engine/decide/compiler.h"
#include "engine/decide/program.h"
#include "engine/decide/request.h"
#include "engine/decide/vocabulary.h"
#include "engine/policy/policy.h"

namespace deputy {

// An identity policy.
const Policy& AllowsEverything();

class Judge {
 public:
  // Under `alone` what the policy itself allows is asked, without what identity policies would
  // allow a caller of the resource's own account.
  Judge(const Policy& policy, const std::vector<const Policy*>& rcps, bool alone = false);
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  // Of a request whose context was filled in.
  bool Allows(const Request& request) const;

 private:
  Vocabulary keys_;
  Program resource_;
  Program identity_;
  std::vector<Program> rcps_;
  Layer layer_;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_JUDGE_H_
