#include "engine/decide/principal_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace deputy {
namespace {

// A session is of every role of that name, whatever its path (2.3).
std::string SessionsOf(const Principal& role) {
  return absl::StrCat(role.partition, " ", role.account, " ", role.name);
}

std::string HostIn(absl::string_view account, absl::string_view host) {
  return absl::StrCat(account, " ", host);
}

// The host of an OIDC provider that is named by its ARN; empty for another provider.
absl::string_view HostOf(const Principal& provider) {
  const std::optional<Arn> arn = ParseArn(provider.text);
  if (!arn) return "";
  absl::string_view host = arn->resource();
  return absl::ConsumePrefix(&host, "oidc-provider/") ? host : "";
}

}  // namespace

CallerWords WordsOf(const Principal& caller, const std::optional<Arn>& resource,
                    const Vocabulary& vocabulary) {
  const WordId everyone = vocabulary.Find(WordKind::kEveryone, "");
  if (caller.kind == PrincipalKind::kAnonymous) return {everyone, kNoWord, kNoWord, kNoWord};
  if (caller.kind == PrincipalKind::kService)
    return {everyone, vocabulary.Find(WordKind::kService, caller.text), kNoWord, kNoWord};
  if (caller.kind == PrincipalKind::kFederated) {
    // The provider of an OIDC host named without its ARN is the one in the account of the role
    // (2.5).
    const std::string host = HostIn(resource ? resource->account() : "", caller.text);
    return {everyone, vocabulary.Find(WordKind::kProvider, caller.text), kNoWord,
            vocabulary.Find(WordKind::kProviderHost, host)};
  }
  return {everyone, vocabulary.Find(WordKind::kIam, caller.text),
          vocabulary.Find(WordKind::kAccount, caller.account),
          caller.kind == PrincipalKind::kRoleSession
              ? vocabulary.Find(WordKind::kSessionsOf, SessionsOf(caller))
              : kNoWord};
}

absl::InlinedVector<CompiledPrincipal, 2> WordsOf(const PrincipalEntry& entry,
                                                  Vocabulary& vocabulary) {
  absl::InlinedVector<CompiledPrincipal, 2> words;
  const Principal& named = entry.principal;
  const auto add = [&](WordKind kind, absl::string_view text, PrincipalMatch match) {
    CompiledPrincipal principal;
    principal.word = vocabulary.Intern(kind, text);
    principal.match = match;
    principal.caller_word = kind == WordKind::kEveryone  ? kAsEveryone
                            : kind == WordKind::kAccount ? kAsAccount
                            : kind == WordKind::kSessionsOf || kind == WordKind::kProviderHost
                                ? kAsMember
                                : kAsItself;
    words.push_back(principal);
  };
  if (entry.kind == PrincipalEntryKind::kEveryone) {
    add(WordKind::kEveryone, "", kByEveryone);
  } else if (entry.kind != PrincipalEntryKind::kPrincipal) {
    words.emplace_back();  // kNobody
  } else if (named.kind == PrincipalKind::kService) {
    add(WordKind::kService, named.text, kByName);
  } else if (named.kind == PrincipalKind::kFederated) {
    add(WordKind::kProvider, named.text, kByName);
    const absl::string_view host = HostOf(named);
    if (!host.empty()) add(WordKind::kProviderHost, HostIn(named.account, host), kByName);
  } else if (named.kind == PrincipalKind::kAccountRoot) {
    add(WordKind::kAccount, named.account, kByAccount);
  } else if (named.kind == PrincipalKind::kRole) {
    add(WordKind::kIam, named.text, kByName);
    add(WordKind::kSessionsOf, SessionsOf(named), kByName);
  } else {
    add(WordKind::kIam, named.text, kByItself);
  }
  for (CompiledPrincipal& word : words) {
    word.written = vocabulary.Intern(WordKind::kText, entry.written.text);
    word.kind = entry.kind;
    if (entry.kind == PrincipalEntryKind::kPrincipal) word.principal = named.kind;
  }
  return words;
}

}  // namespace deputy
