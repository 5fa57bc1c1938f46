#include "tests/support/trail/trail.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/support/trail/trail_noise.h"
#include "tests/support/trail/trail_random.h"

namespace deputy::trail {
namespace {

constexpr absl::string_view kRegions[] = {"us-east-1", "eu-west-1", "eu-central-1",
                                          "ap-southeast-2"};
constexpr int64_t kFileSeconds = 4 * 3600;  // what one file covers

// 2023-07-10, the day of the recorded events whose shapes these are.
constexpr std::chrono::sys_days kFirstDay =
    std::chrono::year(2023) / std::chrono::July / std::chrono::day(10);

struct Moment {
  int year;
  unsigned month, day;
  int64_t second;  // of the day
};

Moment At(int64_t seconds) {
  constexpr int64_t kDay = 86400;
  const std::chrono::year_month_day date(kFirstDay + std::chrono::days(seconds / kDay));
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()), seconds % kDay};
}

std::string EventTime(int64_t seconds) {
  const Moment at = At(seconds);
  return absl::StrFormat("%04d-%02u-%02uT%02d:%02d:%02dZ", at.year, at.month, at.day,
                         at.second / 3600, at.second / 60 % 60, at.second % 60);
}

// What the streams of a seed are for; the calls of a shape have its number.
enum Stream : uint64_t { kName = 1000, kOrder, kNoiseStream, kOwner };

size_t PartnerShape() {
  const auto shapes = CallShapes();
  return static_cast<size_t>(
      std::find_if(shapes.begin(), shapes.end(),
                   [](const CallShape& shape) { return shape.caller == Caller::kPartnerUser; }) -
      shapes.begin());
}

}  // namespace

Trail::Trail(const TrailOptions& options)
    : options_(options), roles_(options.accounts, options.roles_an_account) {}

int64_t Trail::files() const {
  return (options_.events + options_.events_per_file - 1) / options_.events_per_file;
}

int64_t Trail::EventsOf(int64_t file) const {
  return std::min(options_.events_per_file, options_.events - file * options_.events_per_file);
}

std::string Trail::Path(int64_t file) const {
  const int64_t round = file / roles_.accounts();
  const absl::string_view region = kRegions[static_cast<size_t>(round) % std::size(kRegions)];
  const Moment at = At(round / static_cast<int64_t>(std::size(kRegions)) * kFileSeconds);
  const std::string account = TrailRoles::AccountId(Account(file));
  return absl::StrFormat(
      "AWSLogs/%s/CloudTrail/%s/%04d/%02u/%02u/"
      "%s_CloudTrail_%s_%04d%02u%02uT%02d%02dZ_%s.json%s",
      account, region, at.year, at.month, at.day, account, region, at.year, at.month, at.day,
      at.second / 3600, at.second / 60 % 60,
      TrailRandom(options_.seed, kName, static_cast<uint64_t>(file)).Hex(16),
      options_.lines ? "l" : "");
}

// What is left over by rounding goes to the first shape.
std::vector<int64_t> Trail::CallsOf(int64_t file) const {
  const auto shapes = CallShapes();
  const int64_t partner_file = TrailRoles::PartnerOf(file);
  const int64_t calls = EventsOf(file) * options_.assuming / 1000;
  int64_t total = shapes[PartnerShape()].weight;  // once more: a record for each account
  for (const CallShape& shape : shapes) total += shape.weight;
  std::vector<int64_t> mix;
  int64_t left = calls;
  for (const CallShape& shape : shapes) {
    mix.push_back(calls * shape.weight / total);
    left -= mix.back();
  }
  // The two files of a pair agree on what passed between them.
  int64_t& partner = mix[PartnerShape()];
  left += partner;
  if (partner_file >= files())
    partner = 0;
  else
    partner = std::min(partner, EventsOf(partner_file) * options_.assuming / 1000 *
                                    shapes[PartnerShape()].weight / total);
  mix[0] += left - 2 * partner;
  return mix;
}

