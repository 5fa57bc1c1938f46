#include "simulator/batch/quick_reader.h"

#include <simdjson.h>

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "engine/iam/context_key.h"

namespace deputy {
namespace {

constexpr size_t kMostRemembered = 4096;  // keys; then they start anew

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

struct KeyFacts {
  bool ordinary = false;  // a key that a request may give any one value
  KeySlot slot = kNoSlot;
  int folded = 0;  // the same for names that differ only in case
};

}  // namespace

class QuickReader::Impl {
 public:
  explicit Impl(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  bool Read(absl::string_view line, LineValues& values) {
    values.Clear();
    // Escapes are where two readers could differ, and rare.
    if (line.size() > kLongestLine || absl::StrContains(line, '\\')) return false;
    // Only between lines: within one, names that differ only in case must keep their number.
    if (keys_.size() >= kMostRemembered) {
      keys_.clear();
      folded_.clear();
    }
    simdjson::dom::object object;
    const auto* bytes = reinterpret_cast<const uint8_t*>(line.data());
    return parser_.parse(bytes, line.size(), false).get_object().get(object) == simdjson::SUCCESS &&
           ReadMembers(object, values);
  }

 private:
  // All five, once each, and nothing else.
  bool ReadMembers(const simdjson::dom::object& object, LineValues& values) {
    int seen = 0;
    for (const auto& [key, value] : object) {
      simdjson::dom::object inner;
      int member = 0;
      if (key == "id" && Add(kId, value, values)) {
        member = 1;
      } else if (key == "principal" && value.get(inner) == simdjson::SUCCESS && inner.size() == 1) {
        member = 2;
        const simdjson::dom::key_value_pair caller = *inner.begin();
        if (caller.key != "Service" && caller.key != "AWS") return false;
        if (!Add(caller.key == "AWS" ? kIamCaller : kService, caller.value, values)) return false;
      } else if (key == "action" && Add(kAction, value, values)) {
        member = 4;
      } else if (key == "resource" && Add(kResource, value, values)) {
        member = 8;
      } else if (key == "context" && value.get(inner) == simdjson::SUCCESS) {
        member = 16;
        if (!ReadContext(inner, values)) return false;
      }
      if (member == 0 || (seen & member) != 0) return false;
      seen |= member;
    }
    return seen == 31;
  }

  bool ReadContext(const simdjson::dom::object& context, LineValues& values) {
    absl::InlinedVector<int, 8> seen;
    for (const auto& [key, value] : context) {
      const KeyFacts& facts = FindKey(View(key));
      if (!facts.ordinary) return false;
      for (const int other : seen) {
        if (other == facts.folded) return false;
      }
      seen.push_back(facts.folded);
      const uint32_t meaning = facts.slot == kNoSlot ? kUnasked : kFirstSlot + facts.slot;
      if (!Add(meaning, value, values)) return false;
    }
    return true;
  }

  // False where it is no string, or one too many.
  static bool Add(uint32_t meaning, const simdjson::dom::element& value, LineValues& values) {
    std::string_view text;
    if (values.full() || value.get(text) != simdjson::SUCCESS) return false;
    values.Add(View(text), meaning);
    return true;
  }

  const KeyFacts& FindKey(absl::string_view name) {
    const auto found = keys_.find(name);
    if (found != keys_.end()) return found->second;
    const std::string folded = FoldKey(name);
    const ContextKeyInfo* info = FindContextKey(name);
    KeyFacts facts;
    facts.ordinary =
        IsContextKeyName(name) && (info == nullptr || (info->origin != KeyOrigin::kPrincipal &&
                                                       info->origin != KeyOrigin::kResource));
    facts.slot = vocabulary_.FindFolded(folded);
    facts.folded = folded_.try_emplace(folded, static_cast<int>(folded_.size())).first->second;
    return keys_.emplace(std::string(name), facts).first->second;
  }

  const Vocabulary& vocabulary_;
  simdjson::dom::parser parser_;
  absl::flat_hash_map<std::string, KeyFacts> keys_;
  absl::flat_hash_map<std::string, int> folded_;
};

QuickReader::QuickReader(const Vocabulary& vocabulary)
    : impl_(std::make_unique<Impl>(vocabulary)) {}

QuickReader::~QuickReader() = default;
QuickReader::QuickReader(QuickReader&&) noexcept = default;

bool QuickReader::Read(absl::string_view line, LineValues& values) {
  return impl_->Read(line, values);
}

}  // namespace deputy
