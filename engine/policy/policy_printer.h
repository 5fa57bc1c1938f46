// Policy in, JSON out: canonical spelling and order of elements, values and clauses in the order
// they had. Parsing what was printed gives the same policy but for the ranges.
#ifndef DEPUTY_ENGINE_POLICY_POLICY_PRINTER_H_
#define DEPUTY_ENGINE_POLICY_POLICY_PRINTER_H_

#include <string>

#include "engine/policy/policy.h"
#include "engine/text/json_writer.h"

namespace deputy {

std::string PrintPolicy(const Policy& policy, JsonStyle style = JsonStyle::kPretty);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_POLICY_POLICY_PRINTER_H_
