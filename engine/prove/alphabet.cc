#include "engine/prove/alphabet.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace deputy {
namespace {

// What a person likes to read, best first; what is not here comes after it.
constexpr absl::string_view kReadable =
    "x9abcdefghijklmnopqrstuvwyz012345678-ABCDEFGHIJKLMNOPQRSTUVWXYZ/._:=+@,;!#$%&()<>[]^_{|}~ "
    "'\"`\\?*";

// The first code points of the stretches in which all code points are treated alike.
std::vector<uint32_t> Cuts(absl::Span<const Language> languages) {
  std::set<uint32_t> cuts;
  for (const CharRange& range : AnyChar()) cuts.insert({range.low, range.high + 1});
  for (const Language& language : languages) {
    for (const Item& item : language) {
      for (const CharRange& range : item.set) cuts.insert({range.low, range.high + 1});
    }
  }
  return {cuts.begin(), cuts.end()};
}

Bits ItemsWith(absl::Span<const Language> languages, size_t places, uint32_t c) {
  Bits items(places);
  size_t place = 0;
  for (const Language& language : languages) {
    for (const Item& item : language) {
      if (Contains(item.set, c)) items.Set(place);
      ++place;
    }
    ++place;
  }
  return items;
}

}  // namespace

std::vector<Letter> AlphabetOf(absl::Span<const Language> languages) {
  size_t places = 0;
  for (const Language& language : languages) places += language.size() + 1;
  const std::vector<uint32_t> cuts = Cuts(languages);
  std::vector<Letter> letters;
  std::vector<size_t> letter_of(cuts.size());  // of each stretch
  absl::flat_hash_map<Bits, size_t> known;
  for (size_t i = 0; i < cuts.size(); ++i) {
    letter_of[i] = SIZE_MAX;
    if (!Contains(AnyChar(), cuts[i])) continue;
    Bits items = ItemsWith(languages, places, cuts[i]);
    const auto [found, added] = known.try_emplace(items, letters.size());
    if (added) letters.push_back({0, std::move(items)});
    letter_of[i] = found->second;
  }
  std::vector<Letter> ordered;
  const auto take = [&](size_t letter, uint32_t c) {
    if (letters[letter].stands_for != 0) return;
    letters[letter].stands_for = c;
    ordered.push_back(letters[letter]);
  };
  for (const char readable : kReadable) {
    const auto c = static_cast<uint32_t>(static_cast<unsigned char>(readable));
    const auto after = std::upper_bound(cuts.begin(), cuts.end(), c);
    take(letter_of[static_cast<size_t>(after - cuts.begin()) - 1], c);
  }
  for (size_t i = 0; i < cuts.size(); ++i) {
    if (letter_of[i] != SIZE_MAX) take(letter_of[i], cuts[i]);
  }
  return ordered;
}

}  // namespace deputy
