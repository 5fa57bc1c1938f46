// A Program back as a Policy, to be shown to a person: a store of a million roles keeps no more
// than the programs. What is shown means the same; escapes in patterns and the case of keys may be
// spelled otherwise, and there are no positions.
#ifndef DEPUTY_ENGINE_DECIDE_DECOMPILER_H_
#define DEPUTY_ENGINE_DECIDE_DECOMPILER_H_

#include "engine/decide/program.h"
#include "engine/decide/vocabulary.h"
#include "engine/policy/policy.h"

namespace deputy {

Policy Decompile(const Program& program, PolicyType type, const Vocabulary& vocabulary);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_DECOMPILER_H_
