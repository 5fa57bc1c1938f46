// Writes a generated trail and its roles below a folder, and prints what a replay of it must come
// to.
//
//   make_trail FOLDER --events 1000000
#include <zlib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/trail/trail.h"

namespace {

namespace fs = std::filesystem;

bool WritePlain(const fs::path& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && whole;
}

// No time and no name in its header, so that equal texts are equal files.
bool WriteGzip(const fs::path& path, const std::string& text) {
  gzFile file = gzopen(path.c_str(), "wb1");
  if (file == nullptr) return false;
  gzbuffer(file, 1U << 20);
  const bool whole = gzfwrite(text.data(), 1, text.size(), file) == text.size();
  return gzclose(file) == Z_OK && whole;
}

bool WriteFile(const fs::path& path, const std::string& text, bool plain) {
  std::error_code ignored;  // what cannot be created cannot be opened either
  fs::create_directories(path.parent_path(), ignored);
  return plain ? WritePlain(path, text) : WriteGzip(path, text);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A CloudTrail trail with what a replay of it must come to");
  std::string folder;
  deputy::trail::TrailOptions options;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  bool plain = false;
  app.add_option("FOLDER", folder, "where AWSLogs/ and roles.json are written")->required();
  app.add_option("--events", options.events, "events in all")->capture_default_str();
  app.add_option("--per-file", options.events_per_file, "events a file")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--assuming", options.assuming, "how many of 1000 events assume a role")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  app.add_option("--accounts", options.accounts, "an even number")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--roles", options.roles_an_account, "an account")->capture_default_str();
  app.add_option("--seed", options.seed)->capture_default_str();
  app.add_option("--threads", threads)->check(CLI::PositiveNumber);
  app.add_flag("--lines", options.lines, "JSON Lines, a record a line");
  app.add_flag("--plain", plain, "do not compress");
  CLI11_PARSE(app, argc, argv);
  if (options.accounts % 2 != 0 || options.roles_an_account < deputy::trail::kTrusts) {
    std::fprintf(stderr, "make_trail: accounts come in pairs, with at least %d roles each\n",
                 static_cast<int>(deputy::trail::kTrusts));
    return 2;
  }

  const deputy::trail::Trail trail(options);
  std::atomic<int64_t> next = 0;
  std::atomic<bool> failed = false;
  const auto work = [&] {
    for (int64_t file; (file = next++) < trail.files() && !failed;) {
      const fs::path path = fs::path(folder) / (trail.Path(file) + (plain ? "" : ".gz"));
      if (!WriteFile(path, trail.Text(file), plain)) failed = true;
    }
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  const fs::path roles = fs::path(folder) / "roles.json";
  if (failed || !WriteFile(roles, trail.roles().AuthorizationDetails(), true)) {
    std::fprintf(stderr, "make_trail: cannot write below `%s`\n", folder.c_str());
    return 4;
  }
  std::fputs(trail.ExpectedJson().c_str(), stdout);
  return 0;
}
