// What an attack on record (tests/prove/attacks.json) says of services and of who is trusted.
#ifndef DEPUTY_TESTS_SUPPORT_ATTACK_FILE_H_
#define DEPUTY_TESTS_SUPPORT_ATTACK_FILE_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/prove/property.h"

namespace deputy {

inline Known KnownOf(const std::string& word) {
  return word == "yes" ? Known::kYes : word == "no" ? Known::kNo : Known::kUnknown;
}

// What is known of its services, of the `vulnerable` or `fixed` policy.
inline std::vector<ServiceFact> FactsOf(const nlohmann::json& attack, const std::string& variant) {
  std::vector<ServiceFact> facts;
  for (const nlohmann::json& service :
       attack.value("services", nlohmann::json::object()).value(variant, nlohmann::json::array())) {
    ServiceFact fact;
    fact.principal = service["principal"];
    fact.sends_source_arn = KnownOf(service["sendsSourceArn"]);
    fact.sends_source_account = KnownOf(service["sendsSourceAccount"]);
    fact.source_arns = service["sourceArns"];
    facts.push_back(fact);
  }
  return facts;
}

inline TrustedParties TrustOf(const nlohmann::json& trust) {
  TrustedParties parties;
  parties.accounts = trust["accounts"];
  parties.organizations = trust.value("organizations", std::vector<std::string>());
  for (const nlohmann::json& party : trust.value("thirdParties", nlohmann::json::array()))
    parties.third_parties.push_back({party["account"], party["externalId"]});
  for (const nlohmann::json& claim : trust.value("claims", nlohmann::json::array()))
    parties.claims.push_back({claim["key"], claim["pattern"]});
  return parties;
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_SUPPORT_ATTACK_FILE_H_
