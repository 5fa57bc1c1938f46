// JSON Lines in, JSON Lines out: what does a line cost, where all have one layout, and where they
// have many? Beside a floor: simdjson taking the same fields out of the same bytes.
#include "simulator/batch/stream.h"

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstdlib>
#include <string>

#include "bench/support/meter.h"
#include "bench/support/workload.h"

namespace deputy {
namespace {

constexpr int64_t kLines = 20000;

void Report(benchmark::State& state, size_t bytes) {
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kLines);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes));
}

using MakeLines = std::string (*)(int64_t count, int64_t roles, uint64_t seed);

void StreamFloor(benchmark::State& state, MakeLines make) {
  const simdjson::padded_string lines(make(kLines, state.range(0), 1));
  simdjson::ondemand::parser parser;
  parser.threaded =
      false;  // it would find the structure in a second thread: what is asked is a core
  for (auto _ : state) {
    size_t taken = 0;
    int64_t mine = 0;
    simdjson::ondemand::document_stream documents;
    if (parser.iterate_many(lines, size_t{1} << 20).get(documents) != simdjson::SUCCESS)
      std::abort();
    for (auto document : documents) {
      auto object = document.get_object();
      taken += std::string_view(object["id"]).size();
      taken += std::string_view(object["principal"]["Service"]).size();
      taken += std::string_view(object["action"]).size();
      taken += std::string_view(object["resource"]).size();
      auto context = object["context"];
      taken += std::string_view(context["aws:SourceArn"]).size();
      const std::string_view account = context["aws:SourceAccount"];
      mine += account == std::string_view(workload::kMine.data(), workload::kMine.size()) ? 1 : 0;
    }
    benchmark::DoNotOptimize(taken);
    if (mine != kLines / 2) state.SkipWithError("not half of the requests were mine");
  }
  Report(state, lines.size());
}
BENCHMARK_CAPTURE(StreamFloor, one, workload::RequestLines)
    ->Name("stream/floor")
    ->ArgName("roles")
    ->Arg(1)
    ->Arg(10000)
    ->UseRealTime();
BENCHMARK_CAPTURE(StreamFloor, many, workload::MixedRequestLines)
    ->Name("stream/mixed_floor")
    ->ArgName("roles")
    ->Arg(10000)
    ->UseRealTime();

void StreamEvaluate(benchmark::State& state, MakeLines make) {
  const RoleStore store = workload::MakeStore(state.range(0));
  const std::string lines = make(kLines, state.range(0), 1);
  StreamOptions options;
  options.line.store = &store;
  options.threads = static_cast<int>(state.range(1));
  const Meter meter;
  for (auto _ : state) {
    size_t at = 0;
    size_t written = 0;
    EvaluationCounts counts;
    const absl::Status status = EvaluateStream(
        [&](char* data, size_t size) -> absl::StatusOr<size_t> {
          const size_t some = lines.copy(data, size, at);
          at += some;
          return some;
        },
        [&](absl::string_view bytes) {
          written += bytes.size();
          return absl::OkStatus();
        },
        options, counts);
    if (!status.ok() || written == 0 || counts.Of(DecisionKind::kAllowed) != kLines / 2) {
      state.SkipWithError("not half of the requests were allowed");
    }
  }
  meter.Report(state);
  Report(state, lines.size());
}
BENCHMARK_CAPTURE(StreamEvaluate, one, workload::RequestLines)
    ->Name("stream/evaluate")
    ->ArgNames({"roles", "threads"})
    ->Args({1, 1})
    ->Args({10000, 1})
    ->Args({1, 2})
    ->Args({10000, 2})
    ->UseRealTime();
BENCHMARK_CAPTURE(StreamEvaluate, many, workload::MixedRequestLines)
    ->Name("stream/mixed")
    ->ArgNames({"roles", "threads"})
    ->Args({10000, 1})
    ->UseRealTime();

}  // namespace
}  // namespace deputy
