// JSON Lines in, JSON Lines out: what does a line cost? Beside a floor: simdjson taking the same
// fields out of the same bytes. Every other request is a confused-deputy attack from a foreign
// account; the answers are counted.
#include "simulator/batch/stream.h"

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"
#include "simulator/batch/role_store.h"

namespace deputy {
namespace {

constexpr int64_t kLines = 20000;

std::string Arn(int64_t role) { return absl::StrCat("arn:aws:iam::111122223333:role/dms-", role); }

RoleStore StoreOf(int64_t roles) {
  Diagnostics diagnostics;
  const std::optional<Policy> policy = ParsePolicyText(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},)"
      R"("Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"},)"
      R"("ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:rep:*"}}}]})",
      PolicyType::kTrust, diagnostics);
  if (!policy) std::abort();
  RoleStore store;
  for (int64_t role = 0; role < roles; ++role) store.Add(Arn(role), *policy);
  return store;
}

std::string LinesFor(int64_t roles) {
  std::string lines;
  for (int64_t i = 0; i < kLines; ++i) {
    const char* account = i % 2 == 0 ? "111122223333" : "999988887777";
    absl::StrAppend(
        &lines, R"({"id":")", i,
        R"(","principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole","resource":")",
        Arn(i * 7919 % roles), R"(","context":{"aws:SourceArn":"arn:aws:dms:us-east-1:)", account,
        ":rep:R", i, R"(","aws:SourceAccount":")", account, "\"}}\n");
  }
  return lines;
}

void Report(benchmark::State& state, size_t bytes) {
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kLines);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes));
}

void BM_FloorSimdjson(benchmark::State& state) {
  const simdjson::padded_string lines(LinesFor(1));
  simdjson::ondemand::parser parser;
  for (auto _ : state) {
    size_t taken = 0;
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
      taken += std::string_view(context["aws:SourceAccount"]).size();
    }
    benchmark::DoNotOptimize(taken);
    if (taken == 0) state.SkipWithError("nothing was taken");
  }
  Report(state, lines.size());
}
BENCHMARK(BM_FloorSimdjson)->UseRealTime();

void BM_EvaluateStream(benchmark::State& state) {
  const RoleStore store = StoreOf(state.range(0));
  const std::string lines = LinesFor(state.range(0));
  StreamOptions options;
  options.line.store = &store;
  options.threads = static_cast<int>(state.range(1));
  for (auto _ : state) {
    size_t at = 0;
    size_t written = 0;
    EvaluationCounts counts;
    const absl::Status status = EvaluateStream(
        [&](char* data, size_t size) -> absl::StatusOr<size_t> {
          const size_t some = std::min(size, lines.size() - at);
          std::memcpy(data, lines.data() + at, some);
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
  Report(state, lines.size());
}
BENCHMARK(BM_EvaluateStream)
    ->ArgNames({"roles", "threads"})
    ->Args({1, 1})
    ->Args({10000, 1})
    ->Args({1, 2})
    ->UseRealTime();

}  // namespace
}  // namespace deputy
