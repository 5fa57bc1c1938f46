// The only file that uses the Mustache library.
#include "simulator/report/html/view.h"

#include <cassert>
#include <kainjow/mustache.hpp>
#include <map>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "simulator/report/html/html_assets.h"
#include "simulator/report/markup.h"

namespace deputy {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr absl::string_view kFragmentEnding = "_html";

// The text of a template with those that it takes in put in their place: they are small, and so
// each is parsed once and not whenever it is used.
std::string Assemble(absl::string_view name) {
  constexpr absl::string_view kOpen = "{{> ";
  const bool is_file = absl::StrContains(name, ".");  // the stylesheet
  absl::string_view rest =
      HtmlAsset(is_file ? std::string(name) : absl::StrCat("templates/", name, ".mustache"));
  if (!rest.empty() && rest.back() == '\n') rest.remove_suffix(1);
  std::string out;
  for (size_t at = rest.find(kOpen); at != absl::string_view::npos; at = rest.find(kOpen)) {
    const size_t end = rest.find("}}", at);
    absl::StrAppend(&out, rest.substr(0, at),
                    Assemble(rest.substr(at + kOpen.size(), end - at - kOpen.size())));
    rest.remove_prefix(end + 2);
  }
  return absl::StrCat(out, rest);
}

// Once for all threads, whose renderings wait for one another: rendering is no const member of the
// library. A thread's own would be parsed for each connection of the lab.
std::mutex rendering;

mustache& Parsed(absl::string_view name) {
  static auto& parsed = *new std::map<std::string, mustache, std::less<>>;
  auto found = parsed.find(name);
  if (found == parsed.end()) {
    found = parsed.emplace(std::string(name), mustache(Assemble(name))).first;
    assert(found->second.is_valid());
    found->second.set_custom_escape([](const std::string& text) { return EscapeMarkup(text); });
  }
  return found->second;
}

// Names of the innermost item only. Flags have no names in them, so a section of one is looked
// through.
class InnermostNames : public kainjow::mustache::basic_context<std::string> {
 public:
  explicit InnermostNames(const data* root) : scopes_{root} {}
  void push(const data* item) override {
    scopes_.push_back(item->is_object() ? item : scopes_.back());
  }
  void pop() override { scopes_.pop_back(); }

  const data* get(const std::string& name) const override {
    const data* found = scopes_.back()->get(name);
    assert(found != nullptr && "a template asks for a name that its view does not have");
    return found;
  }
  const data* get_partial(const std::string&) const override { return nullptr; }

 private:
  std::vector<const data*> scopes_;
};

}  // namespace

struct View::Data {
  data object{data::type::object};
};

View::View() : data_(std::make_unique<Data>()) {}
View::~View() = default;
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;

View& View::Text(absl::string_view name, absl::string_view value) {
  assert(!absl::EndsWith(name, kFragmentEnding));
  data_->object.set(std::string(name), data(std::string(value)));
  return *this;
}

View& View::Number(absl::string_view name, int value) { return Text(name, absl::StrCat(value)); }

View& View::Flag(absl::string_view name, bool value) {
  data_->object.set(std::string(name), data(value));
  return *this;
}

View& View::List(absl::string_view name, const std::vector<View>& items) {
  data list(data::type::list);
  for (const View& item : items) list.push_back(item.data_->object);
  data_->object.set(std::string(name), list);
  return *this;
}

View& View::Fragment(absl::string_view name, const Html& html) {
  assert(absl::EndsWith(name, kFragmentEnding));
  data_->object.set(std::string(name), data(html.text()));
  return *this;
}

Html RenderHtml(absl::string_view template_name, const View& view) {
  const std::lock_guard<std::mutex> lock(rendering);
  mustache& parsed = Parsed(template_name);
  InnermostNames names(&view.data_->object);
  return Html(parsed.render(names));
}

}  // namespace deputy
