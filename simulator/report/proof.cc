#include "simulator/report/proof.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"

namespace deputy {

size_t ProofReport::Count(PolicyVerdict verdict) const {
  return static_cast<size_t>(absl::c_count_if(
      policies, [&](const PolicyProof& proof) { return proof.verdict == verdict; }));
}

absl::string_view PolicyVerdictName(PolicyVerdict verdict) {
  static constexpr absl::string_view kNames[] = {"proved", "refuted", "unknown", "refused"};
  return kNames[static_cast<size_t>(verdict)];
}

absl::string_view VerdictName(Verdict verdict) {
  static constexpr absl::string_view kNames[] = {"proved", "refuted", "unknown"};
  return kNames[static_cast<size_t>(verdict)];
}

absl::string_view PropertyName(Property property) {
  static constexpr absl::string_view kNames[] = {"no-foreign-source", "no-foreign-principal",
                                                 "someone-honest"};
  return kNames[static_cast<size_t>(property)];
}

PolicyVerdict VerdictOf(const std::vector<Answer>& answers) {
  const auto some = [&](Verdict verdict) {
    return absl::c_any_of(answers, [&](const Answer& answer) { return answer.verdict == verdict; });
  };
  if (some(Verdict::kRefuted)) return PolicyVerdict::kRefuted;
  return some(Verdict::kUnknown) ? PolicyVerdict::kUnknown : PolicyVerdict::kProved;
}

Request WitnessOf(const PolicyProof& proof, const Answer& answer) {
  Request request = *answer.witness;
  if (!proof.resource.empty()) request.resource = proof.resource;
  return request;
}

std::vector<std::string> DescribeTrusted(const TrustedParties& trusted) {
  std::vector<std::string> lines;
  for (const std::string& account : trusted.accounts) lines.push_back("account " + account);
  for (const std::string& id : trusted.organizations) lines.push_back("organization " + id);
  for (const ThirdParty& party : trusted.third_parties) {
    lines.push_back(absl::StrCat("third party ", party.account, " with the external id ",
                                 Quote(party.external_id)));
  }
  for (const TrustedClaim& claim : trusted.claims)
    lines.push_back(
        absl::StrCat("tokens with ", Escape(claim.key), " like ", Quote(claim.pattern)));
  return lines;
}

}  // namespace deputy
