// The ARNs of what a service can act for, from the templates of a ServiceFact
// (`arn:${Partition}:dms:${Region}:${Account}:rep:${Name}`), as languages and as examples.
#ifndef DEPUTY_ENGINE_PROVE_SOURCE_ARN_H_
#define DEPUTY_ENGINE_PROVE_SOURCE_ARN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/iam/service_fact.h"
#include "engine/prove/language.h"

namespace deputy {

struct SourceArns {
  std::vector<Language> languages;
  // One for each language: with the given account, in us-east-1, named `x`.
  std::vector<std::string> examples;
};

// Those that show their owner's account, or those that do not, as a bucket's. Without a fact, and
// where the fact has no templates, those of any service.
SourceArns SourceArnsOf(absl::string_view service, const ServiceFact* fact, bool shows_account,
                        absl::string_view partition, absl::string_view example_account);

// A readable text that the pattern of a policy matches, as far as that can be had without a search:
// in an ARN `*` stands for us-east-1 or the account where one of these belongs, else for `x`.
std::string ExampleOf(absl::string_view policy_text, absl::string_view account);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_SOURCE_ARN_H_
