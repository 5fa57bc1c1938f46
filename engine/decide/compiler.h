// Policy in, Program out. Total: a Policy that the parser returned always compiles.
#ifndef DEPUTY_ENGINE_DECIDE_COMPILER_H_
#define DEPUTY_ENGINE_DECIDE_COMPILER_H_

#include "engine/decide/key_table.h"
#include "engine/decide/program.h"
#include "engine/policy/policy.h"

namespace deputy {

// Adds the keys that the policy asks for to `keys`.
Program Compile(const Policy& policy, KeyTable& keys);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_COMPILER_H_
