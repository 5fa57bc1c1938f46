#include "tests/bad_input/run.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/support/sanitized.h"

namespace deputy::bad_input {
namespace {

namespace fs = std::filesystem;

constexpr rlim_t kMostMemory = rlim_t{256} << 20;
constexpr rlim_t kMostSeconds = kSanitized ? 100 : 10;

void Limit(int resource, rlim_t most) {
  const rlimit limit = {most, most};
  if (setrlimit(resource, &limit) != 0) _exit(126);
}

}  // namespace

Ended Run(const Command& command, const std::string& input, const fs::path& folder) {
  Child child;
  child.words = command.arguments;
  if (command.shell) {
    child.program = "/bin/bash";
    child.words = {"bash", "-c", "deputy() { \"$DEPUTY\" \"$@\"; }\n" + command.arguments[0]};
  } else {
    child.program = DEPUTY_BINARY;
    child.words.insert(child.words.begin(), "deputy");
  }
  child.folder = folder;
  child.input = input;
  child.environment = {{"DEPUTY", DEPUTY_BINARY}, {"SOURCE", DEPUTY_SOURCE_DIR}, {"LC_ALL", "C"}};
  child.prepare = [] {
    if (!kSanitized) Limit(RLIMIT_AS, kMostMemory);
    Limit(RLIMIT_CPU, kMostSeconds);
  };
  return RunChild(child, folder.parent_path());
}

fs::path FreshFolder() {
  const fs::path mine =
      fs::path(testing::TempDir()) / ("deputy-bad-input-" + std::to_string(getpid()));
  std::error_code error;
  fs::remove_all(mine / "work", error);
  fs::create_directories(mine / "work");
  return mine / "work";
}

}  // namespace deputy::bad_input
