// What a lint rule has to say of a policy: where, what it means here, and the edit that mends it.
#ifndef DEPUTY_ENGINE_LINT_FINDING_H_
#define DEPUTY_ENGINE_LINT_FINDING_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/request.h"
#include "engine/text/diagnostic.h"
#include "engine/text/source.h"

namespace deputy {

// Replaces `range` of the document by `replacement`, which is JSON text; an empty range inserts.
struct TextEdit {
  TextRange range;
  std::string replacement;
};

// Edits that do not overlap, in order, to be made together. A fix removes its finding, adds none,
// and never allows a request that was not allowed before.
struct Fix {
  std::string title;  // "replace `ArnEqual` by `ArnEquals`"
  std::vector<TextEdit> edits;
};

struct Finding {
  std::string rule;  // "DEP101", a row of the rule catalogue
  Severity severity = Severity::kWarning;
  TextRange range;  // of the clause, value or element it is about
  std::string
      path;  // JSON pointer in the policy: "/Statement/0/Condition/StringLike/aws:SourceArn"
  std::string message;
  std::vector<std::string> notes;
  std::optional<Fix> fix;
  std::optional<Request> witness;  // a request that gets in, decided by the evaluator
  bool hangs_on_unknown = false;   // undecided, for a part whose value is not known yet
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_FINDING_H_
