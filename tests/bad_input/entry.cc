#include "tests/bad_input/entry.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <stdexcept>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tests/support/process.h"

namespace deputy::bad_input {
namespace {

namespace fs = std::filesystem;

constexpr char kOpen[] = "⟨";
constexpr char kClose[] = "⟩";

// `⟨TEXT*N⟩` is the text N times, `⟨00 FF⟩` are bytes: what a text file cannot well hold.
std::string Expand(const std::string& text) {
  std::string bytes;
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find(kOpen, at);
    bytes.append(text, at, open - at);
    if (open == std::string::npos) break;
    const size_t begin = open + sizeof(kOpen) - 1;
    const size_t end = text.find(kClose, begin);
    if (end == std::string::npos) throw std::runtime_error("no end of " + text.substr(open));
    const std::string inner = text.substr(begin, end - begin);
    const size_t star = inner.rfind('*');
    int64_t times = 0;
    if (star != std::string::npos && absl::SimpleAtoi(inner.substr(star + 1), &times)) {
      for (int64_t i = 0; i < times; ++i) bytes.append(inner, 0, star);
    } else {
      bytes += absl::HexStringToBytes(absl::StrReplaceAll(inner, {{" ", ""}}));
    }
    at = end + sizeof(kClose) - 1;
  }
  return bytes;
}

const std::string kAllow =
    R"("Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole")";

std::string Document(const std::string& statement) {
  return R"({"Version":"2012-10-17","Statement":[{)" + statement + "}]}";
}

// A shipped scenario after each line `OLD => NEW` was replaced in it; `\n` there is a line end.
std::string EditedScenario(const std::string& edits) {
  std::string text = ReadProjectFile("scenarios/dms/bare-role.json");
  for (const absl::string_view line : absl::StrSplit(absl::StripSuffix(edits, "\n"), '\n')) {
    const std::string edit = absl::StrReplaceAll(line, {{"\\n", "\n"}});
    const std::pair<std::string, std::string> sides =
        absl::StrSplit(edit, absl::MaxSplits(" => ", 1));
    const size_t at = text.find(sides.first);
    if (at == std::string::npos) throw std::runtime_error("not in the scenario: " + sides.first);
    text.replace(at, sides.first.size(), Expand(sides.second));
  }
  return text;
}

// A request line of `deputy eval`, one member of it in place of its own. The role lets DMS in when
// it acts for a source in 111122223333.
std::string RequestLine(const std::string& member, const std::string& value) {
  std::map<std::string, std::string> members = {
      {"principal", R"({"Service":"dms.amazonaws.com"})"},
      {"action", R"("sts:AssumeRole")"},
      {"resource", R"("arn:aws:iam::111122223333:role/dms")"},
      {"context",
       R"({"aws:SourceAccount":"111122223333","aws:SourceArn":"arn:aws:dms:us-east-1:111122223333:rep:a"})"},
      {"trustPolicy",
       Document(kAllow + R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"},)"
                         R"("ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})")}};
  members[member] = value;
  std::string line = R"({"id":"r")";
  for (const char* name : {"principal", "action", "resource", "context", "trustPolicy"})
    absl::StrAppend(&line, ",\"", name, "\":", members[name]);
  return line + "}\n";
}

void FeedPolicy(Case& made) {
  const bool refused = made.outcome == Outcome::kRefused;
  const std::vector<int> check = refused ? std::vector<int>{1, 3} : std::vector<int>{0, 1, 5};
  const std::vector<int> decide = refused ? std::vector<int>{3} : std::vector<int>{0, 1, 5};
  const std::string& file = made.file;
  made.commands = {{{"check", file}, false, true, false, check},
                   {{"prove", file, "--trust", "111122223333"}, false, true, false, decide}};
  if (!refused) return;
  made.commands.push_back({{"check", "--format", "json", file}, false, false, true, check});
  made.commands.push_back(
      {{"prove", "--format", "json", file, "--trust", "111122223333"}, false, false, true, decide});
}

// A bare policy is also put to a decision.
void FeedTrustPolicy(Case& made) {
  FeedPolicy(made);
  made.commands.push_back(
      {{"explain", "--policy", made.file, "--service", "dms.amazonaws.com", "--context",
        "aws:SourceAccount=111122223333"},
       false,
       false,
       false,
       made.outcome == Outcome::kRefused ? std::vector<int>{3} : std::vector<int>{0, 1}});
}

void FeedLines(Case& made) {
  made.input = std::exchange(made.bytes, "");
  made.file.clear();
  made.commands = {{{"eval"}, false, true, true, {made.outcome == Outcome::kRefused ? 3 : 0}}};
}

void FeedScenario(Case& made) {
  const std::vector<int> exits = {made.outcome == Outcome::kRefused ? 3 : 0};
  made.commands = {{{"run", made.file}, false, true, false, exits},
                   {{"run", "--format", "json", made.file}, false, false, true, exits}};
}

// What stands in the file of entries under a head, made into bytes and commands.
void Make(const std::string& kind, const std::string& text, Case& made) {
  const std::map<std::string, std::string> statements = {
      {"statement", text},
      {"condition", kAllow + R"(,"Condition":)" + text},
      {"principal", R"("Effect":"Allow","Principal":)" + text + R"(,"Action":"sts:AssumeRole")"},
      {"action",
       R"("Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":)" + text}};
  made.file = "policy.json";
  if (const auto found = statements.find(kind); found != statements.end()) {
    made.bytes = Expand(Document(found->second));
    FeedTrustPolicy(made);
  } else if (kind == "policy") {
    made.bytes = Expand(text);
    FeedTrustPolicy(made);
  } else if (absl::StartsWith(kind, "file.")) {
    made.file = "file" + kind.substr(4);
    made.bytes = Expand(text);
    FeedPolicy(made);
  } else if (kind == "lines") {
    made.bytes = Expand(text);
    FeedLines(made);
  } else if (absl::StartsWith(kind, "request.")) {
    made.bytes = Expand(RequestLine(kind.substr(8), text));
    FeedLines(made);
  } else if (kind == "scenario") {
    made.file = "scenario.json";
    made.bytes = text.find(" => ") == std::string::npos ? Expand(text) : EditedScenario(text);
    FeedScenario(made);
  } else if (kind == "shell") {
    made.file.clear();
    made.commands = {{{text}, true, true, false, {0}}};
  } else {
    throw std::runtime_error("unknown kind " + kind);
  }
  if (made.outcome != Outcome::kExit) return;
  for (Command& command : made.commands) command.exits = {made.exit};
}

// `KIND NAME: OUTCOME WORDS`
Case ReadHead(const std::string& head, std::string& kind) {
  const std::pair<std::string, std::string> sides = absl::StrSplit(head, absl::MaxSplits(": ", 1));
  const std::pair<std::string, std::string> left =
      absl::StrSplit(sides.first, absl::MaxSplits(' ', 1));
  const std::pair<std::string, std::string> right =
      absl::StrSplit(sides.second, absl::MaxSplits(' ', 1));
  kind = left.first;
  Case made;
  made.name = left.second;
  made.says = right.second;
  if (right.first == "refused") {
    made.outcome = Outcome::kRefused;
  } else if (right.first == "accepted") {
    made.outcome = Outcome::kAccepted;
  } else if (absl::SimpleAtoi(right.first, &made.exit)) {
    made.outcome = Outcome::kExit;
  } else {
    throw std::runtime_error("no outcome in: " + head);
  }
  return made;
}

void ReadFile(const fs::path& path, std::vector<Entry>& entries) {
  std::istringstream lines(ReadProjectFile(path.string()));
  std::string kind;
  std::string text;
  Case open;
  const auto close = [&] {
    if (kind.empty()) return;
    // One line is a document without a line end; more lines have one each.
    if (std::count(text.begin(), text.end(), '\n') == 1 && kind != "lines") text.pop_back();
    Make(kind, text, open);
    entries.back().cases.push_back(std::move(open));
    kind.clear();
    text.clear();
  };
  for (std::string line; std::getline(lines, line);) {
    if (absl::StartsWith(line, "  ")) {
      absl::StrAppend(&text, line.substr(2), "\n");
      continue;
    }
    close();
    if (line.empty() || line[0] == '#') continue;
    if (absl::StartsWith(line, "BI-")) {
      entries.push_back({line.substr(0, 6), {}});
      continue;
    }
    open = ReadHead(line, kind);
  }
  close();
}

std::vector<Entry> ReadAll() {
  std::vector<Entry> entries;
  for (const char* file : {"bytes", "policies", "conditions", "requests", "process"})
    ReadFile(fs::path("tests/bad_input/entries") / (std::string(file) + ".txt"), entries);
  return entries;
}

}  // namespace

const std::vector<Entry>& Entries() {
  static const std::vector<Entry>& entries = *new std::vector<Entry>(ReadAll());
  return entries;
}

}  // namespace deputy::bad_input
