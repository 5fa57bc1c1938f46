// ParseExpectations of step_parser.h: how a step must end, in each variant.
#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "simulator/scenario/step_parser.h"

namespace deputy {
namespace {

constexpr absl::string_view kOutcomes[] = {"succeeds", "blocked", "rejected"};
constexpr absl::string_view kRule = "invalid-expectation";

class ExpectationParser {
 public:
  ExpectationParser(const JsonValue& value, const StepContext& context)
      : own_(), reader_(value, "an expectation", own_), context_(context) {}

  Expectation Run() {
    Expectation expected;
    expected.range = reader_.value().range;
    expected.outcome = static_cast<Outcome>(reader_.Word("outcome", kOutcomes, 0, true));
    if (expected.outcome == Outcome::kRejected) {
      expected.rule = reader_.Text("rule");
    } else {
      if (expected.outcome == Outcome::kBlocked) {
        const std::vector<absl::string_view> guards = GuardNames();
        expected.by = static_cast<Guard>(reader_.Word("by", guards, 0, true));
        At(expected);
      }
      if (const JsonValue* why = reader_.Optional("why")) Why(*why, expected);
      Loses(expected);
    }
    reader_.Finish();
    // All of it under one rule, whatever is wrong in detail, but for references.
    for (Diagnostic diagnostic : own_.items()) {
      if (diagnostic.rule != "unresolved-reference") diagnostic.rule = std::string(kRule);
      context_.diagnostics.Add(std::move(diagnostic));
    }
    return expected;
  }

 private:
  void At(Expectation& expected) {
    const JsonValue* at = reader_.Optional("at");
    if (at == nullptr) return;
    const std::string text = NonEmptyText(*at, Quote("at"), own_);
    for (const Role& role : context_.world.roles) {
      if (role.id == text) expected.at = role.arn;
    }
    for (const Resource& resource : context_.world.resources) {
      if (resource.id == text) expected.at = resource.arn;
    }
    if (absl::StartsWith(text, "arn:")) expected.at = text;
    if (!expected.at.empty() || text.empty()) return;
    std::vector<std::string> known = context_.names.roles;
    known.insert(known.end(), context_.names.resources.begin(), context_.names.resources.end());
    ResolveName(text, at->range, known, "unresolved-reference", "role or resource", own_);
  }

  void Why(const JsonValue& value, Expectation& expected) {
    ObjectReader reader(value, "a reason", own_);
    const std::vector<absl::string_view> reasons = CauseReasonNames();
    const int reason = reader.Word("reason", reasons, -1);
    if (reason >= 0) expected.reason = static_cast<CauseReason>(reason);
    expected.key = reader.Text("key", false);
    const JsonValue* sid = reader.Optional("sid");
    if (sid != nullptr && Expect(*sid, JsonKind::kString, Quote("sid"), own_)) {
      expected.sid = sid->text;
    }
    reader.Finish();
    if (value.is_object() && value.members.empty()) {
      own_.Error(kRule, value.range, "`why` must not be empty");
    }
  }

  void Loses(Expectation& expected) {
    const bool given = reader_.value().Find("loses") != nullptr;
    std::vector<Index> lost;
    for (const JsonValue& item : reader_.List("loses")) {
      const std::string id = NonEmptyText(item, "a resource", own_);
      if (id.empty()) continue;
      const Index index = ResolveName(id, item.range, context_.names.resources,
                                      "unresolved-reference", "resource", own_);
      if (index != kNoIndex) lost.push_back(index);
    }
    std::sort(lost.begin(), lost.end());
    lost.erase(std::unique(lost.begin(), lost.end()), lost.end());
    if (given) expected.loses = std::move(lost);
  }

  Diagnostics own_;
  ObjectReader reader_;
  const StepContext& context_;
};

}  // namespace

std::vector<Expectation> ParseExpectations(const JsonValue& value, const StepContext& context) {
  std::vector<Expectation> expectations;
  if (!Expect(value, JsonKind::kObject, Quote("expect"), context.diagnostics)) return expectations;
  std::vector<std::string> known;
  for (const ScenarioVariant& variant : context.variants) {
    known.push_back(variant.id);
    const JsonMember* member = value.Find(variant.id);
    if (member == nullptr) {
      context.diagnostics.Error(kRule, {value.range.begin, value.range.begin + 1},
                                absl::StrCat("nothing is expected of variant ", Quote(variant.id)));
      expectations.emplace_back();
    } else {
      expectations.push_back(ExpectationParser(member->value, context).Run());
    }
  }
  for (const JsonMember& member : value.members) {
    if (std::find(known.begin(), known.end(), member.name) != known.end()) continue;
    ResolveName(member.name, member.name_range, known, "unresolved-reference", "variant",
                context.diagnostics);
  }
  return expectations;
}

}  // namespace deputy
