#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/diagnostic.h"
#include "simulator/mend/unified_diff.h"
#include "simulator/report/trail_report.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

constexpr size_t kMostOfRecord = 2048;  // bytes of a text of a record
constexpr size_t kShownRoles = 10;

struct VerdictWord {
  absl::string_view word;  // in front of a class
  absl::string_view total;
  Ink ink;
};

// By CallVerdict.
constexpr VerdictWord kWords[] = {
    {"AS RECORDED", "as recorded", Ink::kGreen},
    {"STILL ALLOWED", "still allowed", Ink::kGreen},
    {"DEPENDS", "depend on what no trail says", Ink::kYellow},
    {"NEWLY ALLOWED", "newly allowed", Ink::kRed},
    {"DENIED", "succeeded and would be denied", Ink::kRed},
    {"CONTRADICTED", "not as recorded", Ink::kRed},
    {"UNKNOWN", "unknown", Ink::kYellow},
};
constexpr size_t kWordWidth = 13;
const std::string& Indent() {
  static const std::string* const kIndent = new std::string(kWordWidth + 4, ' ');
  return *kIndent;
}

// 2,900
std::string Thousands(int64_t number) {
  std::string digits = absl::StrCat(number);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

std::string Counted(int64_t number, absl::string_view one) {
  return absl::StrCat(Thousands(number), " ", one, number == 1 ? "" : "s");
}

std::string CallerText(const RecordedCaller& caller) {
  std::string text = caller.type == "AWSAccount"
                         ? absl::StrCat("somebody of account ", caller.name)
                         : (caller.name.empty() ? caller.type : caller.name);
  if (!caller.via.empty()) absl::StrAppend(&text, " through ", caller.via);
  return Escape(text, kMostOfRecord);
}

// What the call asked for beside its own action.
std::string WithText(const CallClass& call) {
  return call.further_actions.empty()
             ? ""
             : absl::StrCat(" with ", absl::StrJoin(call.further_actions, " and "));
}

std::string HowItFared(const CallClass& call, CallVerdict verdict, int64_t calls) {
  const ReplayOutcome& last = call.after ? *call.after : call.today;
  const absl::string_view all = calls == 1 ? "" : "all ";
  const absl::string_view still = call.after ? "still allowed" : "allowed";
  switch (verdict) {
    case CallVerdict::kAsRecorded:
      return call.recorded == Recorded::kSucceeded ? "allowed, as they were"
             : call.denied_by.empty()              ? "denied, as they were"
                                                   : absl::StrCat("denied by ", call.denied_by);
    case CallVerdict::kStillAllowed:
      return absl::StrCat(all, "still allowed");
    case CallVerdict::kOpen:
      if (call.recorded == Recorded::kDenied)
        return "denied then; nothing in the record says by which policy";
      if (last.if_sent && last.if_sent->decision == ReplayDecision::kAllowed)
        return absl::StrCat(all, still, " if aws:SourceAccount is sent");
      if (last.if_sent) return "denied if aws:SourceAccount is sent";
      // The policy's half is decided, and the rest is said below.
      if (last.ways.empty()) return absl::StrCat(all, still, " by the trust policy");
      return absl::StrCat(all, still, " if");
    case CallVerdict::kNewlyAllowed:
      return "denied then, allowed by what is proposed";
    case CallVerdict::kBroken:
      return absl::StrCat("succeeded then, denied ", call.after ? "by what is proposed" : "now");
    case CallVerdict::kContradicted:
      return call.recorded == Recorded::kSucceeded ? "succeeded then, denied by today's policy"
                                                   : "denied then, allowed by today's policy";
    case CallVerdict::kUnknown:
      return "not decided";
  }
  return "";
}

std::string Detail(absl::string_view label, absl::string_view text) {
  return Wrap(absl::StrCat(Indent(), PadRight(label, 10)), Escape(text, 4 * kMostOfRecord));
}

// What it hangs on, a line a way.
std::string Conditions(const ReplayOutcome& outcome) {
  std::string out;
  absl::string_view label = "needs";
  for (const std::string& way : WaysAsText(outcome.ways)) {
    out += Detail(label, way);
    label = "or";
  }
  if (outcome.needs_identity) {
    out += Detail(out.empty() ? "needs" : "and",
                  "identity policies of the caller that allow it too: no trail carries them");
  }
  if (outcome.if_sent) {
    const SourceValue& account = outcome.if_sent->account;
    out += Detail("if sent",
                  absl::StrCat(account.key, " would be ", account.value,
                               ", the account of the role (", OriginName(account.origin), ")"));
  }
  for (const SourceValue& source : outcome.sources) {
    out += Detail("source", absl::StrCat(source.key, " ",
                                         source.origin == Origin::kAbsent ? "is not sent"
                                         : source.value.empty()           ? "is sent"
                                                                : absl::StrCat("is ", source.value),
                                         " (", OriginName(source.origin), ")"));
  }
  if (!outcome.reason.empty()) out += Detail("because", outcome.reason);
  if (!outcome.denied_action.empty()) {
    out += Detail("because", absl::StrCat(outcome.denied_action,
                                          " is not allowed, which the call needs as well"));
  }
  return out;
}

std::string ClassText(const CallClass& call, const Seen& seen, const Style& style) {
  const CallVerdict verdict = VerdictOn(call);
  const VerdictWord& word = kWords[static_cast<size_t>(verdict)];
  const std::string first = absl::StrCat("  ", PadRight(word.word, kWordWidth), "  ");
  std::string out =
      Wrap(first, absl::StrCat(Counted(seen.calls, "call"), " by ", CallerText(call.caller),
                               WithText(call), ": ", HowItFared(call, verdict, seen.calls)));
  out.replace(2, word.word.size(), style.Paint(word.ink, word.word));
  const ReplayOutcome& last = call.after ? *call.after : call.today;
  const bool quiet = verdict == CallVerdict::kStillAllowed || verdict == CallVerdict::kAsRecorded;
  return quiet ? out : out + Conditions(last);
}

std::string Skipped(const ReplayTally& tally) {
  const ReplayCounts& counts = tally.counts;
  std::vector<std::string> parts;
  const auto add = [&](int64_t number, absl::string_view one, absl::string_view what) {
    if (number > 0) parts.push_back(absl::StrCat(Counted(number, one), what));
  };
  add(counts.other_events, "event", " of other names");
  add(counts.failed, "call", " that failed for another reason than a policy");
  add(counts.without_role, "denied call", " whose record names no role");
  add(counts.bad_records, "record", " that could not be read");
  add(counts.bad_files, "file", " that could not be read to the end");
  return parts.empty() ? "" : Wrap("left out   ", absl::StrJoin(parts, ", "));
}

std::string UnknownRoles(const ReplayTally& tally) {
  if (tally.counts.unknown_roles == 0) return "";
  std::string out = absl::StrCat("no policy  ", Counted(tally.counts.unknown_roles, "call"),
                                 " of roles that no file has\n");
  size_t shown = 0;
  for (const auto& [role, count] : tally.unknown_roles.kept()) {
    if (++shown > kShownRoles) break;
    out += Wrap("           ",
                absl::StrCat(Escape(role, kMostOfRecord), ": ", Thousands(count.count)));
  }
  const size_t known = tally.unknown_roles.kept().size();
  if (known > kShownRoles)
    absl::StrAppend(&out, "           and ", known - kShownRoles,
                    tally.unknown_roles.overflowed() ? " more, or even more\n" : " more\n");
  return out;
}

std::string Totals(const TrailReport& report) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < kCallVerdicts; ++i) {
    if (report.verdicts[i] > 0)
      parts.push_back(absl::StrCat(Thousands(report.verdicts[i]), " ", kWords[i].total));
  }
  if (report.beyond > 0) {
    parts.push_back(absl::StrCat(Thousands(report.beyond), " of more callers than are told apart"));
  }
  std::string out = absl::StrCat(Counted(report.calls, "call"));
  if (!parts.empty()) absl::StrAppend(&out, ": ", absl::StrJoin(parts, ", "));
  return Wrap("", out);
}

