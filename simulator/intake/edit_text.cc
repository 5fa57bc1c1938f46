#include "simulator/intake/edit_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/intake/percent.h"
#include "simulator/intake/yaml_reader.h"

namespace deputy {
namespace {

// Line ends of JSON text are blanks between its tokens; what indents the next line goes with them.
std::string OnOneLine(absl::string_view json) {
  std::string line;
  for (size_t at = 0; at < json.size(); ++at) {
    if (json[at] != '\n' && json[at] != '\r') {
      line.push_back(json[at]);
      continue;
    }
    line.push_back(' ');
    while (at + 1 < json.size() && absl::ascii_isspace(static_cast<unsigned char>(json[at + 1])))
      ++at;
  }
  return line;
}

// As the contents of a JSON string; text of a policy has no control characters but line ends and
// tabs. Also the contents of a double-quoted scalar of YAML.
std::string EscapeJson(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}, {"\r", "\\r"}, {"\t", "\\t"}});
}

// The end of the line that opens a block scalar: `|`, `>-`, `|2 # "why"`.
bool IsBlockHeader(absl::string_view line) {
  line = line.substr(0, line.find(" #"));
  line = absl::StripTrailingAsciiWhitespace(line);
  while (!line.empty() && absl::StrContains("+-123456789", line.back())) line.remove_suffix(1);
  return !line.empty() && (line.back() == '|' || line.back() == '>');
}

std::string InYamlString(const FoundPolicy& found, absl::string_view file, absl::string_view json) {
  std::string line = OnOneLine(json);
  size_t at = found.range.begin;
  while (at > 0 && absl::ascii_isspace(static_cast<unsigned char>(file[at - 1]))) --at;
  const size_t line_end = file.substr(0, found.range.begin).find('\n', at);
  if (line_end != absl::string_view::npos) {
    const size_t line_begin = file.substr(0, at).rfind('\n') + 1;  // npos + 1 is the first line
    if (IsBlockHeader(file.substr(line_begin, line_end - line_begin))) return line;
  }
  const char before = at > 0 ? file[at - 1] : ' ';
  if (before == '"') return EscapeJson(line);
  if (before == '\'') return absl::StrReplaceAll(line, {{"'", "''"}});
  return line;
}

// A word that YAML reads as a text without quotes, in a block and in a flow.
bool IsPlainWord(absl::string_view text) {
  static constexpr absl::string_view kNoText[] = {"null", "true", "false", "yes", "no",
                                                  "on",   "off",  "y",     "n"};
  if (text.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(text[0]))) return false;
  if (text.back() == ':') return false;
  for (const absl::string_view word : kNoText) {
    if (absl::EqualsIgnoreCase(word, text)) return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == ':' || c == '-' || c == '_' ||
           c == '.' || c == '/';
  });
}

// One value as flow YAML, which is JSON but for escapes of surrogates: the writer writes none.
std::string SpellValue(const JsonValue& value, absl::string_view replaced) {
  const bool was_plain =
      !replaced.empty() &&
      absl::string_view("\"'|>[{!&*").find(replaced[0]) == absl::string_view::npos &&
      !absl::StrContains(replaced, '\n');
  if (value.is_string() && was_plain && IsPlainWord(value.text)) return value.text;
  return JsonWriter().Value(value).Take();
}

// Where a range lies in a tree of YAML.
struct Place {
  bool whole = false;  // exactly one value or name
  bool flow = false;   // inside `{}` or `[]`
};

void Locate(absl::string_view text, const JsonValue& node, TextRange range, Place& place) {
  if (node.range == range) place.whole = true;
  const bool inside = node.range.begin < range.begin && range.end < node.range.end;
  const bool container = node.is_object() || node.is_array();
  if (inside && container && (text[node.range.begin] == '{' || text[node.range.begin] == '['))
    place.flow = true;
  for (const JsonValue& item : node.items) Locate(text, item, range, place);
  for (const JsonMember& member : node.members) {
    if (member.name_range == range) place.whole = true;
    Locate(text, member.value, range, place);
  }
}

