// One request of which not everything is known, as a record of it shows it: some context keys, or
// who of an account called. Whether it is allowed whatever they are, denied whatever they are, or
// depends on them, and then on what exactly.
//
// What is known is worked into the policy, statement by statement; what is left over are the
// clauses about keys that are not known. Whether these can hold, and whether they can fail, the
// prover decides over all values (docs/prover.md); each of its witnesses was decided by
// Authorize(). Deterministic, thread-safe, total; work is bounded by `budget`, and running out of
// it is kUnknown.
#ifndef DEPUTY_ENGINE_PROVE_OPEN_REQUEST_H_
#define DEPUTY_ENGINE_PROVE_OPEN_REQUEST_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "engine/decide/request.h"
#include "engine/iam/condition_operator.h"
#include "engine/iam/service_fact.h"
#include "engine/policy/policy.h"
#include "engine/prove/prover.h"

namespace deputy {

struct OpenRequest {
  // What is known, filled in. A key that is neither in its context nor open is absent.
  Request request;
  std::vector<std::string> open;  // folded names of keys; each may be absent, or have any value
  // Whether aws:SourceArn and aws:SourceAccount, where open, are surely sent or surely not. An ARN
  // that shows an account shows that of aws:SourceAccount.
  Known sends_source_arn = Known::kUnknown;
  Known sends_source_account = Known::kUnknown;
  // The caller is some principal of the account of `request.principal` (its root), of one of these
  // kinds. None: the caller is `request.principal`.
  std::vector<PrincipalKind> caller_kinds;
};

enum class OpenVerdict : uint8_t { kAllowed, kDenied, kDepends, kUnknown };

// A clause of the policy about a key that is not known, the values of known keys put in.
struct OpenClause {
  ConditionOperator op;
  std::string key;
  std::vector<std::string> values;

  friend bool operator==(const OpenClause&, const OpenClause&) = default;
};

// One way in: an Allow statement that matches when all of `clauses` hold, unless all clauses of one
// of `unless` do, which is a Deny.
struct OpenWay {
  std::string caller;  // where only the account is known: an ARN that the policy names, or empty
                       // for any other principal of the account
  std::vector<OpenClause> clauses;
  std::vector<std::vector<OpenClause>> unless;
  // The statement names the caller's account or everyone, or the caller is of another account: its
  // identity policies have to allow the call as well (docs/semantics.md 6.4, 6.5).
  bool needs_identity = false;

  friend bool operator==(const OpenWay&, const OpenWay&) = default;
};

struct OpenAnswer {
  OpenVerdict verdict = OpenVerdict::kUnknown;  // of the policy; identity policies taken to allow
  std::string reason;                           // of kUnknown
  // Of kAllowed those without a condition where there are any; of kDepends each that can be gone.
  std::vector<OpenWay> ways;
};

// Answers that were searched for, to be found again for requests that leave over the same. One a
// thread; bounded.
class OpenMemo {
 public:
  struct Searched {
    bool allowed = false;  // some request is
    bool denied = false;
    bool decided = true;
    std::string reason;
    std::vector<OpenWay> ways;  // that can be gone
  };

 private:
  friend class OpenDecider;
  absl::flat_hash_map<std::string, Searched> known_;
};

// One policy made ready for many such requests. Borrows it; const is thread-safe.
class OpenDecider {
 public:
  // `resource` is the role that all of the requests are for.
  OpenDecider(const Policy& policy, absl::string_view resource);
  ~OpenDecider();
  OpenDecider(const OpenDecider&) = delete;
  OpenDecider& operator=(const OpenDecider&) = delete;

  // `budget` is for each caller that is possible; with a memo it has to be the same each time.
  OpenAnswer Decide(const OpenRequest& request, OpenMemo* memo = nullptr,
                    uint64_t budget = kDefaultStateBudget) const;
  // The context keys that the policy asks for, folded, with a spelling of each.
  const std::map<std::string, std::string>& keys() const;

 private:
  class Impl;
  std::unique_ptr<const Impl> impl_;
};

// For a single one.
OpenAnswer DecideOpen(const Policy& policy, const OpenRequest& request,
                      uint64_t budget = kDefaultStateBudget);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_OPEN_REQUEST_H_
