#include "simulator/replay/tally.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/replay/role_policies.h"

namespace deputy {
namespace {

// A shared id is a UUID, 128 bits in 32 digits; of any other text two fingerprints.
PairKey PairOf(absl::string_view shared_id) {
  PairKey key;
  int digits = 0;
  for (const char c : shared_id) {
    if (c == '-') continue;
    const int value = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (value < 0 || digits == 32) {
      digits = -1;
      break;
    }
    uint64_t& half = digits++ < 16 ? key.high : key.low;
    half = half << 4 | static_cast<uint64_t>(value);
  }
  if (digits == 32) return key;
  key.high = Fingerprint(shared_id);
  key.low = Fingerprint(shared_id, key.high);
  return key;
}

constexpr auto kDropped = [](const auto&, const auto&) {};

}  // namespace

ClassKey KeyOf(const CallClass& call) {
  std::string text = call.ToJson();
  const uint64_t number = Fingerprint(text);
  return {number, std::move(text)};
}

void Seen::Add(const Seen& other) {
  calls += other.calls;
  if (first.empty() || (!other.first.empty() && other.first < first)) first = other.first;
  last = std::max(last, other.last);
}

void ReplayTally::AddCall(const ClassKey& key, absl::string_view time, PairSide side,
                          absl::string_view shared_id) {
  classes.Add(key, {1, std::string(time), std::string(time)},
              [&](const ClassKey& other, const Seen& seen) { HandOn(other, seen); });
  if (side == PairSide::kNone) return;
  PairKey pair = PairOf(shared_id);
  pair.side = side;
  if (side == PairSide::kRole) pair.class_number = key.first;
  pairs.Add(pair, {1}, [&](const PairKey&, const Tallied& count) { unpaired_ += count.count; });
}

void ReplayTally::AddUnknownRole(absl::string_view role) {
  ++counts.unknown_roles;
  unknown_roles.Add(std::string(role), {1}, kDropped);
}

void ReplayTally::AddProblem(const Problem& problem) { problems.Add(problem, {1}, kDropped); }

// Of a class that is not kept only what it came to.
void ReplayTally::HandOn(const ClassKey& key, const Seen& seen) {
  const std::optional<CallClass> call = ReadCallClass(key.second);
  if (!call) return;
  const auto number = [](const std::optional<ReplayOutcome>& outcome) {
    return outcome ? static_cast<uint8_t>(outcome->decision) : uint8_t{kReplayDecisions};
  };
  beyond[{static_cast<uint8_t>(call->recorded), number(call->today), number(call->after)}] +=
      seen.calls;
}

void ReplayTally::Add(const ReplayTally& other) {
  complete = complete && other.complete;
  static constexpr int64_t ReplayCounts::*kCounts[] = {
      &ReplayCounts::records,      &ReplayCounts::other_events,  &ReplayCounts::failed,
      &ReplayCounts::without_role, &ReplayCounts::unknown_roles, &ReplayCounts::bad_records,
      &ReplayCounts::bad_files};
  for (const auto count : kCounts) counts.*count += other.counts.*count;
  classes.AddAll(other.classes, [&](const ClassKey& key, const Seen& seen) { HandOn(key, seen); });
  for (const auto& [key, calls] : other.beyond) beyond[key] += calls;
  unpaired_ += other.unpaired_;
  pairs.AddAll(other.pairs,
               [&](const PairKey&, const Tallied& count) { unpaired_ += count.count; });
  unknown_roles.AddAll(other.unknown_roles, kDropped);
  problems.AddAll(other.problems, kDropped);
}

ReplayTally::Resolved ReplayTally::Resolve() const {
  Resolved resolved;
  resolved.unpaired = unpaired_;
  // Copies whose caller's own record is there, by class. The last id may not be there wholly.
  std::map<uint64_t, int64_t> copies;
  const PairKey* last = pairs.overflowed() ? &pairs.kept().rbegin()->first : nullptr;
  bool has_caller = false;
  std::pair<uint64_t, uint64_t> id;
  for (const auto& [key, count] : pairs.kept()) {  // of one id the caller's record comes first
    if (last != nullptr && key.high == last->high && key.low == last->low) {
      resolved.unpaired += count.count;
      continue;
    }
    if (id != std::pair(key.high, key.low)) has_caller = false;
    id = {key.high, key.low};
    has_caller = has_caller || key.side == PairSide::kCaller;
    if (has_caller && key.side == PairSide::kRole) copies[key.class_number] += count.count;
  }
  std::map<std::tuple<std::string, std::string, std::string, std::string>,
           std::pair<CallClass, Seen>>
      sorted;
  for (const auto& [key, seen] : classes.kept()) {
    std::optional<CallClass> call = ReadCallClass(key.second);
    if (!call) continue;
    Seen own = seen;
    if (const auto found = copies.find(key.first); found != copies.end()) {
      const int64_t taken = std::min(found->second, own.calls);
      own.calls -= taken;
      resolved.copies += taken;
      copies.erase(found);
    }
    if (own.calls == 0) continue;
    auto order = std::tuple(call->role, call->caller.type, call->caller.name, key.second);
    sorted.emplace(std::move(order), std::pair(*std::move(call), std::move(own)));
  }
  for (const auto& [number, count] : copies) resolved.unpaired += count;  // of classes beyond
  for (auto& [order, entry] : sorted) resolved.calls.push_back(std::move(entry));
  return resolved;
}

}  // namespace deputy
