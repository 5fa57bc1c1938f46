#include "engine/prove/certificate.h"

#include <utility>

#include "engine/prove/certificate_text.h"
#include "engine/prove/scene.h"
#include "engine/prove/search.h"

namespace deputy {
namespace {

Numbers Set(const Bits& bits, size_t size) {
  Numbers set;
  for (size_t i = 0; i < size; ++i) {
    if (bits.Get(i)) set.push_back(static_cast<int64_t>(i));
  }
  return set;
}

VariableProof ProofOf(const SearchRecord::Looked& looked, const Case& the_case, size_t rows) {
  const ProductRecord& product = looked.product;
  VariableProof proof;
  proof.variable = static_cast<int64_t>(looked.variable);
  proof.name = the_case.variables.at(looked.variable).name;
  proof.rows = Set(looked.rows, rows);
  for (const Letter& letter : product.letters) proof.letters.push_back(letter.stands_for);
  for (size_t i = 0; i < product.states.size(); ++i)
    proof.states.push_back({Set(product.states[i], product.places), product.steps[i]});
  return proof;
}

}  // namespace

std::optional<std::string> Certify(const RoleQuestion& question, Property property) {
  if (property == Property::kSomeoneHonest) return std::nullopt;
  const Scene scene = SceneOf(question);
  const bool source = property == Property::kNoForeignSource;
  Certificate certificate;
  certificate.property = source ? "no-foreign-source" : "no-foreign-principal";
  uint64_t budget = question.budget;
  for (const Case& the_case : CasesOf(scene, Side::kForeign, source, !source)) {
    CaseProof& proof = certificate.cases.emplace_back();
    proof.who = the_case.who;
    for (const Goal& goal : scene.goals) {
      SearchRecord record;
      const SearchResult result =
          Search(scene.sheet, goal, the_case, Bound::kOver, {}, budget, &record);
      if (result.assignment || !result.complete) return std::nullopt;
      if (!result.relevant) continue;
      GoalProof& of_goal = proof.goals.emplace_back();
      goal.must.ForEach([&](size_t row) { of_goal.row = static_cast<int64_t>(row); });
      for (const SearchRecord::Looked& looked : record.variables)
        of_goal.variables.push_back(ProofOf(looked, the_case, scene.sheet.rows.size()));
    }
  }
  return PrintCertificate(certificate);
}

}  // namespace deputy
