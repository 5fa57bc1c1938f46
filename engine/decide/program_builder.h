// Puts a Program together: sections grow side by side and are then laid into one block.
#ifndef DEPUTY_ENGINE_DECIDE_PROGRAM_BUILDER_H_
#define DEPUTY_ENGINE_DECIDE_PROGRAM_BUILDER_H_

#include <string>
#include <vector>

#include "engine/decide/program.h"

namespace deputy {

class ProgramBuilder {
 public:
  explicit ProgramBuilder(PolicyVersion policy_version) : version(policy_version) {}

  PolicyVersion version;
  std::vector<CompiledStatement> statements;
  std::vector<CompiledPrincipal> principals;
  std::vector<CompiledAction> actions;
  std::vector<CompiledClause> clauses;
  std::vector<Operand> operands;
  std::vector<PatternPart> parts;
  std::vector<QuickTest> tests;
  std::vector<uint32_t> index;
  std::string text;
  uint32_t statement_index = kNotIndexed;

  Section AddText(absl::string_view added) {
    const Section section{static_cast<uint32_t>(text.size()), static_cast<uint32_t>(added.size())};
    text.append(added.data(), added.size());
    return section;
  }

  absl::string_view Text(Section section) const {
    return absl::string_view(text).substr(section.begin, section.size);
  }

  // Uses the builder up.
  Program Build() &&;
};

// What was added to `elements` since it had `begin` of them.
template <class T>
Section Since(size_t begin, const std::vector<T>& elements) {
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(elements.size() - begin)};
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_PROGRAM_BUILDER_H_
