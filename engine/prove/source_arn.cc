#include "engine/prove/source_arn.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/iam/wildcard.h"
#include "engine/text/add_once.h"

namespace deputy {
namespace {

CharSet Shown() { return Intersection(AnyChar(), {{' ', '~'}, {0xA0, ~0U}}); }

// What a placeholder can stand for. A name is chosen by whoever makes the resource, so that it can
// be anything that shows, colons too, and blanks in it.
struct Placeholder {
  absl::string_view name;
  absl::string_view example;
  Language language;
};

Placeholder PlaceholderNamed(absl::string_view name, absl::string_view partition,
                             absl::string_view account) {
  if (name == "Partition") return {name, partition, LiteralLanguage(partition)};
  if (name == "Account") return {name, account, Digits(12)};
  if (name == "Region") {
    return {name, "us-east-1",
            Joined({Run("a-z", true), LiteralLanguage("-"), Run("a-z", true), Run("a-z-", false),
                    LiteralLanguage("-"), Run("0-9", true)})};
  }
  return {name, "x", {{Shown()}, {Shown(), true}}};
}

void AddTemplate(absl::string_view text, absl::string_view partition, absl::string_view account,
                 SourceArns& arns) {
  Language language;
  std::string example;
  while (!text.empty()) {
    const size_t open = text.find("${");
    const size_t close = open == absl::string_view::npos ? open : text.find('}', open);
    const absl::string_view literal =
        text.substr(0, close == absl::string_view::npos ? close : open);
    language = Joined({language, LiteralLanguage(literal)});
    absl::StrAppend(&example, literal);
    if (close == absl::string_view::npos) break;
    const Placeholder placeholder =
        PlaceholderNamed(text.substr(open + 2, close - open - 2), partition, account);
    language = Joined({language, placeholder.language});
    absl::StrAppend(&example, placeholder.example);
    text.remove_prefix(close + 1);
  }
  arns.languages.push_back(std::move(language));
  arns.examples.push_back(std::move(example));
}

bool HasWildcard(absl::string_view text) {
  return text.find_first_of("*?") != absl::string_view::npos;
}

}  // namespace

std::string ExampleOf(absl::string_view policy_text, absl::string_view account) {
  const auto plain = [](absl::string_view text) {
    return absl::StrReplaceAll(text, {{"*", "x"}, {"?", "x"}});
  };
  const std::optional<Arn> arn = SplitArn(policy_text);
  if (!arn) return plain(policy_text);
  return absl::StrCat(
      plain(arn->components[0]), ":", plain(arn->partition()), ":", plain(arn->service()), ":",
      HasWildcard(arn->region()) ? "us-east-1" : arn->region(), ":",
      HasWildcard(arn->account()) ? account : arn->account(), ":", plain(arn->resource()));
}

std::string ExampleAction(absl::string_view pattern) {
  const std::string encoded = EncodePattern(FoldAction(pattern));
  for (const absl::string_view action : RoleTrustActions()) {
    if (MatchesPattern(encoded, FoldAction(action))) return std::string(action);
  }
  absl::string_view name = pattern;
  while (absl::ConsumeSuffix(&name, "*")) {
  }
  const bool is_name = !name.empty() && !absl::EndsWith(name, ":");
  return ExampleOf(is_name ? name : pattern, "");
}

SourceArns SourceArnsOf(absl::string_view service, const ServiceFact* fact, bool shows_account,
                        ArnForms forms, absl::string_view partition,
                        absl::string_view example_account) {
  SourceArns arns;
  const absl::string_view name = service.substr(0, service.find('.'));
  const auto any_of = [&](Language service_part, Language resource) {
    return Joined({LiteralLanguage(absl::StrCat("arn:", partition, ":")), std::move(service_part),
                   LiteralLanguage(":"), Run("a-z0-9-", false), LiteralLanguage(":"),
                   shows_account ? Digits(12) : Language(), LiteralLanguage(":"),
                   std::move(resource)});
  };
  const std::string example = absl::StrCat(
      "arn:", partition, ":", name, ":us-east-1:", shows_account ? example_account : "", ":x");
  if (fact != nullptr && !fact->source_arns.empty()) {
    std::vector<std::string> services = {std::string(name)};
    for (const std::string& text : fact->source_arns) {
      const std::optional<Arn> arn = SplitArn(text);
      // An ARN without a sixth component is none that a service could send.
      if (!arn) continue;
      AddOnce(std::string(arn->service()), services);
      if (arn->account().empty() == shows_account) continue;
      arns.shown = true;
      AddTemplate(text, partition, example_account, arns);
      const absl::string_view kind = arn->resource().substr(0, arn->resource().find("${"));
      if (forms == ArnForms::kOther)
        arns.but_not.push_back(any_of(LiteralLanguage(arn->service()),
                                      Joined({IgnoreCaseLanguage(kind), {{AnyChar(), true}}})));
    }
    if (forms == ArnForms::kKnown) return arns;
    arns.languages.clear();
    for (const std::string& other : services)
      arns.languages.push_back(any_of(LiteralLanguage(other), AnyText()));
    if (arns.examples.empty()) arns.examples.push_back(example);
    return arns;
  }
  arns.shown = true;  // nobody says that there are none
  // They do not always begin as its principal does.
  arns.languages.push_back(any_of(Run("a-z0-9-", true), AnyText()));
  arns.examples.push_back(example);
  return arns;
}

}  // namespace deputy
