#include "simulator/cli/trail_reading.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <system_error>
#include <utility>

#include "simulator/cli/input.h"
#include "simulator/cli/interrupt.h"
#include "simulator/cli/progress.h"

namespace deputy {
namespace {

int64_t TotalBytes(const std::vector<std::string>& trails) {
  int64_t total = 0;
  for (const std::string& path : trails) {
    absl::StatusOr<InputFile> input = InputFile::Open(path);
    if (input.ok() && input->size() < 0) return -1;
    if (input.ok()) total += input->size();
  }
  return total;
}

}  // namespace

absl::StatusOr<ExitCode> ReadTrails(const std::vector<std::string>& trails, ReplayOptions options,
                                    ReplayTally& tally) {
  Progress progress(TotalBytes(trails), "records");
  std::mutex progress_mutex;
  std::atomic<int64_t> bytes = 0;
  options.progress = [&](int64_t records) {
    const std::lock_guard<std::mutex> lock(progress_mutex);
    progress.Show(bytes, records);
  };
  const size_t at_once =
      options.events ? 1 : std::min(trails.size(), static_cast<size_t>(options.threads));
  TrailReplayer replayer(std::move(options));

  std::atomic<size_t> next = 0;
  std::atomic<bool> failed = false;
  const auto read = [&] {
    for (size_t i; replayer.WantsMore() && (i = next++) < trails.size();) {
      absl::StatusOr<InputFile> input = InputFile::Open(trails[i]);
      if (!input.ok()) {  // the others are answered
        replayer.Skip(trails[i], input.status());
        failed = true;
        continue;
      }
      const absl::Status status = replayer.Run(input->name(), [&](char* data, size_t size) {
        absl::StatusOr<size_t> got = ReadUnlessInterrupted(*input, data, size);
        if (got.ok()) bytes += static_cast<int64_t>(*got);
        return got;
      });
      if (!status.ok()) failed = true;
    }
  };
  std::vector<std::future<void>> others;
  for (size_t i = 1; i < at_once; ++i) {
    try {
      others.push_back(std::async(std::launch::async, read));
    } catch (const std::system_error&) {  // no more threads to be had
      break;
    }
  }
  read();
  for (std::future<void>& other : others) other.get();

  if (absl::Status status = replayer.Finish(tally); !status.ok()) return status;
  return failed ? ExitCode::kIo : ExitCode::kOk;
}

}  // namespace deputy
