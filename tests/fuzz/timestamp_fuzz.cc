// Points in time against a regular expression and the C library's calendar.
#include <ctime>
#include <regex>

#include "engine/iam/timestamp.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

int Part(const std::smatch& parts, size_t index, int otherwise) {
  return parts[index].matched ? std::stoi(parts[index]) : otherwise;
}

int32_t Nanos(std::string fraction) {
  fraction.resize(9, '0');
  return std::stoi(fraction);
}

std::optional<Timestamp> ParseSlowly(const std::string& text) {
  static const std::regex iso(
      R"(([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(?:Z|([+-])([0-9]{2}):([0-9]{2})))?)?)?)");
  static const std::regex epoch(R"(([0-9]{1,18})(?:\.([0-9]+))?)");
  std::smatch parts;
  Timestamp time;
  if (std::regex_match(text, parts, iso)) {
    std::tm day = {};
    day.tm_year = Part(parts, 1, 0) - 1900;
    day.tm_mon = Part(parts, 2, 1) - 1;
    day.tm_mday = Part(parts, 3, 1);
    day.tm_hour = Part(parts, 4, 0);
    day.tm_min = Part(parts, 5, 0);
    day.tm_sec = Part(parts, 6, 0);
    const std::tm given = day;
    time.seconds = timegm(&day);  // and puts right what is in no calendar
    if (Part(parts, 1, 0) == 0 || day.tm_year != given.tm_year || day.tm_mon != given.tm_mon ||
        day.tm_mday != given.tm_mday || day.tm_hour != given.tm_hour ||
        day.tm_min != given.tm_min || day.tm_sec != given.tm_sec)
      return std::nullopt;
    if (parts[7].matched) time.nanos = Nanos(parts[7]);
    if (parts[8].matched) {
      const int hours = Part(parts, 9, 0);
      const int minutes = Part(parts, 10, 0);
      if (hours > 23 || minutes > 59) return std::nullopt;
      time.seconds -= (parts[8] == "+" ? 1 : -1) * (hours * 3600 + minutes * 60);
    }
    return time;
  }
  if (!std::regex_match(text, parts, epoch)) return std::nullopt;
  time.seconds = std::stoll(parts[1]);
  if (parts[2].matched) time.nanos = Nanos(parts[2]);
  return time;
}

FUZZ_TARGET(timestamp) {
  if (input.size() > 100) return;  // std::regex recurses
  Require(ParseTimestamp(input) == ParseSlowly(std::string(input)), "the time differs", input);
}

}  // namespace
}  // namespace deputy::fuzz
