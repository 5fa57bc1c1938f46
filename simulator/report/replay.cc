#include "simulator/report/replay.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/json_writer.h"
#include "simulator/report/request_json.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

constexpr absl::string_view kAllowsEverything =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";

void AppendEscape(uint32_t c, std::string& out) {
  if (c >= 0x10000) {
    AppendEscape(0xD800 + ((c - 0x10000) >> 10), out);
    c = 0xDC00 + ((c - 0x10000) & 0x3FF);
  }
  absl::StrAppendFormat(&out, "\\u%04x", c);
}

// JSON that the writer made (so valid UTF-8), in ASCII. Outside its strings it is ASCII already.
std::string Ascii(absl::string_view json) {
  std::string out;
  for (size_t i = 0; i < json.size();) {
    const auto lead = static_cast<unsigned char>(json[i++]);
    if (lead < 0x7f && lead != '\'') {
      out.push_back(static_cast<char>(lead));
      continue;
    }
    const int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    uint32_t c = more == 0 ? lead : lead & (0x3Fu >> more);
    for (int k = 0; k < more && i < json.size(); ++k)
      c = (c << 6) | (static_cast<unsigned char>(json[i++]) & 0x3Fu);
    AppendEscape(c, out);
  }
  return out;
}

std::string JsonText(absl::string_view text) { return JsonWriter().String(text).Take(); }

std::string Caller(const Principal& principal) {
  if (principal.kind == PrincipalKind::kAnonymous) return "\"*\"";
  const absl::string_view type = principal.kind == PrincipalKind::kService     ? "Service"
                                 : principal.kind == PrincipalKind::kFederated ? "Federated"
                                                                               : "AWS";
  return JsonWriter().BeginObject().Member(type, principal.text).EndObject().Take();
}

// What was not filled in; the evaluator fills it in again.
std::string Context(const Request& request) {
  JsonWriter writer;
  writer.BeginObject();
  for (const auto& [folded, entry] : request.context) {
    if (entry.filled_in || entry.values.empty()) continue;
    WriteValues(entry.values, writer.Key(entry.name));
  }
  return writer.EndObject().Take();
}

bool BringsIdentityPolicy(const Request& request, const ReplayScene& scene) {
  return request.principal.IsIam() && scene.identity_policies;
}

// Text that stands in a shell, an argument of ours and a terminal for just itself.
bool IsPlain(absl::string_view text, absl::string_view more) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(more, c);
  });
}

bool IsPrintable(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// The path as an argument that is not taken for a flag or for standard input.
std::string PathWord(const std::string& path) {
  return ShellWord(absl::StartsWith(path, "-") ? "./" + path : path);
}

bool HasPath(const ReplayScene& scene) {
  const std::string& path = scene.policy_path.empty() ? scene.roles_path : scene.policy_path;
  return !path.empty() && path != "-" && IsPrintable(path);
}

std::string PolicyFlag(const ReplayScene& scene) {
  return scene.policy_path.empty() ? absl::StrCat(" --roles ", PathWord(scene.roles_path))
                                   : absl::StrCat(" --policy ", PathWord(scene.policy_path));
}

// The request as flags; nothing when it needs more than they can say.
std::vector<std::string> Flags(const Request& request, const ReplayScene& scene) {
  const Principal& caller = request.principal;
  if (caller.IsIam() || !HasPath(scene) || !scene.rcps.empty()) return {};
  const bool anonymous = caller.kind == PrincipalKind::kAnonymous;
  std::vector<std::string> parts = {absl::StrCat("deputy explain", PolicyFlag(scene))};
  parts.push_back(anonymous ? "--anonymous"
                            : absl::StrCat(caller.kind == PrincipalKind::kService ? "--service "
                                                                                  : "--federated ",
                                           ShellWord(caller.text)));
  if (request.action != "sts:AssumeRole")
    parts.push_back(absl::StrCat("--action ", ShellWord(request.action)));
  parts.push_back(absl::StrCat("--resource ", ShellWord(request.resource)));
  for (const auto& [folded, entry] : request.context) {
    if (entry.filled_in) continue;
    if (!IsPlain(entry.name, ":/_.-") || absl::StartsWith(entry.name, "-")) return {};
    for (const std::string& value : entry.values)
      parts.push_back(absl::StrCat("-c ", ShellWord(absl::StrCat(entry.name, "=", value))));
  }
  const bool plain = std::all_of(parts.begin(), parts.end(), IsPrintable);
  return plain ? parts : std::vector<std::string>();
}

}  // namespace

std::string ShellWord(absl::string_view text) {
  if (!text.empty() && IsPlain(text, "-_=+:,./@%")) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) absl::StrAppend(&quoted, c == '\'' ? "'\\''" : std::string(1, c));
  return quoted + "'";
}

std::string RequestJson(const Request& request, const ReplayScene& scene, bool whole,
                        absl::string_view separator) {
  std::vector<std::string> members = {
      absl::StrCat("\"principal\":", Caller(request.principal)),
      absl::StrCat("\"action\":", JsonText(request.action)),
      absl::StrCat("\"resource\":", JsonText(request.resource)),
  };
  const std::string context = Context(request);
  if (context != "{}") members.push_back(absl::StrCat("\"context\":", context));
  if (whole || !HasPath(scene)) {
    members.push_back(absl::StrCat(
        scene.policy->type == PolicyType::kResource ? "\"resourcePolicy\":" : "\"trustPolicy\":",
        PrintPolicy(*scene.policy, JsonStyle::kCompact)));
  }
  if (BringsIdentityPolicy(request, scene))
    members.push_back(absl::StrCat("\"identityPolicies\":", kAllowsEverything));
  if (!scene.rcps.empty()) {
    std::vector<std::string> rcps;
    for (const Policy* rcp : scene.rcps) rcps.push_back(PrintPolicy(*rcp, JsonStyle::kCompact));
    members.push_back(
        absl::StrCat("\"resourceControlPolicies\":[[", absl::StrJoin(rcps, ","), "]]"));
  }
  return absl::StrCat("{", Ascii(absl::StrJoin(members, separator)), "}");
}

std::string ReplayCommand(const Request& request, const ReplayScene& scene,
                          absl::string_view indent) {
  if (const std::vector<std::string> flags = Flags(request, scene); !flags.empty()) {
    std::string line = absl::StrJoin(flags, " ");
    if (indent.empty() || indent.size() + line.size() <= kTerminalWidth) return line;
    return absl::StrJoin(flags, absl::StrCat(" \\\n", indent, "  "));
  }
  const std::string separator = indent.empty() ? "," : absl::StrCat(",\n", indent, "  ");
  return absl::StrCat("printf %s '", RequestJson(request, scene, false, separator),
                      "' | deputy explain", HasPath(scene) ? PolicyFlag(scene) : "", " -");
}

}  // namespace deputy
