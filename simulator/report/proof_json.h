// What came of `deputy prove --format json`; scenarios/schema/proof-v1.json is its schema.
#ifndef DEPUTY_SIMULATOR_REPORT_PROOF_JSON_H_
#define DEPUTY_SIMULATOR_REPORT_PROOF_JSON_H_

#include <string>

#include "engine/text/json_writer.h"
#include "simulator/report/proof.h"

namespace deputy {

std::string ProofAsJson(const ProofReport& report);

// "request" as `deputy eval` takes it, policies and all, and "replay", the command that decides it.
void WriteWitness(const Request& request, const ReplayScene& scene, JsonWriter& writer);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_PROOF_JSON_H_
