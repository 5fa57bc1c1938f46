// The forking of fault.h: a child for each n.
#ifndef DEPUTY_TESTS_SUPPORT_FAILING_CALLS_FORKED_H_
#define DEPUTY_TESTS_SUPPORT_FAILING_CALLS_FORKED_H_

namespace deputy::faults {

// The log, open; it is kept.
void BeginForking(int log);

// In a child.
bool IsForked();

// Nothing was asked for here before. Allocates when it is called for the first time.
bool IsNewPlace();

// True in the child, in which the call is to fail; false in the parent, once the child has ended.
bool ForkFor(long n);

}  // namespace deputy::faults

#endif  // DEPUTY_TESTS_SUPPORT_FAILING_CALLS_FORKED_H_
