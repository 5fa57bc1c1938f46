// The words by which a caller is known, and the words of a Principal element that it is then found
// by (docs/semantics.md part 2): who is meant is a comparison of numbers.
#ifndef DEPUTY_ENGINE_DECIDE_PRINCIPAL_WORDS_H_
#define DEPUTY_ENGINE_DECIDE_PRINCIPAL_WORDS_H_

#include <array>
#include <optional>

#include "absl/container/inlined_vector.h"
#include "engine/decide/program.h"
#include "engine/decide/vocabulary.h"
#include "engine/iam/arn.h"
#include "engine/iam/principal.h"
#include "engine/policy/policy.h"

namespace deputy {

// Which of the words of a caller is which.
enum CallerWord : uint8_t {
  kAsEveryone,  // `*`
  kAsItself,    // its ARN, its service name, its provider
  kAsAccount,   // its account
  kAsMember,    // of a session its role, of an OIDC host the provider in the role's account
};

// kNoWord where the caller has none, or where no policy says it; it equals nothing that a policy
// has.
using CallerWords = std::array<WordId, 4>;

CallerWords WordsOf(const Principal& caller, const std::optional<Arn>& resource,
                    const Vocabulary& vocabulary);

// Of an entry: the words that match, and what each of them says. The rest is the caller's to fill.
absl::InlinedVector<CompiledPrincipal, 2> WordsOf(const PrincipalEntry& entry,
                                                  Vocabulary& vocabulary);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_PRINCIPAL_WORDS_H_
