// A request as `deputy eval` takes it: one JSON object with the request and, where it brings them,
// the policies it meets. The format is scenarios/schema/request-v1.json's; this is its one reader.
#ifndef DEPUTY_SIMULATOR_BATCH_REQUEST_READER_H_
#define DEPUTY_SIMULATOR_BATCH_REQUEST_READER_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/decide/request.h"
#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"

namespace deputy {

// The policies on the line; those it leaves out do not apply, but for the role's own (see
// RoleStore).
struct RequestPolicies {
  std::optional<Policy> trust;
  std::optional<Policy> resource;
  std::vector<Policy> identity;
  std::optional<Policy> boundary;
  std::vector<Policy> session;
  std::vector<std::vector<Policy>> scp;  // a level each, root first
  std::vector<std::vector<Policy>> rcp;
};

struct EvaluationRequest {
  Request request;  // its context is filled in
  RequestPolicies policies;
};

// The four ways in which a line is not answered.
enum class EvaluationErrorCode { kInvalidJson, kInvalidRequest, kInvalidPolicy, kUnknownRole };

absl::string_view EvaluationErrorName(EvaluationErrorCode code);  // "invalid-json", …

struct EvaluationError {
  EvaluationErrorCode code = EvaluationErrorCode::kInvalidRequest;
  Diagnostics diagnostics;  // at least one error; ranges are offsets into the line
};

// Warnings of policies that are evaluated all the same go to `warnings`, where given.
std::variant<EvaluationRequest, EvaluationError> ReadEvaluationRequest(
    const JsonValue& line, Diagnostics* warnings = nullptr);

// The caller of a request: {"Service": …}, {"AWS": …}, {"Federated": …}, or "*".
std::optional<Principal> ReadCaller(const JsonValue& value, Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_REQUEST_READER_H_