std::string SuggestionText(const Suggestion& suggestion, const Style& style) {
  std::string out = absl::StrCat("\n", style.Paint(Ink::kBold, "suggested for "),
                                 Escape(suggestion.role, kMostOfRecord), "\n");
  const auto item = [&](absl::string_view label, absl::string_view text) {
    out += Wrap(absl::StrCat("  ", PadRight(label, 9)), Escape(text, 4 * kMostOfRecord));
  };
  const std::string before = PrintPolicy(suggestion.today);
  const std::string after = PrintPolicy(suggestion.policy);
  if (before == after) item("change", "none: today's policy lets in those who called");
  for (const std::string& change : suggestion.changes) item("change", change);
  for (const std::string& note : suggestion.notes) item("note", note);
  item(suggestion.proved ? "proved" : "unproved",
       suggestion.proved ? "nobody foreign gets in" : suggestion.reason);
  item("beside", absl::StrCat("today's policy: ", RelationName(suggestion.relation)));
  return out + UnifiedDiff(suggestion.role, before + "\n", after + "\n");
}

std::string Suggestions(const std::vector<Suggestion>& suggestions, const Style& style) {
  if (suggestions.empty()) return "\nnothing to suggest: no role with a call that succeeded\n";
  std::string out;
  for (const Suggestion& suggestion : suggestions) out += SuggestionText(suggestion, style);
  return out;
}

}  // namespace

std::string TrailAsText(const TrailReport& report, const Style& style) {
  std::string out;
  absl::string_view role;
  for (const auto& [call, seen] : report.resolved.calls) {
    if (role != call.role) {
      if (!role.empty()) out += "\n";
      absl::StrAppend(&out, style.Paint(Ink::kBold, Escape(call.role, kMostOfRecord)), "\n");
      role = call.role;
    }
    out += ClassText(call, seen, style);
  }
  if (!out.empty()) out += "\n";
  out += UnknownRoles(report.tally);
  out += Skipped(report.tally);
  if (report.resolved.copies > 0) {
    out += Wrap("joined     ", absl::StrCat(Counted(report.resolved.copies, "record"),
                                            " of calls that the caller's own trail has too"));
  }
  if (report.resolved.unpaired > 0) {
    out += Wrap("unpaired   ",
                absl::StrCat(Counted(report.resolved.unpaired, "record"),
                             " of calls between accounts, beyond the number of which pairs are "
                             "looked for: such a call may count twice"));
  }
  out += Totals(report);
  if (report.suggestions) out += Suggestions(*report.suggestions, style);
  if (!report.tally.complete) {
    absl::StrAppend(&out, style.Paint(Ink::kYellow, "INCOMPLETE"),
                    ": ended early; these are the calls that were read until then\n");
  }
  return out;
}

std::string TrailProblems(const ReplayTally& tally, const Style& style) {
  std::string out;
  for (const auto& [problem, count] : tally.problems.kept()) {
    absl::StrAppend(&out, Escape(problem.file, 4096));
    if (problem.line > 0) absl::StrAppend(&out, ":", problem.line, ":", problem.column);
    absl::StrAppend(&out, ": ", style.Paint(Ink::kRed, "error"), ": ", problem.message, " [",
                    problem.rule, "]\n");
  }
  if (tally.problems.overflowed()) absl::StrAppend(&out, "deputy: and more such problems\n");
  return out;
}

}  // namespace deputy