Trail::Mix Trail::MixOf(int64_t file) const {
  Mix mix = {CallsOf(file), 0, EventsOf(file)};
  mix.of_partner = mix.calls[PartnerShape()];
  for (const int64_t calls : mix.calls) mix.noise -= calls;
  mix.noise -= mix.of_partner;
  return mix;
}

std::string Trail::Text(int64_t file) const {
  const auto number = static_cast<uint64_t>(file);
  const Mix mix = MixOf(file);
  // Each record as its kind and which of these it is, in an order drawn.
  const size_t owner = mix.calls.size();
  std::vector<std::pair<size_t, int64_t>> order;
  const auto add = [&order](size_t kind, int64_t count) {
    for (int64_t i = 0; i < count; ++i) order.emplace_back(kind, i);
  };
  for (size_t shape = 0; shape < owner; ++shape) add(shape, mix.calls[shape]);
  add(owner, mix.of_partner);
  add(owner + 1, mix.noise);
  TrailRandom shuffle(options_.seed, kOrder, number);
  for (size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[static_cast<size_t>(shuffle.Below(static_cast<int64_t>(i)))]);

  const int64_t round = file / roles_.accounts();
  const int64_t start = round / static_cast<int64_t>(std::size(kRegions)) * kFileSeconds;
  Place place = {Account(file), kRegions[static_cast<size_t>(round) % std::size(kRegions)], ""};
  TrailRandom random(options_.seed, kNoiseStream, number);
  std::string text = options_.lines ? "" : R"({"Records":[)";
  text.reserve(order.size() * 1500);
  for (size_t i = 0; i < order.size(); ++i) {
    const auto [kind, which] = order[i];
    const int64_t second =
        static_cast<int64_t>(i) * kFileSeconds / static_cast<int64_t>(order.size());
    place.time = EventTime(start + second);
    if (kind > owner) {
      AppendNoise(place, random, text);
    } else {
      const bool at_owner = kind == owner;
      const size_t shape = at_owner ? PartnerShape() : kind;
      const int64_t caller_file = at_owner ? TrailRoles::PartnerOf(file) : file;
      TrailRandom call(options_.seed, static_cast<uint64_t>(caller_file),
                       shape << 32 | static_cast<uint64_t>(which));
      if (at_owner)
        AppendPartnerCallAtOwner(roles_, place, call, random, text);
      else
        AppendCall(roles_, CallShapes()[shape], place, call, random, text);
    }
    if (options_.lines)
      text += '\n';
    else if (i + 1 < order.size())
      text += ',';
  }
  return options_.lines ? text : text + "]}";
}

std::string Trail::ExpectedJson() const {
  const auto shapes = CallShapes();
  std::vector<int64_t> total(shapes.size());
  int64_t records = 0;
  for (int64_t file = 0; file < files(); ++file) {
    const std::vector<int64_t> calls = CallsOf(file);
    for (size_t i = 0; i < calls.size(); ++i) {
      total[i] += calls[i];
      records += calls[i];
    }
    records += calls[PartnerShape()];
  }
  constexpr absl::string_view kAnswers[] = {"allowed", "denied", "dependsOn", "unknownRole"};
  int64_t calls = 0;
  int64_t denied = 0;
  std::vector<int64_t> answers(std::size(kAnswers));
  std::string by_shape;
  for (size_t i = 0; i < shapes.size(); ++i) {
    calls += total[i];
    if (shapes[i].denied) denied += total[i];
    answers[static_cast<size_t>(shapes[i].answer)] += total[i];
    absl::StrAppend(&by_shape, i == 0 ? "\"" : ",\"", shapes[i].name, "\":", total[i]);
  }
  std::string json =
      absl::StrCat(R"({"files":)", files(), R"(,"events":)", options_.events, R"(,"records":)",
                   records, R"(,"calls":)", calls, R"(,"succeeded":)", calls - denied,
                   R"(,"denied":)", denied, R"(,"answers":{)");
  for (size_t i = 0; i < std::size(kAnswers); ++i)
    absl::StrAppend(&json, i == 0 ? "\"" : ",\"", kAnswers[i], "\":", answers[i]);
  return absl::StrCat(json, R"(},"shapes":{)", by_shape, "}}\n");
}

}  // namespace deputy::trail
