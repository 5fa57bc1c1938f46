// One Allow statement beside every Deny of its policy: whether somebody foreign gets in through it,
// and whether a changed policy closes it without locking out those that it was for.
#ifndef DEPUTY_ENGINE_HARDEN_DOOR_H_
#define DEPUTY_ENGINE_HARDEN_DOOR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/harden/candidates.h"
#include "engine/harden/hardener.h"

namespace deputy {

class Door {
 public:
  // What is borrowed must outlive it. `proofs` is counted up.
  Door(const HardenQuestion& question, const Circumstances& circumstances, const Policy& policy,
       size_t statement, uint64_t& proofs);

  bool closed() const { return closed_; }
  // Whether it is known of all whom it names that nobody who is mine gets in through them.
  bool nobody_honest() const { return nobody_honest_; }
  const std::optional<Request>& witness() const { return witness_; }
  // Why something could not be decided; empty when everything was.
  const std::string& unknown() const { return unknown_; }

  // Whether `changed`, the policy after the changes, closes it, only takes away (but for an
  // external id that is replaced) and keeps whom it was for.
  bool ClosedBy(const Policy& changed, const std::vector<const Change*>& changes);
  // Of a statement for `*`: who of mine got in through it beside those that have to stay, and no
  // longer does; empty where nobody.
  std::string LossBy(const Policy& changed);
  // Through `*` only services get in, for which accounts in its place are no help.
  bool for_services() const { return everyone_ == Callers::kServices; }

 private:
  // Whom `*` names: both kinds get in by other keys, so that no condition fits them both.
  enum class Callers : uint8_t { kNone, kPeople, kServices };

  Answer Ask(const Policy& policy, Property property);
  // Whether callers of that kind who are mine get in through `*`, or whom it was replaced by.
  Verdict AskOfEveryone(const Policy& policy, Callers callers);
  void AskForWhom();
  bool for_people() const { return everyone_ == Callers::kPeople; }
  bool IsForeignProof(const Policy& only);
  bool KeepsHonest(const Policy& changed);
  bool KeepsNamed(const Policy& changed) const;
  bool OnlyNarrows(const Policy& changed, const std::vector<const Change*>& changes);
  void AddRepresentatives(const Circumstances& circumstances);

  const HardenQuestion& question_;
  const Policy& policy_;
  size_t statement_;
  uint64_t& proofs_;
  bool closed_ = false;
  bool nobody_honest_ = true;
  std::optional<Request> witness_;
  std::string unknown_;
  std::vector<std::string> honest_;    // named ones through whom somebody honest gets in
  Callers everyone_ = Callers::kNone;  // of `*`, who has to stay: services where no people got in
  bool services_too_ = false;          // beside people, through `*`
  std::vector<Request> foreign_;       // got in once; asked first
  std::vector<Request> representatives_;  // of those who are mine, let in now
  std::vector<size_t> kept_;              // requests of the question that are allowed now
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_DOOR_H_
