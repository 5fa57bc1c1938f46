#include "engine/prove/comparison.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/prove/case_solver.h"
#include "engine/prove/judge.h"

namespace deputy {
namespace {

// A request that `a` allows and `b` does not; without one, the reason why that is not sure.
CaseAnswer Difference(const Policy& a, const Policy& b, absl::string_view resource,
                      uint64_t& budget) {
  const Scene scene = SceneOf(a, b, resource);
  const Judge judge_a(a, {}, /*alone=*/true);
  const Judge judge_b(b, {}, /*alone=*/true);
  const Wanted wanted = [&](const Request& request) {
    return judge_a.Allows(request) && !judge_b.Allows(request);
  };
  CaseAnswer unknown;
  for (const Case& the_case : CasesOf(scene, Side::kAll, true, true)) {
    CaseAnswer answer = SolveCase(scene, the_case, wanted, budget);
    if (answer.kind == CaseAnswer::Kind::kFound) return answer;
    if (answer.kind == CaseAnswer::Kind::kUnknown && unknown.reason.empty()) {
      unknown = std::move(answer);
      unknown.reason = absl::StrCat(the_case.who, ": ", unknown.reason);
    }
  }
  return unknown;
}

}  // namespace

absl::string_view RelationName(Relation relation) {
  static constexpr absl::string_view kNames[] = {"equivalent", "narrower", "wider", "incomparable",
                                                 "unknown"};
  return kNames[static_cast<size_t>(relation)];
}

PolicyComparison Compare(const Policy& before, const Policy& after, absl::string_view resource,
                         uint64_t budget) {
  PolicyComparison comparison;
  uint64_t left = budget / 2;  // each way has its half, so that neither takes the other's
  CaseAnswer lost = Difference(before, after, resource, left);
  uint64_t right = budget - budget / 2;
  CaseAnswer won = Difference(after, before, resource, right);
  comparison.states = budget - left - right;
  comparison.only_before = std::move(lost.witness);
  comparison.only_after = std::move(won.witness);
  for (const CaseAnswer* answer : {&lost, &won}) {
    if (comparison.reason.empty()) comparison.reason = answer->reason;
  }
  if (!comparison.reason.empty()) return comparison;
  const bool narrower = comparison.only_before.has_value();
  const bool wider = comparison.only_after.has_value();
  comparison.relation = narrower && wider ? Relation::kIncomparable
                        : narrower        ? Relation::kNarrower
                        : wider           ? Relation::kWider
                                          : Relation::kEquivalent;
  return comparison;
}

}  // namespace deputy
