// A part of a replay as text: all that one can hold comes back, and each way of not being one is
// told with its reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "simulator/replay/tally.h"

namespace deputy {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

CallClass Class(const std::string& caller) {
  CallClass call;
  call.role = "arn:aws:iam::111122223333:role/r";
  call.caller = {"AWSService", caller, "athena.amazonaws.com"};
  call.denied_by = "an explicit deny";
  call.further_actions = {"sts:TagSession"};
  call.today.denied_action = "sts:TagSession";
  call.after = call.today;
  return call;
}

// With something in every member, and every bound passed.
ReplayTally Full() {
  ReplayTally tally;
  tally.setup = "setup";
  tally.compares = true;
  tally.complete = false;
  tally.counts.records = 7;
  tally.AddCall(KeyOf(Class("dms.amazonaws.com")), "2026-01-01T00:00:00Z", PairSide::kCaller,
                "id-1");
  tally.AddCall(KeyOf(Class("rds.amazonaws.com")), "2026-01-02T00:00:00Z", PairSide::kRole, "id-2");
  tally.beyond[{1, 2, 0}] = 5;
  tally.AddUnknownRole("arn:aws:iam::111122223333:role/other");
  Problem problem;
  problem.file = "trail.json";
  problem.line = 3;
  problem.column = 4;
  problem.rule = "invalid-syntax";
  problem.message = "no JSON";
  tally.AddProblem(problem);
  tally.classes.set_overflowed();
  tally.unknown_roles.set_overflowed();
  tally.problems.set_overflowed();
  return tally;
}

TEST(PartText, AllThatItHoldsComesBack) {
  const std::string text = Full().ToJson();
  Diagnostics diagnostics;
  const std::optional<ReplayTally> again = ReadPart(text, diagnostics);
  ASSERT_TRUE(again) << text << diagnostics.FirstError()->message;
  EXPECT_EQ(again->ToJson(), text);
  EXPECT_EQ(again->beyond.at({1, 2, 0}), 5);
  EXPECT_EQ(again->problems.kept().begin()->first.message, "no JSON");
  EXPECT_TRUE(again->classes.overflowed());
  EXPECT_TRUE(again->problems.overflowed());
  ReplayTally pairs = Full();
  pairs.pairs.set_overflowed();
  const std::optional<ReplayTally> without = ReadPart(pairs.ToJson(), diagnostics);
  ASSERT_TRUE(without);
  EXPECT_TRUE(without->pairs.overflowed());
}

// Sets a member to a value, and says why that is no part.
std::string Refused(const std::string& pointer, const Json& value) {
  Json part = Json::parse(Full().ToJson());
  part[Json::json_pointer(pointer)] = value;
  Diagnostics diagnostics;
  EXPECT_FALSE(ReadPart(part.dump(), diagnostics)) << pointer << value;
  return diagnostics.has_errors() ? diagnostics.FirstError()->message : "";
}

TEST(PartText, WhatIsNoneIsToldWhy) {
  const std::string hex(16, 'a');
  const std::string pair = hex + hex + " caller " + hex + " 1";
  struct {
    const char* pointer;
    Json value;
    const char* why;
  } const cases[] = {
      {"/counts", 1, "`counts` has to be"},
      {"/counts/records", -1, "`records` is no count"},
      {"/counts/records", 1.5, "`records` is no count"},
      {"/compares", "yes", "`compares` has to be"},
      {"/calls/0", 1, "`calls` is missing"},
      {"/calls/0/recorded", "perhaps", "`recorded` is none of its words"},
      {"/calls/0/today", {{"decision", "perhaps"}}, "an outcome is none"},
      {"/calls/0/caller", "me", "`caller` has to be"},
      {"/callsBeyond/0", 1, "a member of `callsBeyond` is none"},
      {"/callsBeyond/0", {1, 2, 0}, "a member of `callsBeyond` is none"},
      {"/callsBeyond/0", {1, "x", 0, 5}, "a member of `callsBeyond` is none"},
      {"/callsBeyond/0", {1, 200, 0, 5}, "a member of `callsBeyond` is none"},
      {"/callsBeyond/0", {1, 2, 0, -5}, "a member of `callsBeyond` is none"},
      {"/pairs/0", hex + " caller " + hex + " 1", "a member of `pairs` is none"},
      {"/pairs/0", hex + hex + " caller " + hex, "a member of `pairs` is none"},
      {"/pairs/0", hex + "zaaaaaaaaaaaaaaa" + " caller " + hex + " 1",
       "a member of `pairs` is none"},
      {"/pairs/0", "aaaaaaaaaaaaaaaz" + hex + " caller " + hex + " 1",
       "a member of `pairs` is none"},
      {"/pairs/0", hex + hex + " caller aaaa 1", "a member of `pairs` is none"},
      {"/pairs/0", hex + hex + " caller " + hex + " x", "a member of `pairs` is none"},
      {"/pairs/0", hex + hex + " caller " + hex + " 0", "a member of `pairs` is none"},
      {"/pairs/0", hex + hex + " nobody " + hex + " 1", "a member of `pairs` is none"},
      {"/unknownRoles/0", {{"role", 1}, {"calls", 1}}, "`role` has to be"},
      {"/problems/0", {{"file", "f"}}, "`line` is missing"},
  };
  for (const auto& [pointer, value, why] : cases)
    EXPECT_THAT(Refused(pointer, value), HasSubstr(why)) << pointer << value;
  Json part = Json::parse(Full().ToJson());
  part["pairs"][0] = pair;
  Diagnostics diagnostics;
  EXPECT_TRUE(ReadPart(part.dump(), diagnostics)) << "a pair of that form is one";
}

TEST(PartText, AClassIsReadByItself) {
  const std::string text = Class("dms.amazonaws.com").ToJson();
  const std::optional<CallClass> again = ReadCallClass(text);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->ToJson(), text);
  EXPECT_FALSE(ReadCallClass("no JSON"));
  EXPECT_FALSE(ReadCallClass("{}"));
}

}  // namespace
}  // namespace deputy
