#include "tests/faults/failing_run.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace deputy::faults {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kMostSeconds = 20;

fs::path OwnFolder() {
  return fs::path(testing::TempDir()) / absl::StrCat("deputy-faults-", getpid());
}

// The folder of this test, with `work` in it, anew.
fs::path FreshFolder(const Files& files) {
  fs::path mine = OwnFolder();
  fs::remove_all(mine);
  fs::create_directories(mine / "work");
  for (const auto& [name, text] : files) {
    const fs::path path = mine / "work" / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  std::ofstream(mine / "log", std::ios::binary) << std::string(sizeof(Counts), '\0');
  return mine;
}

Files FilesIn(const fs::path& folder) {
  Files files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file())
      files[entry.path().lexically_relative(folder).string()] = Slurp(entry.path());
  }
  return files;
}

// Then a command has one thread, where it chooses.
void TakeOneProcessor() {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  if (sched_setaffinity(0, sizeof(one), &one) != 0) _exit(126);
}

ChildEnded RunIn(const fs::path& mine, const Command& command, const Fault& fault) {
  Child child;
  child.program = DEPUTY_BINARY;
  child.words = command.arguments;
  child.words.insert(child.words.begin(), "deputy");
  child.folder = mine / "work";
  child.input = command.input;
  child.environment = Environment(fault, mine / "log");
  if (fault.forked != 0) child.prepare = TakeOneProcessor;
  child.most_seconds = fault.forked != 0 ? 100 * kMostSeconds : kMostSeconds;
  return RunChild(child, mine);
}

// What stands at `at` of the log; moves on.
template <typename T>
T Take(const std::string& log, size_t& at) {
  T taken;
  std::memcpy(&taken, log.data() + at, sizeof(taken));
  at += sizeof(taken);
  return taken;
}

// Others than the input that failed are answered.
bool MayAnswerLess(const Command& command, const Fault& fault) {
  const bool of_input = fault.calls == Calls::kRead || fault.calls == Calls::kOpen ||
                        fault.calls == Calls::kStat || fault.calls == Calls::kList;
  return of_input && command.goes_on;
}

bool IsWholeLines(const std::string& text) { return text.empty() || text.back() == '\n'; }

}  // namespace

bool Every() { return std::getenv("DEPUTY_FAULT_EVERY") != nullptr; }

bool SaysWhy(const Fault& fault, const std::string& err) {
  return absl::StrContains(err, std::strerror(fault.error)) ||
         (fault.error == ENOMEM && absl::StrContains(err, "out of memory")) ||
         // pthread_create, of the memory of its thread.
         (fault.error == ENOMEM && absl::StrContains(err, std::strerror(EAGAIN))) ||
         // Once nothing can be told of a folder, and then it can be opened.
         (fault.calls == Calls::kStat && absl::StrContains(err, "it is a directory"));
}

std::vector<std::pair<std::string, std::string>> Environment(const Fault& fault,
                                                             const fs::path& log) {
  return {
      {"LD_PRELOAD", DEPUTY_FAILING_CALLS},
      {"DEPUTY_FAULT_LOG", log.string()},
      {"DEPUTY_FAULT", absl::StrCat(static_cast<int>(fault.calls), " ", fault.at, " ", fault.error,
                                    " ", fault.lasts, " ", fault.forked, " ", fault.early)}};
}

void RemoveFolder() { fs::remove_all(OwnFolder()); }

Ended RunWith(const Command& command, const Fault& fault) {
  const fs::path mine = FreshFolder(command.files);
  Ended ended{RunIn(mine, command, fault), FilesIn(mine / "work"), {}};
  size_t at = 0;
  ended.counts = Take<Counts>(Slurp(mine / "log"), at);
  return ended;
}

std::vector<EndedAt> RunForked(const Command& command, const Fault& fault, const Ended& whole) {
  const fs::path mine = FreshFolder(command.files);
  EXPECT_EQ(RunIn(mine, command, fault), static_cast<const ChildEnded&>(whole));
  const std::string log = Slurp(mine / "log");
  std::vector<EndedAt> all;
  for (size_t at = sizeof(Counts); at < log.size();) {
    const auto told = Take<Forked>(log, at);
    const auto taken = [&](const std::string& before, off_t begin, off_t size) {
      const std::string own = log.substr(at, static_cast<size_t>(size));
      at += static_cast<size_t>(size);
      return before.substr(0, static_cast<size_t>(begin)) + own;
    };
    Ended ended{{}, whole.files, {}};
    ended.exit_code = WIFEXITED(told.status) ? WEXITSTATUS(told.status) : -WTERMSIG(told.status);
    ended.out = taken(whole.out, told.out_begin, told.out_size);
    ended.err = taken(whole.err, told.err_begin, told.err_size);
    all.push_back({told.n, std::move(ended)});
  }
  return all;
}

void ExpectUnchanged(const Ended& whole, const Ended& ended) {
  EXPECT_EQ(ended.exit_code, whole.exit_code);
  EXPECT_EQ(ended.out, whole.out);
  EXPECT_EQ(ended.err, whole.err);
  EXPECT_EQ(ended.files, whole.files);
}

void ExpectNoHarm(const Command& command, const Fault& fault, const Ended& whole,
                  const Ended& ended) {
  ASSERT_GE(ended.exit_code, 0) << "ended by a signal\n" << ended.err;
  const bool less = MayAnswerLess(command, fault);
  for (const auto& [name, text] : ended.files) {
    const auto before = command.files.find(name);
    const auto after = whole.files.find(name);
    EXPECT_TRUE((before != command.files.end() && before->second == text) ||
                (after != whole.files.end() && (less || after->second == text)))
        << name << " is left behind:\n"
        << text;
  }
  for (const auto& [name, text] : command.files)
    EXPECT_TRUE(ended.files.count(name)) << name << " is gone";
  // A complaint that cannot be written is not complained about.
  const bool mute = fault.calls == Calls::kWrite &&
                    (ended.counts.descriptor == STDERR_FILENO || fault.lasts != 0);
  if (ended.exit_code == whole.exit_code && ended.exit_code != 4) {
    EXPECT_EQ(ended.out, whole.out);
    EXPECT_EQ(ended.files, whole.files);
    if (!mute) {
      EXPECT_EQ(ended.err, whole.err);
    }
    return;
  }
  EXPECT_EQ(ended.exit_code, 4) << ended.err;
  EXPECT_TRUE(mute || SaysWhy(fault, ended.err)) << std::strerror(fault.error) << " is not said:\n"
                                                 << ended.err;
  EXPECT_TRUE(IsWholeLines(ended.out)) << "half of a line:\n" << ended.out;
  if (!less) {
    EXPECT_TRUE(absl::StartsWith(whole.out, ended.out)) << "another answer:\n" << ended.out;
  }
}

}  // namespace deputy::faults
