// Policy in, Program out. Total: a Policy that the parser returned always compiles.
#ifndef DEPUTY_ENGINE_DECIDE_COMPILER_H_
#define DEPUTY_ENGINE_DECIDE_COMPILER_H_

#include "engine/decide/program.h"
#include "engine/decide/vocabulary.h"
#include "engine/policy/policy.h"

namespace deputy {

// Adds the words of the policy to `vocabulary`.
Program Compile(const Policy& policy, Vocabulary& vocabulary);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_COMPILER_H_
