// `deputy serve`: the lab in a browser, on loopback.

#include <pthread.h>

#include <csignal>
#include <map>
#include <memory>
#include <thread>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/cli/scenario_files.h"
#include "simulator/embedded/shipped.h"
#include "simulator/lab/http_server.h"
#include "simulator/lab/lab.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/scenario/course.h"
#include "simulator/scenario/scenario_parser.h"

namespace deputy {
namespace {

constexpr int kDefaultPort = 8383;

struct ServeFlags {
  std::vector<std::string> paths;
  HttpOptions http;
  std::string color;
};

// The lessons of the course, those of one part together, with the ids of their scenarios.
std::vector<LabPart> PartsOf(const Course& course, const std::map<std::string, std::string>& ids) {
  std::vector<LabPart> parts;
  for (const Lesson& lesson : course.lessons) {
    const auto id = ids.find(lesson.scenario);
    if (id == ids.end()) continue;
    if (parts.empty() || parts.back().title != lesson.part) parts.push_back({lesson.part, {}});
    parts.back().entries.push_back({id->second, lesson.look_at});
  }
  return parts;
}

class Serve {
 public:
  explicit Serve(const ServeFlags& flags)
      : flags_(flags), errors_style_(StyleFor(flags.color, STDERR_FILENO)) {}

  ExitCode Run() {
    ExitCode code = Load();
    if (code != ExitCode::kOk || shelf_.scenarios().empty()) return Worst(code, code_);
    // Threads that are started later inherit this: a signal is for the wait below alone.
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);

    const Lab lab(std::move(shelf_), PartsOf(ShippedCourse(), ids_));
    absl::StatusOr<std::unique_ptr<HttpServer>> server =
        HttpServer::Listen(flags_.http, [&lab](const HttpCall& call) { return lab.Answer(call); });
    if (!server.ok()) return ReportFailure(server.status());
    code = Announce(**server);
    if (code != ExitCode::kOk) return code;

    bool ended_well = false;
    std::thread serving([&] {
      ended_well = (*server)->Serve();
      kill(getpid(), SIGTERM);  // wakes the wait below, where it was not a signal that ended it
    });
    int signal = 0;
    sigwait(&ending, &signal);
    (*server)->Stop();
    serving.join();
    if (ended_well) return code_;
    return ReportFailure(absl::UnavailableError("the socket broke while waiting for the browser"));
  }

 private:
  ExitCode Load() {
    if (flags_.paths.empty()) {
      for (const EmbeddedFile& file : ShippedScenarios()) {
        Source source{absl::StrCat("scenarios/", file.name), std::string(file.contents)};
        if (StandsBesideScenarios(source) || !Add(std::move(source))) continue;
        const absl::string_view name = absl::StripSuffix(file.name, ".json");
        ids_.emplace(name, shelf_.scenarios().back().scenario->id);
      }
      return ExitCode::kOk;
    }
    absl::StatusOr<std::vector<std::string>> files = ExpandPaths(flags_.paths, {".json"});
    if (!files.ok()) return ReportFailure(files.status());
    for (const std::string& file : *files) {
      absl::StatusOr<std::string> text = ReadInput(file, kMaxScenarioBytes);
      if (!text.ok()) return ReportFailure(text.status());
      Source source{file == "-" ? "<stdin>" : file, *std::move(text)};
      if (absl::c_linear_search(flags_.paths, file) || !StandsBesideScenarios(source))
        Add(std::move(source));
    }
    if (shelf_.scenarios().empty() && code_ == ExitCode::kOk)
      return ReportUsage("there are no scenarios in what was given");
    return ExitCode::kOk;
  }

  // A broken file is reported; the lab opens with the others.
  bool Add(Source source) {
    Diagnostics diagnostics;
    const Source kept = source;
    const bool added = shelf_.Add(std::move(source), diagnostics);
    WriteError(FormatDiagnostics(kept, diagnostics, errors_style_));
    if (!added) code_ = ExitCode::kRejected;
    return added;
  }

  // The address, and nothing else, on standard output: for a script, or to be clicked.
  ExitCode Announce(const HttpServer& server) {
    if (!IsLoopback(flags_.http.host)) {
      WriteError(absl::StrCat(
          "deputy: warning: with --host ", Escape(flags_.http.host),
          " whoever reaches this machine can use the lab, and what is typed into it travels\n"
          "deputy: warning: without encryption\n"));
    }
    const bool ipv6 = absl::StrContains(flags_.http.host, ':');
    const ExitCode code =
        WriteOutput("", absl::StrCat("http://", ipv6 ? "[" : "", Escape(flags_.http.host),
                                     ipv6 ? "]" : "", ":", server.port(), "/\n"));
    if (code == ExitCode::kOk) WriteError("deputy: the lab is open; Ctrl-C ends it\n");
    return code;
  }

  const ServeFlags& flags_;
  Style errors_style_;
  Shelf shelf_;
  std::map<std::string, std::string> ids_;  // of shipped scenarios, by the name of the file
  ExitCode code_ = ExitCode::kOk;
};

}  // namespace

std::function<ExitCode()> SetUpServe(CLI::App& app) {
  auto flags = std::make_shared<ServeFlags>();
  app.add_option("PATH", flags->paths,
                 "scenario files, or folders of them (default: the shipped scenarios)");
  app.add_option("--port", flags->http.port, "the port, or 0 for any that is free")
      ->check(CLI::Range(0, 65535))
      ->default_val(kDefaultPort)
      ->type_name("N");
  app.add_option("--host", flags->http.host, "the address to listen on, or a name of this machine")
      ->default_val("127.0.0.1")
      ->type_name("ADDRESS");
  AddColorFlag(app, flags->color);
  app.footer(R"(Prints the address of the page and serves it until Ctrl-C. Nothing is stored and
nothing leaves the machine: what you make is saved as a file, by the browser, and
`deputy explain`, `eval`, `check` and `prove` read it.

Examples:
  deputy serve                      the shipped scenarios at http://127.0.0.1:8383/
  deputy serve --port 0 my/course   scenarios of your own, at a free port)");
  return [flags] {
    std::string& host = flags->http.host;
    if (host.empty()) return ReportUsage("--host needs an address, or a name of this machine");
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    return Serve(*flags).Run();
  };
}

}  // namespace deputy
