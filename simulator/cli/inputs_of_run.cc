#include "simulator/cli/inputs_of_run.h"

#include <mutex>
#include <set>
#include <utility>

namespace deputy {
namespace {

struct Inputs {
  std::mutex mutex;  // files of trails are opened by several threads
  std::multiset<std::pair<dev_t, ino_t>> files;
};

Inputs& InputsOfRun() {
  static Inputs inputs;
  return inputs;
}

}  // namespace

void NoteInput(const struct stat& file) {
  Inputs& inputs = InputsOfRun();
  const std::lock_guard<std::mutex> lock(inputs.mutex);
  inputs.files.emplace(file.st_dev, file.st_ino);
}

bool IsInput(const struct stat& file) {
  Inputs& inputs = InputsOfRun();
  const std::lock_guard<std::mutex> lock(inputs.mutex);
  return inputs.files.count({file.st_dev, file.st_ino}) > 0;
}

void ForgetInput(const std::string& path) {
  struct stat file {};
  if (stat(path.c_str(), &file) != 0) return;
  Inputs& inputs = InputsOfRun();
  const std::lock_guard<std::mutex> lock(inputs.mutex);
  const auto found = inputs.files.find({file.st_dev, file.st_ino});
  if (found != inputs.files.end()) inputs.files.erase(found);
}

}  // namespace deputy
