#include "simulator/intake/file_form.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "engine/text/json_value.h"

namespace deputy {
namespace {

struct Ending {
  absl::string_view ending;
  FileForm form;
};

constexpr Ending kEndings[] = {
    {".json", FileForm::kJson},        {".jsonl", FileForm::kJson},
    {".ndjson", FileForm::kJson},      {".tfstate", FileForm::kJson},
    {".yaml", FileForm::kYaml},        {".yml", FileForm::kYaml},
    {".md", FileForm::kMarkdown},      {".markdown", FileForm::kMarkdown},
    {".template", FileForm::kUnknown},  // JSON or YAML: the text tells
};

const Ending* EndingOf(absl::string_view name) {
  for (const Ending& row : kEndings) {
    if (absl::EndsWithIgnoreCase(name, row.ending)) return &row;
  }
  return nullptr;
}

FileForm FormOfName(absl::string_view name) {
  const Ending* row = EndingOf(name);
  return row == nullptr ? FileForm::kUnknown : row->form;
}

bool IsFence(absl::string_view line) {
  return absl::StartsWith(line, "```") || absl::StartsWith(line, "~~~");
}

// `Resources:`, `"a b": 1`, `- x`, `---`.
bool IsYamlLine(absl::string_view line) {
  if (absl::StartsWith(line, "---") || absl::StartsWith(line, "- ") ||
      absl::StartsWith(line, "%YAML"))
    return true;
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos || colon == 0) return false;
  const absl::string_view name = line.substr(0, colon);
  const bool word = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '"' ||
           c == '\'' || c == '.' || c == '/';
  });
  return word && (colon + 1 == line.size() || line[colon + 1] == ' ' || line[colon + 1] == '\r');
}

// Goes line by line: a fence is Markdown, else the first line that says something decides. In YAML
// a text with a fence in it is indented.
FileForm FormOfLines(absl::string_view text) {
  FileForm form = FileForm::kUnknown;
  bool first = true;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const absl::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const absl::string_view stripped = absl::StripAsciiWhitespace(line);
    if (IsFence(form == FileForm::kYaml ? line : stripped)) return FileForm::kMarkdown;
    if (!first || stripped.empty() || stripped[0] == '#') continue;
    first = false;
    if (IsYamlLine(line)) form = FileForm::kYaml;
  }
  return form;
}

bool IsUtf16(absl::string_view text) {
  return absl::StartsWith(text, "\xFF\xFE") || absl::StartsWith(text, "\xFE\xFF") ||
         (text.size() >= 4 && (text[0] == '\0') != (text[1] == '\0') &&
          (text[2] == '\0') != (text[3] == '\0'));
}

}  // namespace

FileForm FormOf(absl::string_view name, absl::string_view text) {
  absl::string_view rest = text;
  absl::ConsumePrefix(&rest, "\xEF\xBB\xBF");
  const size_t begin = rest.find_first_not_of(kJsonBlanks);
  if (begin == absl::string_view::npos || IsUtf16(text)) return FileForm::kJson;
  const FileForm by_name = FormOfName(name);
  if (by_name != FileForm::kUnknown) {
    // A JSON template may be called .yaml, and a page may begin with a link.
    const bool json = by_name == FileForm::kYaml && rest[begin] == '{';
    return json ? FileForm::kJson : by_name;
  }
  if (absl::StrContains(rest.substr(0, 4096), '\0')) return FileForm::kUnknown;
  if (rest[begin] == '{') return FileForm::kJson;
  const FileForm by_lines = FormOfLines(rest);
  if (rest[begin] == '[' && by_lines != FileForm::kMarkdown) return FileForm::kJson;
  return by_lines;
}

bool IsReadInFolders(absl::string_view name) { return EndingOf(name) != nullptr; }

bool LooksLikePolicy(absl::string_view text) {
  std::string narrow;  // the words are ASCII, and in UTF-16 that is every other byte
  if (IsUtf16(text)) {
    std::remove_copy(text.begin(), text.end(), std::back_inserter(narrow), '\0');
    text = narrow;
  }
  return absl::StrContains(text, "AssumeRolePolicyDocument") ||
         (absl::StrContains(text, "Statement") && absl::StrContains(text, "Effect"));
}

}  // namespace deputy
