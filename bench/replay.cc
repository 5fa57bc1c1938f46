// Records of a trail to answers: what does a byte cost? Beside floors: simdjson looking at every
// record, and zlib inflating them and nothing else. The roles are few, so that what is measured is
// reading and not the deciding of what was not met before.
#include <benchmark/benchmark.h>
#include <simdjson.h>
#include <zlib.h>

#include <cstdlib>
#include <list>
#include <string>
#include <vector>

#include "bench/support/meter.h"
#include "bench/support/workload.h"
#include "simulator/replay/trail_replayer.h"
#include "simulator/world/service_facts_for_engine.h"
#include "simulator/world/shipped_catalogue.h"
#include "tests/support/trail/trail.h"

namespace deputy {
namespace {

constexpr int64_t kEvents = 20000;

trail::Trail MakeTrail(int64_t assuming) {
  return trail::Trail({.events = kEvents,
                       .events_per_file = kEvents,
                       .assuming = assuming,
                       .accounts = 2,
                       .roles_an_account = trail::kTrusts,
                       .lines = true});
}

std::string Gzip(const std::string& text) {
  z_stream stream = {};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    std::abort();
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) std::abort();
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Rates are of the records as they are when inflated.
void Report(benchmark::State& state, size_t bytes) {
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kEvents);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes));
}

// The trust policies of a trail, as a replay wants them.
struct Roles {
  explicit Roles(const trail::Trail& trail) {
    for (int64_t account = 0; account < trail.roles().accounts(); ++account) {
      for (int64_t i = 0; i < trail::kTrusts; ++i) {
        const trail::TrailRoles::Role role = {account, static_cast<trail::Trust>(i), 0};
        parsed.push_back(workload::ParseTrustPolicy(trail::TrailRoles::TrustPolicy(role)));
        policies.SetToday(trail::TrailRoles::Arn(role), {&parsed.back(), ""});
      }
    }
    policies.Finish();
  }

  std::list<Policy> parsed;
  RolePolicies policies;
};

void Replay(benchmark::State& state, const trail::Trail& trail, const std::string& bytes,
            size_t inflated) {
  const Roles roles(trail);
  const SourceMap map;
  const OutcomeDecider decider(map, EngineFacts(ShippedCatalogue()));
  ReplayOptions options;
  options.roles = &roles.policies;
  options.map = &map;
  options.decider = &decider;
  const Meter meter;
  for (auto _ : state) {
    size_t at = 0;
    TrailReplayer replayer(options);
    const absl::Status status =
        replayer.Run("trail", [&](char* data, size_t size) -> absl::StatusOr<size_t> {
          const size_t some = bytes.copy(data, size, at);
          at += some;
          return some;
        });
    ReplayTally tally;
    if (!status.ok() || !replayer.Finish(tally).ok() || tally.counts.records != kEvents ||
        tally.counts.bad_records != 0 ||
        tally.counts.other_events != kEvents - kEvents * state.range(0) / 1000)
      state.SkipWithError("not every record was read");
  }
  meter.Report(state);
  Report(state, inflated);
}

void ReplayRecords(benchmark::State& state) {
  const trail::Trail trail = MakeTrail(state.range(0));
  const std::string text = trail.Text(0);
  Replay(state, trail, text, text.size());
}
BENCHMARK(ReplayRecords)->Name("replay/records")->ArgName("assuming")->Arg(17)->Arg(1000);

void ReplayGzip(benchmark::State& state) {
  const trail::Trail trail = MakeTrail(state.range(0));
  const std::string text = trail.Text(0);
  Replay(state, trail, Gzip(text), text.size());
}
BENCHMARK(ReplayGzip)->Name("replay/gzip")->ArgName("assuming")->Arg(17)->Arg(1000);

// Every record for its name, and of those that assume a role what a decision needs at least.
void ReplayFloor(benchmark::State& state) {
  const simdjson::padded_string lines(MakeTrail(state.range(0)).Text(0));
  simdjson::ondemand::parser parser;
  parser.threaded = false;  // what is asked is a core
  for (auto _ : state) {
    size_t taken = 0;
    int64_t assuming = 0;
    simdjson::ondemand::document_stream documents;
    if (parser.iterate_many(lines, size_t{1} << 20).get(documents) != simdjson::SUCCESS)
      std::abort();
    for (auto document : documents) {
      auto object = document.get_object();
      const std::string_view name = object["eventName"];
      if (name != "AssumeRole" && name != "AssumeRoleWithWebIdentity") continue;
      ++assuming;
      taken += std::string_view(object["recipientAccountId"]).size();
      std::string_view type;
      if (object["userIdentity"]["type"].get(type) == simdjson::SUCCESS) taken += type.size();
      std::string_view role;
      if (object["requestParameters"]["roleArn"].get(role) == simdjson::SUCCESS)
        taken += role.size();
    }
    benchmark::DoNotOptimize(taken);
    if (assuming != kEvents * state.range(0) / 1000)
      state.SkipWithError("not every record was read");
  }
  Report(state, lines.size());
}
BENCHMARK(ReplayFloor)->Name("replay/floor")->ArgName("assuming")->Arg(17)->Arg(1000);

void InflateAlone(benchmark::State& state) {
  const std::string text = MakeTrail(state.range(0)).Text(0);
  const std::string bytes = Gzip(text);
  std::vector<char> block(size_t{1} << 20);
  for (auto _ : state) {
    z_stream stream = {};
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) std::abort();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    int result = Z_OK;
    while (result == Z_OK) {
      stream.next_out = reinterpret_cast<Bytef*>(block.data());
      stream.avail_out = static_cast<uInt>(block.size());
      result = inflate(&stream, Z_NO_FLUSH);
    }
    if (stream.total_out != text.size()) state.SkipWithError("not everything was inflated");
    inflateEnd(&stream);
  }
  Report(state, text.size());
}
BENCHMARK(InflateAlone)->Name("replay/inflate")->ArgName("assuming")->Arg(17)->Arg(1000);

}  // namespace
}  // namespace deputy
