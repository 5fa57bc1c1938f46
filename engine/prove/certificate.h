// What a proof went through, as text, so that somebody else can check it without searching.
//
//   deputy-certificate 1
//   property no-foreign-source
//   cases 2
//   case 0 any account, through dms.amazonaws.com
//   goal 0                        an Allow statement that can be about the callers of the case
//   variable 0 aws:SourceArn      a variable of the case, in the order in which they were looked at
//   rows 0 1                      statements (RCPs' behind the policy's own) whose tests were run
//   letters 120 57 58             a code point for each letter of the alphabet
//   states 2
//   state 0 0 17 31               places in the languages of the tests where the words so far stand
//   step 0 1 -1 0                 of state 0, for each letter: the state after it; -1: one from
//                                 which nothing better can come
//   state 1 …                     no step: nothing better can come from it
//   end 1a2b3c4d5e6f7081          FNV-1a of all that stands before the line, against accidents
//
// Covered: that in every case no combination of values of the keys is allowed. The cases, and what
// a condition asks of a value, are made anew from the policy by the model (scene.h, case_builder.h,
// encoder.h, criterion.h) and not by the certificate, and the list has to be whole. Not covered:
// the model itself, and the classes of numbers, times and addresses (ClassValues), which it shares.
#ifndef DEPUTY_ENGINE_PROVE_CERTIFICATE_H_
#define DEPUTY_ENGINE_PROVE_CERTIFICATE_H_

#include <optional>
#include <string>

#include "engine/prove/prover.h"

namespace deputy {

// Of a proved no-foreign property; nothing when it is not proved within the budget.
std::optional<std::string> Certify(const RoleQuestion& question, Property property);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_CERTIFICATE_H_
