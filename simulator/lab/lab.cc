#include "simulator/lab/lab.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "simulator/embedded/embedded_file.h"
#include "simulator/lab/setting_answer.h"
#include "simulator/report/html/decision_html.h"
#include "simulator/world/service_facts_for_engine.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {

absl::Span<const EmbeddedFile> LabAssets();

namespace {

constexpr struct {
  absl::string_view ending;
  absl::string_view type;
} kTypes[] = {{".html", "text/html; charset=utf-8"},
              {".css", "text/css; charset=utf-8"},
              {".js", "text/javascript; charset=utf-8"},
              {".svg", "image/svg+xml"}};

HttpAnswer NotFound(absl::string_view path) {
  return HttpError(404, absl::StrCat("there is nothing at ", Quote(path)));
}

HttpAnswer WrongMethod(absl::string_view path, absl::string_view method, std::string allow) {
  HttpAnswer answer = HttpError(405, absl::StrCat(Quote(path), " takes a ", method));
  answer.allow = std::move(allow);
  return answer;
}

// The page with the shapes that its diagrams draw with.
std::string Page(absl::string_view page) {
  return absl::StrReplaceAll(page, {{"<!-- symbols -->", HtmlSymbols().text()}});
}

HttpAnswer Asset(const std::string& path) {
  const absl::string_view name = path == "/" ? "index.html" : absl::StripPrefix(path, "/");
  if (name == "report.css") return {200, "text/css; charset=utf-8", std::string(HtmlStylesheet())};
  for (const EmbeddedFile& file : LabAssets()) {
    if (file.name != name) continue;
    for (const auto& type : kTypes) {
      if (!absl::EndsWith(name, type.ending)) continue;
      const bool is_page = type.ending == ".html";
      return {200, std::string(type.type),
              is_page ? Page(file.contents) : std::string(file.contents)};
    }
  }
  return NotFound(path);
}

}  // namespace

Lab::Lab(Shelf shelf, std::vector<LabPart> course)
    : shelf_(std::move(shelf)), course_(std::move(course)) {
  services_.of_roles = EngineFacts(ShippedCatalogue(), TargetKind::kRole);
  services_.of_resources = EngineFacts(ShippedCatalogue(), TargetKind::kResource);
}

HttpAnswer Lab::Answer(const HttpCall& call) const {
  return call.is_post ? Post(call) : Get(call.path);
}

HttpAnswer Lab::Get(const std::string& path) const {
  if (path == "/api/scenarios")
    return {200, "application/json", ScenarioListAnswer(shelf_, course_)};
  absl::string_view id = path;
  if (absl::ConsumePrefix(&id, "/api/scenarios/")) {
    const ShelvedScenario* shelved = shelf_.Find(id);
    if (shelved == nullptr)
      return HttpError(404, absl::StrCat("no scenario is called ", Quote(id)));
    return {200, "application/json", ScenarioAnswer(*shelved)};
  }
  if (path == "/api/decide" || path == "/api/prove" || path == "/api/open")
    return WrongMethod(path, "POST", "POST");
  return Asset(path);
}

HttpAnswer Lab::Post(const HttpCall& call) const {
  if (call.path == "/api/open") {
    const absl::StatusOr<std::string> opened = OpenFileAnswer(call.body);
    return opened.ok() ? HttpAnswer{200, "application/json", *opened}
                       : HttpError(400, opened.status().message());
  }
  const bool decide = call.path == "/api/decide";
  if (!decide && call.path != "/api/prove") {
    HttpAnswer page = Get(call.path);
    return page.status == 200 ? WrongMethod(call.path, "GET", "GET, HEAD") : page;
  }
  const absl::StatusOr<LabQuestion> question = ReadQuestion(call.body);
  if (!question.ok()) return HttpError(400, question.status().message());
  if (question->setting) {
    const absl::Status known = CheckSetting(*question->setting, shelf_);
    if (!known.ok()) return HttpError(400, known.message());
  }
  return {200, "application/json",
          decide ? DecideAnswer(*question, shelf_) : ProveAnswer(*question, services_)};
}

}  // namespace deputy
