// The scenario files of the project, for tests that go through all of them.
#ifndef DEPUTY_TESTS_SCENARIO_SHIPPED_FILES_H_
#define DEPUTY_TESTS_SCENARIO_SHIPPED_FILES_H_

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/process.h"

namespace deputy {

struct ShippedFile {
  std::string topic;  // the folder
  std::string name;   // without `.json`
  std::string text;

  std::string path() const { return topic + "/" + name; }
};

inline const std::vector<ShippedFile>& ShippedFiles() {
  static const auto* const kFiles = [] {
    auto* files = new std::vector<ShippedFile>;
    for (const auto& folder : std::filesystem::directory_iterator(DEPUTY_SOURCE_DIR "/scenarios")) {
      const std::string topic = folder.path().filename().string();
      if (!folder.is_directory() || topic == "schema") continue;
      for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") continue;
        const std::string name = entry.path().stem().string();
        files->push_back(
            {topic, name, ReadProjectFile(absl::StrCat("scenarios/", topic, "/", name, ".json"))});
      }
    }
    std::sort(files->begin(), files->end(),
              [](const auto& a, const auto& b) { return a.path() < b.path(); });
    return files;
  }();
  return *kFiles;
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_SCENARIO_SHIPPED_FILES_H_
