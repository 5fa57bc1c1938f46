// What reading the files of a trail costs whoever reads them: inflates them by zlib, a file a
// thread, and does nothing else. The yardstick for `deputy replay`.
//
//   decompress FOLDER [THREADS]
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace fs = std::filesystem;

namespace {

// How many bytes there are, or -1 where it cannot be read.
int64_t Inflate(const fs::path& path) {
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return -1;
  gzbuffer(file, 1U << 18);
  std::vector<char> bytes(size_t{1} << 20);
  int64_t total = 0;
  int got = 0;
  while ((got = gzread(file, bytes.data(), static_cast<unsigned>(bytes.size()))) > 0) total += got;
  gzclose(file);
  return got < 0 ? -1 : total;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: decompress FOLDER [THREADS]\n", stderr);
    return 2;
  }
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(argv[1]))
    if (entry.is_regular_file()) paths.push_back(entry.path());
  const unsigned threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2]))
                                    : std::max(1U, std::thread::hardware_concurrency());
  std::atomic<size_t> next = 0;
  std::atomic<int64_t> total = 0;
  std::atomic<bool> failed = false;
  const auto work = [&] {
    for (size_t i; (i = next++) < paths.size();) {
      const int64_t bytes = Inflate(paths[i]);
      if (bytes < 0) failed = true;
      total += bytes;
    }
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  std::printf("%lld bytes in %zu files\n", static_cast<long long>(total), paths.size());
  return failed ? 4 : 0;
}
