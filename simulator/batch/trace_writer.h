// A trace as JSON: the "trace" member of an explained decision.
#ifndef DEPUTY_SIMULATOR_BATCH_TRACE_WRITER_H_
#define DEPUTY_SIMULATOR_BATCH_TRACE_WRITER_H_

#include "engine/decide/trace.h"
#include "engine/text/json_writer.h"
#include "simulator/batch/evaluation.h"

namespace deputy {

// Writes one object: every policy that was asked, every statement, every clause with what it asked, what the request had (null
// where the key was absent), and the reason code.
void WriteTrace(const PreparedEvaluation& evaluation, const Decision& decision, const Trace& trace, JsonWriter& writer);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_TRACE_WRITER_H_
