// What is asked: a principal, an action, a resource and the request context (docs/semantics.md part 7).
#ifndef DEPUTY_ENGINE_DECIDE_REQUEST_H_
#define DEPUTY_ENGINE_DECIDE_REQUEST_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/iam/principal.h"

namespace deputy {

// The values of one context key. Numbers and booleans are given as their text.
struct ContextEntry {
  std::string name;                 // as spelled
  std::vector<std::string> values;  // none: the key counts as absent (4.9)
  bool filled_in = false;           // by FillInContext and not by whoever asks
};

// Keyed by FoldKey(name), so ordered and without case.
using RequestContext = std::map<std::string, ContextEntry, std::less<>>;

struct Request {
  Principal principal;
  std::string action;
  std::string resource;  // an ARN
  RequestContext context;

  // The first value of the key, or null when it is absent.
  const std::string* Find(absl::string_view key) const;
  void Set(absl::string_view key, absl::string_view value);
  void Set(absl::string_view key, std::vector<std::string> values);

  // The account that owns the resource (6.9); empty when nothing says it.
  absl::string_view ResourceAccount() const;
};

// A key of the context that the principal rules out or gives another value (part 7).
struct ContextContradiction {
  std::string key;  // as spelled in the request
  std::string message;
};

// Completes the context with the keys that follow from the principal and the resource, as STS does, unless `complete`
// says that it is whole. The first contradiction is returned; the request is then not to be decided.
std::optional<ContextContradiction> FillInContext(Request& request, bool complete = false);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_REQUEST_H_
