#include "engine/decide/trace.h"

namespace deputy {
namespace {

constexpr ReasonInfo kReasons[] = {
    {Reason::kValueMatched, "valueMatched", "a value of the request matches"},
    {Reason::kNegatedNoneMatched, "negatedNoneMatched",
     "the request has none of these values, as the negated operator wants"},
    {Reason::kAbsentNegated, "absentNegated",
     "the key is absent, and a negated operator is then true"},
    {Reason::kAbsentIfExists, "absentIfExists", "the key is absent, and IfExists is then true"},
    {Reason::kAbsentForAllValues, "absentForAllValues",
     "the key is absent, and ForAllValues is then true"},
    {Reason::kNullAsAsked, "nullAsAsked", "the key is there or not there, as Null asks"},
    {Reason::kNoValueMatched, "noValueMatched", "no value of the request matches"},
    {Reason::kNegatedValueMatched, "negatedValueMatched",
     "the request has one of these values, which the negated operator rules out"},
    {Reason::kKeyAbsent, "keyAbsent", "the key is absent from the request"},
    {Reason::kNullNotAsAsked, "nullNotAsAsked", "the key is not as Null asks, there or not there"},
};

}  // namespace

absl::Span<const ReasonInfo> AllReasons() { return kReasons; }

const ReasonInfo& InfoOf(Reason reason) { return kReasons[static_cast<size_t>(reason)]; }

}  // namespace deputy
