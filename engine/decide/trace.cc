#include "engine/decide/trace.h"

namespace deputy {
namespace {

constexpr ReasonInfo kReasons[] = {
    {Reason::kValueMatched, "valueMatched", true, "a value of the request matches"},
    {Reason::kNoValueMatched, "noValueMatched", false, "no value of the request matches"},
    {Reason::kNegatedNoneMatched, "negatedNoneMatched", true,
     "the request has none of these values, as the negated operator wants"},
    {Reason::kNegatedValueMatched, "negatedValueMatched", false,
     "the request has one of these values, which the negated operator rules out"},
    {Reason::kKeyAbsent, "keyAbsent", false, "the key is absent from the request"},
    {Reason::kAbsentNegated, "absentNegated", true,
     "the key is absent, and a negated operator is then true"},
    {Reason::kAbsentIfExists, "absentIfExists", true,
     "the key is absent, and IfExists is then true"},
    {Reason::kAbsentForAllValues, "absentForAllValues", true,
     "the key is absent, and ForAllValues is then true"},
    {Reason::kNullAsAsked, "nullAsAsked", true, "the key is there or not there, as Null asks"},
    {Reason::kNullNotAsAsked, "nullNotAsAsked", false,
     "the key is not as Null asks, there or not there"},
};

}  // namespace

absl::Span<const ReasonInfo> AllReasons() { return kReasons; }

const ReasonInfo& InfoOf(Reason reason) { return kReasons[static_cast<size_t>(reason)]; }

}  // namespace deputy
