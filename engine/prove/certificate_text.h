// Certificates as data and as text; certificate.h describes the lines.
#ifndef DEPUTY_ENGINE_PROVE_CERTIFICATE_TEXT_H_
#define DEPUTY_ENGINE_PROVE_CERTIFICATE_TEXT_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputy {

using Numbers = std::vector<int64_t>;

struct StateProof {
  Numbers places;  // ascending
  Numbers steps;   // one for each letter, or none
};

struct VariableProof {
  int64_t variable = 0;
  std::string name;
  Numbers rows;
  Numbers letters;  // none: the tests are not about text
  std::vector<StateProof> states;
};

// That no request of the case meets the Allow statement and no Deny.
struct GoalProof {
  int64_t row = 0;
  std::vector<VariableProof> variables;
};

struct CaseProof {
  std::string who;
  std::vector<GoalProof> goals;
};

struct Certificate {
  std::string property;
  std::vector<CaseProof> cases;
};

std::string PrintCertificate(const Certificate& certificate);

// The certificate, or what is wrong with the text. Takes exactly what PrintCertificate writes.
std::variant<Certificate, std::string> ParseCertificate(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_CERTIFICATE_TEXT_H_
