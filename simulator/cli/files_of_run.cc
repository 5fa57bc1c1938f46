#include "simulator/cli/files_of_run.h"

#include <mutex>
#include <set>
#include <utility>

namespace deputy {
namespace {

struct Files {
  std::mutex mutex;  // files of trails are opened by several threads
  std::multiset<std::pair<dev_t, ino_t>> files;
};

Files& FilesOfRun() {
  static Files files;
  return files;
}

}  // namespace

void NoteFileOfRun(const struct stat& file) {
  Files& run = FilesOfRun();
  const std::lock_guard<std::mutex> lock(run.mutex);
  run.files.emplace(file.st_dev, file.st_ino);
}

bool IsFileOfRun(const struct stat& file) {
  Files& run = FilesOfRun();
  const std::lock_guard<std::mutex> lock(run.mutex);
  return run.files.count({file.st_dev, file.st_ino}) > 0;
}

void ForgetFileOfRun(const std::string& path) {
  struct stat file {};
  if (stat(path.c_str(), &file) != 0) return;
  Files& run = FilesOfRun();
  const std::lock_guard<std::mutex> lock(run.mutex);
  const auto found = run.files.find({file.st_dev, file.st_ino});
  if (found != run.files.end()) run.files.erase(found);
}

}  // namespace deputy
