// The ARNs of what a service can act for, from the templates of a ServiceFact
// (`arn:${Partition}:dms:${Region}:${Account}:rep:${Name}`), as languages and as examples.
#ifndef DEPUTY_ENGINE_PROVE_SOURCE_ARN_H_
#define DEPUTY_ENGINE_PROVE_SOURCE_ARN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/iam/service_fact.h"
#include "engine/prove/language.h"

namespace deputy {

struct SourceArns {
  std::vector<Language> languages;
  std::vector<Language> but_not;      // of kOther: the kinds that are known, in any case of letters
  std::vector<std::string> examples;  // with the given account, in us-east-1, named `x`
  bool shown = false;                 // some template has, or has not, an account as asked
};

enum class ArnForms : uint8_t {
  kKnown,  // what the templates of the fact say
  kAny,    // no list is whole: any resource of the services that these name, and of its own
  kOther,  // of these, the kinds that no template shows; another case of letters is a mistake
};

// Those that show their owner's account, or those that do not, as a bucket's. Without a fact, and
// where the fact has no templates, those of any service.
SourceArns SourceArnsOf(absl::string_view service, const ServiceFact* fact, bool shows_account,
                        ArnForms forms, absl::string_view partition,
                        absl::string_view example_account);

// A readable text that the pattern of a policy matches, as far as that can be had without a search:
// in an ARN `*` stands for us-east-1 or the account where one of these belongs, else for `x`.
std::string ExampleOf(absl::string_view policy_text, absl::string_view account);
// Of an action: `kms:Encrypt` for `kms:Encrypt*`, `kms:x` for `kms:*`, `sts:AssumeRole` for
// `sts:*`.
std::string ExampleAction(absl::string_view pattern);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_SOURCE_ARN_H_
