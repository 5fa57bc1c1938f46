// Splits the requests of a scene into cases: each caller that a statement names, and one that
// stands for all the others of its kind, times what a service sends. Together the cases cover every
// request of their side; docs/prover.md says what is assumed of each.
#ifndef DEPUTY_ENGINE_PROVE_CASE_BUILDER_H_
#define DEPUTY_ENGINE_PROVE_CASE_BUILDER_H_

#include <string>
#include <utility>
#include <vector>

#include "engine/prove/scene.h"

namespace deputy {

// Of what a service acts for, and what it sends of it (service_cases.cc).
struct SourceKind;

class CaseBuilder {
 public:
  // The scene is borrowed; the resource is at the site.
  CaseBuilder(const Scene& scene, Side side, Site site)
      : scene_(scene), side_(side), site_(std::move(site)) {}

  // Callers that are services.
  void AddServices();
  // IAM principals, federated and anonymous callers.
  void AddCallers();

  std::vector<Case> Take() && { return std::move(cases_); }

 private:
  // Services (service_cases.cc).
  void AddService(const Principal& principal);
  void AddOtherServices();
  void AddSources(const Case& base, absl::string_view service);
  void AddSourceOf(SourceKind kind, const Case& base);
  void AddSource(Case the_case, const SourceKind& kind);
  bool AddSourceArn(const SourceKind& kind, Case& the_case) const;
  void AddSourceAccount(const SourceKind& kind, Case& the_case) const;
  void AddSourceOrganization(const SourceKind& kind, Case& the_case) const;

  // IAM callers (iam_cases.cc).
  void AddNamed(const Principal& principal);
  // `all_but`: of all accounts but those.
  void AddOthersOf(const std::vector<std::string>& accounts, bool all_but);
  void AddOthers(PrincipalKind kind, const std::vector<std::string>& accounts, bool all_but);
  void AddIam(Case the_case, const std::string& account);
  void AddMember(Case the_case);
  void AddAnonymous();

  // Federated callers (federated_cases.cc).
  void AddFederated();
  void AddProvider(const Principal& provider);

  // Fills in what follows from the caller and opens all other keys that the sheet asks for, then
  // keeps the case.
  void Finish(Case the_case);
  void AddResourceOrganization(Case& the_case) const;
  void AddAccountKeys(Case& the_case) const;  // account_keys.cc
  void SetAction(Case& the_case) const;
  void SetResource(Case& the_case) const;
  // A key of the table, where something asks for it.
  void BindIfAsked(absl::string_view name, bool may_be_absent, ValueGuard guard,
                   Case& the_case) const;
  void OpenKey(const std::string& folded, const std::string& spelled, Case& the_case) const;
  bool CanCarry(const Principal& caller, const std::string& folded) const;

  const Scene& scene_;
  Side side_;
  Site site_;
  std::vector<Case> cases_;
};

// Of names of IAM.
inline constexpr absl::string_view kNameChars = "a-zA-Z0-9_+=,.@-";
// A name of IAM behind `head`, with any path or none. A path is any ASCII that shows, colons too;
// `*` and `?` are no part of an ARN that is called by.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
std::vector<Language> WithPath(const Language& head, const Language& name);

// Adds the variable to the case and lets the key take its value, or that part of it, from it.
size_t AddVariable(Case& the_case, Variable variable);
void Bind(Case& the_case, absl::string_view key, size_t variable, Part part = Part::kWhole);
void Fix(Case& the_case, absl::string_view key, std::vector<std::string> values);

// A word of `texts`, or of none of them.
ValueGuard OneOf(const std::vector<std::string>& texts, Part part, bool negated);
// An organization path (`o-…/r-…/`) of one of them, or of none.
ValueGuard WithinOrganizations(const std::vector<std::string>& organizations, bool negated);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_CASE_BUILDER_H_
