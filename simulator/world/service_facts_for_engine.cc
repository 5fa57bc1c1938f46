#include "simulator/world/service_facts_for_engine.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

constexpr absl::string_view kSuffix = ".amazonaws.com";

// Knowledge and Known have their values in one order.
Known AsKnown(Knowledge knowledge) { return static_cast<Known>(knowledge); }
static_assert(static_cast<int>(Knowledge::kYes) == static_cast<int>(Known::kYes));
static_assert(static_cast<int>(Knowledge::kNo) == static_cast<int>(Known::kNo));
static_assert(static_cast<int>(Knowledge::kUnknown) == static_cast<int>(Known::kUnknown));

// A page that shows one key does not say that the service never sends the other.
Known Sends(const SentKeys* sent, absl::string_view key) {
  if (sent == nullptr) return Known::kUnknown;
  if (absl::c_linear_search(sent->keys, key)) return Known::kYes;
  return sent->keys.empty() ? Known::kNo : Known::kUnknown;
}

ServiceFact FactOf(const ServiceFacts& facts, absl::string_view version, TargetKind to) {
  const SentKeys* sent = facts.SendsTo(to, version);
  ServiceFact fact;
  fact.principal = facts.principal;
  fact.name = facts.name;
  fact.version = std::string(version);
  fact.sends_source_arn = Sends(sent, "aws:SourceArn");
  fact.sends_source_account = Sends(sent, "aws:SourceAccount");
  // Of a version that is named it is known that it sends them.
  if (sent != nullptr && version.empty()) fact.sends_since = sent->since;
  fact.checks_pass_role = AsKnown(facts.pass_role.checks);
  for (const SourceResourceKind& kind : facts.resources) fact.source_arns.push_back(kind.arn);
  if (sent != nullptr) fact.page = sent->fact.source;
  return fact;
}

}  // namespace

std::vector<ServiceFact> EngineFacts(const ServiceCatalogue& catalogue, TargetKind to) {
  std::vector<ServiceFact> facts;
  for (const ServiceFacts& service : catalogue.services()) facts.push_back(FactOf(service, "", to));
  return facts;
}

std::optional<ServiceFact> EngineFact(const ServiceCatalogue& catalogue,
                                      absl::string_view name_at_version, TargetKind to) {
  const size_t at = name_at_version.find('@');
  if (at == absl::string_view::npos || at + 1 == name_at_version.size()) return std::nullopt;
  std::string principal = absl::AsciiStrToLower(name_at_version.substr(0, at));
  if (catalogue.Find(principal) == nullptr) absl::StrAppend(&principal, kSuffix);
  const ServiceFacts* facts = catalogue.Find(principal);
  if (facts == nullptr) return std::nullopt;
  return FactOf(*facts, name_at_version.substr(at + 1), to);
}

void ReplaceFact(ServiceFact fact, std::vector<ServiceFact>& facts) {
  const auto same = [&](const ServiceFact& other) { return other.principal == fact.principal; };
  facts.erase(std::remove_if(facts.begin(), facts.end(), same), facts.end());
  facts.push_back(std::move(fact));
}

}  // namespace deputy
