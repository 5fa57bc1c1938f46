// One case and one goal: is there an assignment of the case's variables that reaches it?
#ifndef DEPUTY_ENGINE_PROVE_SEARCH_H_
#define DEPUTY_ENGINE_PROVE_SEARCH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/prove/encoder.h"
#include "engine/prove/outcomes.h"

namespace deputy {

// The values of each variable of the case; none: absent.
using Assignment = std::vector<std::vector<std::string>>;

struct SearchResult {
  std::optional<Assignment> assignment;
  bool exact = true;     // of an assignment: that the goal is reached by it is sure
  bool complete = true;  // without an assignment and complete: nothing reaches the goal
  std::vector<std::string> open_keys;
  bool relevant = true;  // the rows that must match are about the callers of the case
};

// What a search went through in one case, for a certificate: for each variable that was looked at,
// in that order.
struct SearchRecord {
  struct Looked {
    size_t variable = 0;
    Bits rows;              // whose tests were looked at
    ProductRecord product;  // empty where all tests are about numbers, times or addresses
  };
  std::vector<Looked> variables;
};

SearchResult Search(const Sheet& sheet, const Goal& goal, const Case& the_case, Bound bound,
                    const std::map<std::string, std::string>& known, uint64_t& budget,
                    SearchRecord* record = nullptr);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_SEARCH_H_
