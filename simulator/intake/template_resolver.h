// The intrinsic functions of a CloudFormation template, as far as they are constant.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
//
// What is known only when the stack exists (a resource's ARN, a condition, an import) stays
// unknown, and whatever is made of it.
#ifndef DEPUTY_SIMULATOR_INTAKE_TEMPLATE_RESOLVER_H_
#define DEPUTY_SIMULATOR_INTAKE_TEMPLATE_RESOLVER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/json_value.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

// "`{{resolve:ssm:/partner/account}}`": the first dynamic reference of a text, whose value
// CloudFormation looks up when it deploys; nothing where there is none.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
std::string DynamicReference(absl::string_view text);

class TemplateResolver {
 public:
  TemplateResolver(const JsonValue& root, const IntakeOptions& options)
      : root_(root), options_(options) {}

  // A copy without functions, every part with the range of what it was made of. A member that is
  // `AWS::NoValue` is gone. Where a part is unknown stands UnknownValue() (unknown_value.h) with
  // its range, and `unknown` has the same range and why. Numbers and booleans become their text, as
  // CloudFormation makes them.
  JsonValue Resolve(const JsonValue& value, std::vector<UnknownPart>& unknown);

 private:
  // One value, or why there is none.
  struct Result {
    JsonValue value;
    std::string unknown;    // "`Ref: TrustedAccount`"
    bool no_value = false;  // AWS::NoValue
  };
  using Function = Result (TemplateResolver::*)(const JsonValue& argument, absl::string_view name);
  struct Row {
    absl::string_view name;
    Function call;
  };
  static const Row kFunctions[];

  Result Evaluate(const JsonValue& value);
  Result Ref(const JsonValue& argument, absl::string_view name);
  Result Sub(const JsonValue& argument, absl::string_view name);
  Result Join(const JsonValue& argument, absl::string_view name);
  Result Select(const JsonValue& argument, absl::string_view name);
  Result Split(const JsonValue& argument, absl::string_view name);
  Result FindInMap(const JsonValue& argument, absl::string_view name);
  Result Unresolved(const JsonValue& argument, absl::string_view name);

  Result Named(absl::string_view name);
  Result Text(std::string text);
  Result Plain(const JsonValue& value);
  const JsonMember* Find(const JsonValue& object, absl::string_view name);
  std::optional<std::string> Given(absl::string_view name) const;
  std::optional<std::string> Pseudo(absl::string_view name) const;

  const JsonValue& root_;
  const IntakeOptions& options_;
  size_t budget_ = size_t{64} << 20;  // bytes made and names looked through, all in all
  std::vector<UnknownPart>* unknown_ = nullptr;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_TEMPLATE_RESOLVER_H_
