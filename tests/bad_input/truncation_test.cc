// BI-004: every sample and shipped scenario cut at every byte is refused or told, in process. What
// the policies of a cut file are is looked at in tests/intake; here it is that nothing passes for
// whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/text/json_reader.h"
#include "simulator/intake/policy_source.h"
#include "simulator/scenario/scenario_parser.h"
#include "simulator/world/shipped_catalogue.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

namespace fs = std::filesystem;

// Names below the project's root, in order.
std::vector<std::string> Files(const std::string& folder) {
  std::vector<std::string> names;
  const fs::path root = DEPUTY_SOURCE_DIR;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder))
    if (entry.is_regular_file()) names.push_back(fs::relative(entry.path(), root).string());
  std::sort(names.begin(), names.end());
  return names;
}

size_t ErrorsOf(const PolicyFile& file, const Diagnostics& diagnostics) {
  size_t errors = diagnostics.error_count();
  for (const FoundPolicy& found : file.policies) errors += found.diagnostics.error_count();
  return errors;
}

// The offset behind the last byte that is more than the end of a line.
size_t EndOf(const std::string& text) { return text.find_last_not_of(" \r\n") + 1; }

TEST(Truncation, NoPrefixOfASampleOfOneJsonDocumentPassesForIt) {
  size_t cuts = 0;
  for (const std::string& name : Files("tests/intake/samples")) {
    const std::string text = ReadProjectFile(name);
    // What holds several documents is whole after each; YAML and Markdown have no last byte.
    Diagnostics of_whole;
    const bool one = ReadJson(text, {}, of_whole).has_value();
    for (size_t size = 0; size < EndOf(text); ++size) {
      Diagnostics diagnostics;
      const PolicyFile cut = ReadPolicyFile(name, text.substr(0, size), {}, diagnostics);
      if (one) {
        ASSERT_GT(ErrorsOf(cut, diagnostics), 0u) << name << " cut at " << size;
      }
      for (const Diagnostic& item : diagnostics.items())
        ASSERT_LE(item.range.begin, size) << name << " cut at " << size;
      ++cuts;
    }
  }
  EXPECT_GT(cuts, 10000u);
}

TEST(Truncation, NoPrefixOfAScenarioIsOne) {
  const ServiceCatalogue& catalogue = ShippedCatalogue();
  size_t cuts = 0;
  for (const std::string& name : Files("scenarios")) {
    if (!name.ends_with(".json") || name.find("/schema/") != std::string::npos) continue;
    const std::string text = ReadProjectFile(name);
    for (size_t size = 0; size < EndOf(text); ++size) {
      Diagnostics diagnostics;
      ASSERT_EQ(ParseScenario(text.substr(0, size), catalogue, diagnostics), nullptr)
          << name << " cut at " << size;
      ASSERT_TRUE(diagnostics.has_errors()) << name << " cut at " << size;
      ++cuts;
    }
  }
  EXPECT_GT(cuts, 100000u);
}

}  // namespace
}  // namespace deputy
