// Every kept input of every fuzz target, without libFuzzer, so that a finding that was mended stays
// so; and changes of them at random, the same in each run. DEPUTY_FUZZ_MUTATIONS asks for more of
// them for each target, DEPUTY_FUZZ_TARGET for one target.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_target.h"
#include "tests/support/process.h"

namespace deputy::fuzz {
namespace {

namespace fs = std::filesystem;

// What is being tried, for whoever has to look at a process that ended.
std::string trying;

void TellAndEnd(int signal_number) {
  std::fprintf(stderr, "the input: %s\n", trying.c_str());
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

void Try(const std::string& name, Target target, const std::string& what,
         const std::string& input) {
  trying = name + ", " + what + ": `" + Escape(input, 4000) + "`";
  target(input);
}

std::string Folder(const std::string& name) { return "tests/fuzz/corpus/" + name; }

struct Kept {
  std::string file;
  std::string bytes;
};

std::vector<Kept> Corpus(const std::string& name) {
  std::vector<Kept> kept;
  for (const fs::directory_entry& file :
       fs::directory_iterator(fs::path(DEPUTY_SOURCE_DIR) / Folder(name))) {
    const std::string base = file.path().filename().string();
    kept.push_back({base, ReadProjectFile(Folder(name) + "/" + base)});
  }
  std::sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) { return a.file < b.file; });
  return kept;
}

class Fuzz : public testing::Test {
 protected:
  Fuzz() {
    for (const int signal_number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE})
      std::signal(signal_number, TellAndEnd);
  }
};

TEST_F(Fuzz, EveryTargetHasACorpusAndEveryCorpusATarget) {
  EXPECT_GE(Targets().size(), 16u);
  for (const fs::directory_entry& folder :
       fs::directory_iterator(fs::path(DEPUTY_SOURCE_DIR) / Folder("")))
    EXPECT_EQ(Targets().count(folder.path().filename().string()), 1u) << folder.path();
  for (const auto& [name, target] : Targets()) EXPECT_FALSE(Corpus(name).empty()) << name;
}

TEST_F(Fuzz, TheKeptInputsHold) {
  for (const auto& [name, target] : Targets()) {
    Try(name, target, "nothing", "");
    for (const Kept& kept : Corpus(name)) Try(name, target, kept.file, kept.bytes);
  }
}

// ---- Changes at random --------------------------------------------------------------------------

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  size_t Below(size_t end) {  // splitmix64
    uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<size_t>((z ^ (z >> 31)) % end);
  }

 private:
  uint64_t state_;
};

// The words of a dictionary of libFuzzer: a line each, in quotes, some bytes as \xNN.
std::vector<std::string> Words() {
  std::vector<std::string> words;
  std::istringstream lines(ReadProjectFile("tests/fuzz/words.dict"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::string word;
    for (size_t i = 1; i + 1 < line.size(); ++i) {
      if (line[i] == '\\' && line[++i] == 'x') {
        word += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else {
        word += line[i];
      }
    }
    words.push_back(word);
  }
  return words;
}

std::string Mutated(const std::vector<Kept>& corpus, const std::vector<std::string>& words,
                    Random& random) {
  std::string text = corpus[random.Below(corpus.size())].bytes;
  const size_t times = 1 + random.Below(4);
  for (size_t i = 0; i < times; ++i) {
    const size_t at = random.Below(text.size() + 1);
    const size_t length = random.Below(std::min<size_t>(text.size() - at + 1, 24) + 1);
    switch (random.Below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random.Below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(random.Below(text.size() + 1), text.substr(at, length));
        break;
      case 3: {  // the rest of another
        const std::string& other = corpus[random.Below(corpus.size())].bytes;
        text = text.substr(0, at) + other.substr(random.Below(other.size() + 1));
        break;
      }
      default:
        text.replace(at, random.Below(2) == 0 ? 0 : length, words[random.Below(words.size())]);
    }
  }
  return text;
}

TEST_F(Fuzz, ChangedInputsHold) {
  const char* asked = std::getenv("DEPUTY_FUZZ_MUTATIONS");
  const char* only = std::getenv("DEPUTY_FUZZ_TARGET");
  const uint64_t count = asked == nullptr ? 100 : std::strtoull(asked, nullptr, 10);
  const std::vector<std::string> words = Words();
  for (const auto& [name, target] : Targets()) {
    if (only != nullptr && name != only) continue;
    const std::vector<Kept> corpus = Corpus(name);
    for (uint64_t seed = 1; seed <= count; ++seed) {
      Random random(seed);
      Try(name, target, "seed " + std::to_string(seed), Mutated(corpus, words, random));
    }
  }
}

}  // namespace
}  // namespace deputy::fuzz
