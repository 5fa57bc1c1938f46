// What is asked: a principal, an action, a resource and the request context (docs/semantics.md part
// 7).
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

// What follows from the caller for one key. Without a value such a caller has no such key.
struct ImpliedKey {
  absl::string_view name;
  std::string value;
};

// What STS says of a caller of that kind (7.1, 7.3).
std::vector<ImpliedKey> ImpliedKeys(const Principal& principal);

// What is wrong with a context: a value that contradicts the principal, or several values of a
// single-valued key.
struct ContextProblem {
  std::string key;   // as spelled in the request
  std::string rule;  // "contradicts-principal", "multivalue-on-single"
  std::string message;
};

// Completes the context with the keys that follow from the principal and the resource, as STS does,
// unless `complete` says that it is whole. A request with a problem is not to be decided.
std::optional<ContextProblem> FillInContext(Request& request, bool complete = false);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_REQUEST_H_
