// An ARN of a policy laid over one of a request, field by field, as ArnLike compares them
// (docs/semantics.md 4.6).
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_ARN_RULER_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_ARN_RULER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/decide/request.h"
#include "engine/iam/condition_operator.h"
#include "simulator/report/html/view.h"

namespace deputy {

struct ArnField {
  absl::string_view name;  // "partition", …; "whole text" where fields are not what is compared
  std::string pattern;     // with the request's values in place of policy variables
  std::string value;
  bool matches = false;
};

// Six fields, or one where a String operator's `*` reaches over colons; none where one of the two
// is no ARN, or a policy variable has no value. `request` gives the values of policy variables.
std::vector<ArnField> LayArn(absl::string_view pattern, absl::string_view value,
                             const OperatorInfo& op, const Request& request, bool variables);

// A table with a row for the policy, one for the request and one for the match; empty without
// fields. `key` is what the ruler is about: `aws:SourceArn`.
Html ArnRulerHtml(absl::string_view key, const std::vector<ArnField>& fields);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_ARN_RULER_H_
