#include "tests/faults/commands.h"

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "tests/replay/trail_samples.h"
#include "tests/support/gzip.h"
#include "tests/support/process.h"

namespace deputy::faults {
namespace {

using trail::Json;

constexpr char kAccount[] = "111122223333";

// DMS gets in for anybody, or for the account alone.
std::string Policy(bool closed) {
  const Json condition =
      closed ? Json{{"StringEquals", {{"aws:SourceAccount", kAccount}}}} : Json::object();
  Json policy = trail::Trust({{"Service", "dms.amazonaws.com"}}, condition);
  if (!closed) policy["Statement"][0].erase("Condition");
  return policy.dump(2) + "\n";
}

// One that is allowed, one that is no JSON, one of a policy that IAM would refuse.
std::string Lines() {
  const std::string begin =
      R"("principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole",)"
      R"("resource":"arn:aws:iam::111122223333:role/r","trustPolicy":{"Statement":{"Effect":"Allow",)"
      R"("Principal":"*","Action":)";
  return absl::StrCat("{\"id\":1,", begin, "\"sts:*\"}}}\n{\"id\":\n{\"id\":3,", begin,
                      "\"s3:*\"}}}\n");
}

std::string Roles() { return Json{{trail::Role("r"), Json::parse(Policy(true))}}.dump() + "\n"; }

Json Event(int number) { return trail::Service(number, "dms.amazonaws.com", "r"); }

Files Trail() {
  return {{"roles.json", Roles()},
          {"trail/1.json.gz", Gzip(Json{{"Records", {Event(1), Event(2)}}}.dump())},
          {"trail/2.jsonl", Event(3).dump() + "\n"}};
}

Command Replay(const std::string& name, std::vector<std::string> more) {
  Command command{name, {"replay", "trail", "--roles", "roles.json"}, Trail(), "", true};
  command.arguments.insert(command.arguments.end(), more.begin(), more.end());
  return command;
}

Command Check(const std::string& name, const std::string& sample) {
  return {name,
          {"check", sample},
          {{sample, ReadProjectFile("tests/intake/samples/" + sample)}},
          "",
          true};
}

std::string Part() {
  const Ended replay = RunWith(Replay("part", {"--partial"}), {});
  if (replay.exit_code != 0) throw std::runtime_error(replay.err);
  return replay.out;
}

}  // namespace

const std::vector<Command>& PlainCommands() {
  static const auto& commands = *new std::vector<Command>{
      {"explain",
       {"explain", "--policy", "p.json", "--service", "dms.amazonaws.com"},
       {{"p.json", Policy(false)}}},
      {"eval", {"eval", "--threads", "1", "--explain"}, {}, Lines()},
      {"eval of roles",
       {"eval", "lines", "--threads", "1", "--roles", "roles.json"},
       {{"roles.json", Roles()}, {"lines", Lines()}}},
      {"run",
       {"run", "s.json"},
       {{"s.json", ReadProjectFile("scenarios/seed/02-one-service-calls-another.json")}},
       "",
       true},
      Check("check", "trust_policy.json"),
      Check("check of YAML", "list_roles.yaml"),
      Check("check of Markdown", "page.md"),
      {"prove",
       {"prove", "p.json", "-t", kAccount, "--format", "json"},
       {{"p.json", Policy(true)}},
       "",
       true},
      {"harden", {"harden", "p.json", "-t", kAccount}, {{"p.json", Policy(false)}}},
      {"diff", {"diff", "a.json", "b.json"}, {{"a.json", Policy(true)}, {"b.json", Policy(false)}}},
      Replay("replay of a folder", {"--threads", "1"}),
      {"merge", {"merge", "1.part"}, {{"1.part", Part()}}},
      {"rule", {"rule", "DEP101"}},
      {"schema", {"schema", "scenario"}},
      {"tour", {"tour", "2", "--no-questions"}}};
  return commands;
}

const std::vector<Command>& OtherCommands() {
  static const auto& commands = *new std::vector<Command>{
      {"eval to a file",
       {"eval", "lines", "-", "--threads", "3", "-o", "out"},
       {{"lines", Lines()}, {"out", "old"}},
       Lines(),
       true},
      {"run to a file",
       {"run", "s.json", "--format", "html", "-o", "out"},
       {{"s.json", ReadProjectFile("scenarios/seed/02-one-service-calls-another.json")}},
       "",
       true},
      {"check by threads",
       {"check", "roles.jsonl"},
       {{"roles.jsonl", ReadProjectFile("tests/intake/samples/roles.jsonl")}},
       "",
       true},
      {"check --fix",
       {"check", "--fix", "a.json", "b.json"},
       {{"a.json", Policy(false)}, {"b.json", Policy(false)}},
       "",
       true},
      {"prove with certificate",
       {"prove", "p.json", "-t", kAccount, "--certificate", "c", "-o", "o"},
       {{"p.json", Policy(true)}, {"o", "old"}},
       "",
       true},
      {"harden in place",
       {"harden", "p.json", "-t", kAccount, "--in-place"},
       {{"p.json", Policy(false)}}},
      Replay("replay to a part", {"--partial", "-o", "1.part", "--threads", "2"}),
      Replay("replay to lines", {"--format", "jsonl", "-o", "out", "--threads", "2"}),
      {"replay of standard input",
       {"replay", "--roles", "roles.json"},
       {{"roles.json", Roles()}},
       Event(1).dump(),
       true}};
  return commands;
}

}  // namespace deputy::faults
