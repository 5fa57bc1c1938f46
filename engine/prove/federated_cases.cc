// The cases in which a caller comes with the token of an identity provider.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/iam/wildcard.h"
#include "engine/prove/case_builder.h"

namespace deputy {
namespace {

// That need no provider of one's own (docs/semantics.md 2.5).
constexpr absl::string_view kBuiltIn[] = {"cognito-identity.amazonaws.com", "accounts.google.com",
                                          "www.amazon.com", "graph.facebook.com"};

// No provider writes a wildcard into a claim: a policy that asks for one as a text lets nobody in.
ValueGuard NoWildcards() {
  const CharSet set = Intersection(AnyChar(), {{0, '*' - 1}, {'*' + 1, '?' - 1}, {'?' + 1, ~0U}});
  return {{{{set, true}}}, false};
}

ValueGuard ClaimGuard(const std::vector<std::string>& patterns, bool negated) {
  ValueGuard guard;
  guard.negated = negated;
  for (const std::string& pattern : patterns)
    guard.languages.push_back(PatternLanguage(EncodePattern(pattern)));
  return guard;
}

}  // namespace

void CaseBuilder::AddFederated() {
  std::vector<std::string> providers;
  const auto add = [&](absl::string_view text) {
    if (std::find(providers.begin(), providers.end(), text) == providers.end())
      providers.emplace_back(text);
  };
  for (const Principal& principal : scene_.named) {
    if (principal.kind == PrincipalKind::kFederated) add(principal.text);
  }
  if (scene_.names_everyone || side_ == Side::kAll) {
    for (const absl::string_view built_in : kBuiltIn) add(built_in);
    const std::string mine = absl::StrCat("arn:", site_.partition, ":iam::", site_.owner, ":");
    // The account's own providers: any of SAML, that of each claim, and one that is not spoken of.
    for (const char* other : {"saml-provider/Provider", "oidc-provider/provider.example"}) {
      std::string arn = absl::StrCat(mine, other);
      while (scene_.Names(*ParseFederatedPrincipal(arn))) arn += "x";
      add(arn);
    }
    for (const auto& [folded, spelled] : scene_.keys) {
      const absl::string_view host = absl::string_view(folded).substr(0, folded.rfind(':'));
      const bool built_in =
          std::find(std::begin(kBuiltIn), std::end(kBuiltIn), host) != std::end(kBuiltIn);
      if (absl::StrContains(host.substr(0, host.find('/')), ".") && !built_in)
        add(absl::StrCat(mine, "oidc-provider/", host));
    }
  }
  for (const std::string& provider : providers) {
    if (const auto principal = ParseFederatedPrincipal(provider)) AddProvider(*principal);
  }
}

void CaseBuilder::AddProvider(const Principal& provider) {
  // A provider's tokens are for roles of its own account.
  const bool elsewhere = !provider.account.empty() && !scene_.resource.empty() &&
                         (provider.account != site_.owner || provider.partition != site_.partition);
  if (side_ == Side::kHonest && elsewhere) return;
  Case base;
  base.principal = provider;
  base.who = absl::StrCat("anybody with a token of ", provider.text);
  // The claims that make a token mine, by key.
  std::map<std::string, std::vector<std::string>> claims;
  for (const TrustedClaim& claim : scene_.trusted.claims) {
    if (CanCarry(provider, FoldKey(claim.key))) claims[FoldKey(claim.key)].push_back(claim.pattern);
  }
  const bool honest = side_ == Side::kHonest;
  if (side_ == Side::kAll) return Finish(std::move(base));
  if (claims.empty()) {
    base.assumptions.push_back(
        absl::StrCat("nothing says which tokens of ", provider.text,
                     " are mine, so that every one is foreign (--trust-claim says it)"));
    base.unclear =
        honest ? absl::StrCat("whose tokens of ", provider.text, " are mine is not said") : "";
    return Finish(std::move(base));
  }
  const auto bind = [&](Case& the_case, const std::string& key,
                        const std::vector<std::string>& patterns) {
    const ContextKeyInfo* info = FindContextKey(key);
    Variable claim;
    claim.name = key;
    claim.may_be_absent = !honest;
    claim.multivalued = info != nullptr && info->cardinality == Cardinality::kMulti;
    claim.guards.push_back(ClaimGuard(patterns, !honest));
    if (honest) claim.guards.push_back(NoWildcards());
    Bind(the_case, key, AddVariable(the_case, std::move(claim)));
  };
  if (honest) {
    base.who = absl::StrCat("a token of mine of ", provider.text);
    for (const auto& [key, patterns] : claims) bind(base, key, patterns);
    return Finish(std::move(base));
  }
  for (const auto& [key, patterns] : claims) {  // foreign when one of them is not mine
    Case the_case = base;
    absl::StrAppend(&the_case.who, " whose ", key, " is not mine");
    bind(the_case, key, patterns);
    Finish(std::move(the_case));
  }
}

}  // namespace deputy