// Whether the range lies in the middle of a scalar or of a comment.
bool CutsScalar(const JsonValue& node, TextRange range) {
  const auto cuts = [&](TextRange token) {
    const bool apart = range.end <= token.begin || token.end <= range.begin;
    const bool covers = range.begin <= token.begin && token.end <= range.end;
    return !apart && !covers;
  };
  if (!node.is_object() && !node.is_array()) return cuts(node.range);
  return std::any_of(node.items.begin(), node.items.end(),
                     [&](const JsonValue& item) { return CutsScalar(item, range); }) ||
         std::any_of(node.members.begin(), node.members.end(), [&](const JsonMember& member) {
           return cuts(member.name_range) || CutsScalar(member.value, range);
         });
}

std::optional<std::string> InYaml(const FoundPolicy& found, absl::string_view file, TextRange range,
                                  absl::string_view json) {
  // The policy alone, at the column at which it stands, which says nothing inside `{}` and `[]`:
  // all of the file may be one line of these.
  const bool flow = absl::StrContains("{[", file[found.range.begin]);
  const size_t line_begin = flow ? found.range.begin : file.rfind('\n', found.range.begin) + 1;
  const auto column = static_cast<uint32_t>(found.range.begin - line_begin);
  const std::string text =
      absl::StrCat(std::string(column, ' '),
                   file.substr(found.range.begin, found.range.end - found.range.begin));
  const uint32_t shift = found.range.begin - column;
  if (range.begin < found.range.begin || range.end > found.range.end) return std::nullopt;
  const TextRange local{range.begin - shift, range.end - shift};
  Diagnostics ignored;
  const auto roots = ReadYaml(text, YamlLimits(), ignored);
  if (!roots || roots->size() != 1) return std::nullopt;
  Place place;
  Locate(text, roots->front(), local, place);

  const std::optional<JsonValue> value = ReadJson(json, JsonLimits(), ignored);
  if (place.whole && value) {
    std::string spelled = SpellValue(*value, file.substr(range.begin, range.end - range.begin));
    // A list may stand at the column of its name; anything else must stand further in.
    const size_t start = file.substr(0, range.begin).find_last_not_of(' ');
    const bool begins_line = start == absl::string_view::npos || file[start] == '\n';
    const bool list = file[range.begin] == '-' && !place.flow;
    return begins_line && list ? " " + spelled : spelled;
  }
  if (!place.flow || CutsScalar(roots->front(), local)) return std::nullopt;
  if (absl::StrContains(json, "\\u")) return std::nullopt;  // may be half of a surrogate pair
  return OnOneLine(json);
}

std::optional<std::string> AsWrapped(const FoundPolicy& found, absl::string_view file,
                                     TextRange range, absl::string_view json) {
  if (found.synthesized || range.end < range.begin || range.end > file.size()) return std::nullopt;
  switch (found.wrapping) {
    case Wrapping::kJson:
      return std::string(json);
    case Wrapping::kJsonInMarkdown:
      return OnOneLine(json);
    case Wrapping::kJsonString:
      return EscapeJson(json);
    case Wrapping::kPercentInJsonString:
      return EncodePercent(json);
    case Wrapping::kYaml:
      return InYaml(found, file, range, json);
    case Wrapping::kYamlString:
      return InYamlString(found, file, json);
  }
  return std::nullopt;
}

}  // namespace

std::string WithLineEndsOf(absl::string_view file, std::string text) {
  if (!absl::StrContains(text, '\n')) return text;
  const size_t first = file.find('\n');
  if (first == absl::string_view::npos || first == 0 || file[first - 1] != '\r') return text;
  return absl::StrReplaceAll(text, {{"\n", "\r\n"}});
}

std::optional<std::string> WrapEdit(const FoundPolicy& found, absl::string_view file,
                                    TextRange range, absl::string_view json) {
  auto text = AsWrapped(found, file, range, json);
  if (!text) return std::nullopt;
  return WithLineEndsOf(file, *std::move(text));
}

}  // namespace deputy
