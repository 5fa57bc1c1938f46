// `deputy serve`: the lab in a browser, on loopback.

#include <pthread.h>

#include <csignal>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/embedded/shipped.h"
#include "simulator/lab/http_server.h"
#include "simulator/lab/lab.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/scenario/scenario_parser.h"

namespace deputy {
namespace {

constexpr int kDefaultPort = 8383;

struct ServeFlags {
  std::vector<std::string> paths;
  HttpOptions http;
  std::string color;
};

// The schemas and the course, which stand beside the scenarios of a folder.
bool StandsBeside(absl::string_view file) {
  const std::string path = absl::StrCat("/", file);
  return absl::StrContains(path, "/schema/") || absl::EndsWith(path, "/course.json");
}

class Serve {
 public:
  explicit Serve(const ServeFlags& flags)
      : flags_(flags), errors_style_(StyleFor(flags.color, STDERR_FILENO)) {}

  ExitCode Run() {
    ExitCode code = Load();
    if (code != ExitCode::kOk || shelf_.scenarios().empty()) return Worst(code, code_);
    // Threads that are started later inherit this: a signal is for Wait() alone.
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);

    const Lab lab(std::move(shelf_));
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
        if (!StandsBeside(file.name))
          Add({absl::StrCat("scenarios/", file.name), std::string(file.contents)});
      }
      return ExitCode::kOk;
    }
    absl::StatusOr<std::vector<std::string>> files = ExpandPaths(flags_.paths, ".json");
    if (!files.ok()) return ReportFailure(files.status());
    for (const std::string& file : *files) {
      if (StandsBeside(file)) continue;
      absl::StatusOr<std::string> text = ReadInput(file, kMaxScenarioBytes);
      if (!text.ok()) return ReportFailure(text.status());
      Add({file == "-" ? "<stdin>" : file, *std::move(text)});
    }
    if (shelf_.scenarios().empty() && code_ == ExitCode::kOk)
      return ReportUsage("there are no scenarios in what was given");
    return ExitCode::kOk;
  }

  // A broken file is reported; the lab opens with the others.
  void Add(Source source) {
    Diagnostics diagnostics;
    const Source kept = source;
    shelf_.Add(std::move(source), diagnostics);
    WriteError(FormatDiagnostics(kept, diagnostics, errors_style_));
    if (diagnostics.has_errors()) code_ = ExitCode::kRejected;
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
  return [flags] { return Serve(*flags).Run(); };
}

}  // namespace deputy
