// Many statements are found by whom and what they are about: by the words of the caller and the
// action of the request, and not tried in turn.
#ifndef DEPUTY_ENGINE_DECIDE_STATEMENT_INDEX_H_
#define DEPUTY_ENGINE_DECIDE_STATEMENT_INDEX_H_

#include "absl/container/inlined_vector.h"
#include "engine/decide/bound_request.h"
#include "engine/decide/program_builder.h"

namespace deputy {

// Sets `builder.statement_index`, where there are many.
void IndexStatements(ProgramBuilder& builder);

// The statements that can match, in order, each once; perhaps some that do not.
absl::InlinedVector<uint32_t, 16> StatementsFor(const Program& program,
                                                const BoundRequest& request);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_STATEMENT_INDEX_H_
