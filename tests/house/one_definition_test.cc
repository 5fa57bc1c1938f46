// A name is one type, throughout the program. Two types of one name in namespace deputy share the
// functions that the compiler makes of them: it was the destructor of a vector of an enum that was
// called for a vector of structs, and nothing but a leak told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

using Definitions = std::map<std::string, std::set<std::string>>;  // a type's name to its files

// Types of the outermost level that are not in an unnamed namespace.
void AddTypes(std::istream& source, const std::string& file, Definitions& types) {
  static const std::regex type(
      "(?:struct|class|enum class|enum) (\\w+)(?: final)?(?: ?: [^;]*)? \\{.*");
  bool unnamed = false;
  for (std::string line; std::getline(source, line);) {
    if (line == "namespace {") unnamed = true;
    if (line == "}  // namespace") unnamed = false;
    std::smatch match;
    if (!unnamed && std::regex_match(line, match, type)) types[match[1]].insert(file);
  }
}

TEST(OneDefinition, ATypeIsDefinedInOneFile) {
  Definitions types;
  for (const char* folder : {"engine", "simulator"}) {
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(fs::path(DEPUTY_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cc") continue;
      std::ifstream source(entry.path());
      AddTypes(source, fs::relative(entry.path(), DEPUTY_SOURCE_DIR).string(), types);
    }
  }
  EXPECT_GT(types.size(), 300u);
  for (const auto& [name, files] : types)
    EXPECT_EQ(files.size(), 1u) << name << " in " << testing::PrintToString(files);
}

TEST(OneDefinition, AnUnnamedNamespaceHidesItsOwn) {
  Definitions types;
  std::istringstream source(
      "struct A {\nnamespace {\nclass B final : public A {\n}  // namespace\nenum class C : int { "
      "k };\n");
  AddTypes(source, "a.cc", types);
  EXPECT_THAT(types, testing::ElementsAre(testing::Key("A"), testing::Key("C")));
}

}  // namespace
