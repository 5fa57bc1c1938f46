#include "engine/prove/case_solver.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/prove/case_builder.h"

namespace deputy {
namespace {

// To read so many statements for a goal takes about as long as a state.
constexpr size_t kRowsPerState = 16;

CaseAnswer Unsolved(std::string reason) {
  return {CaseAnswer::Kind::kUnknown, {}, {}, std::move(reason), true};
}

class Solver {
 public:
  Solver(const Scene& scene, const Case& the_case, const Wanted& wanted, uint64_t& budget)
      : scene_(scene), case_(the_case), wanted_(wanted), budget_(budget) {}

  CaseAnswer Run() {
    CaseAnswer all;
    all.relevant = false;
    for (const Goal& goal : scene_.goals) {
      if (budget_ == 0 && all.kind == CaseAnswer::Kind::kUnknown) break;  // and stays so
      CaseAnswer answer = Reach(goal);
      if (answer.kind == CaseAnswer::Kind::kFound) return answer;
      all.relevant = all.relevant || answer.relevant;
      if (all.kind != CaseAnswer::Kind::kNone || answer.kind == CaseAnswer::Kind::kNone) continue;
      all.kind = answer.kind;
      all.reason = std::move(answer.reason);
    }
    return all;
  }

 private:
  CaseAnswer Reach(const Goal& goal) {
    // Reading the rows is work too, and there may be a thousand goals.
    budget_ -= std::min(budget_, scene_.sheet.rows.size() / kRowsPerState);
    const SearchResult over = Search(scene_.sheet, goal, case_, Bound::kOver, {}, budget_);
    if (!over.assignment) {
      if (!over.complete) return Unsolved("the budget of states ran out");
      return {CaseAnswer::Kind::kNone, {}, {}, {}, over.relevant};
    }
    if (CaseAnswer answer = Judged(case_, *over.assignment); answer.witness) return answer;
    if (over.open_keys.empty() && HasOtherNames())
      return Unsolved("the names that a service has beside its own are not known");
    if (over.exact && over.open_keys.empty())  // cannot happen: both mean the same
      return Unsolved("a bug: the search and the evaluator disagree");  // cannot happen: as above
    if (over.open_keys.empty())
      return Unsolved("a key is asked about as text and as a number, time or address at once");

    const SearchResult under = Search(scene_.sheet, goal, case_, Bound::kUnder, {}, budget_);
    if (under.assignment) {
      if (CaseAnswer answer = Judged(case_, *under.assignment); answer.witness) return answer;
    }
    for (const bool from_witness : {true, false}) {
      if (CaseAnswer answer = Guess(goal, over, from_witness); answer.witness) return answer;
    }
    return Unsolved(absl::StrCat("policy variables of ", absl::StrJoin(over.open_keys, ", "),
                                 " relate keys in a way that is not decided"));
  }

  // The search does not know that the service's own name is always among them.
  bool HasOtherNames() const {
    const auto names = case_.keys.find(kServiceNames);
    return names != case_.keys.end() && names->second.variable;
  }

  CaseAnswer Judged(const Case& the_case, Assignment assignment) const {
    std::optional<Request> request = RequestOf(scene_, the_case, assignment);
    if (!request || !wanted_(*request)) return {};
    Polish(scene_, the_case, wanted_, assignment);
    return {CaseAnswer::Kind::kFound, RequestOf(scene_, the_case, assignment),
            WhoGetsIn(scene_, the_case, wanted_, assignment), "", true};
  }

  // Searches with the keys of policy variables held at one value each.
  CaseAnswer Guess(const Goal& goal, const SearchResult& over, bool from_witness) {
    Case the_case = case_;
    std::map<std::string, std::string> known;
    for (const std::string& key : over.open_keys) {
      const KeyRule& rule = the_case.keys.at(key);
      Variable& variable = the_case.variables[*rule.variable];
      std::string value = "x";
      const std::vector<std::string>& seen = (*over.assignment)[*rule.variable];
      if (from_witness && !seen.empty()) value = PartOf(seen[0], rule.part);
      if (!from_witness && !variable.friendly.empty())
        value = PartOf(variable.friendly[0], rule.part);
      variable.may_be_absent = false;
      variable.multivalued = false;
      variable.guards.push_back(OneOf({value}, rule.part, false));
      known.emplace(key, std::move(value));
    }
    const SearchResult found = Search(scene_.sheet, goal, the_case, Bound::kOver, known, budget_);
    return found.assignment ? Judged(the_case, *found.assignment) : CaseAnswer{};
  }

  const Scene& scene_;
  const Case& case_;
  const Wanted& wanted_;
  uint64_t& budget_;
};

}  // namespace

CaseAnswer SolveCase(const Scene& scene, const Case& the_case, const Wanted& wanted,
                     uint64_t& budget) {
  return Solver(scene, the_case, wanted, budget).Run();
}

}  // namespace deputy
