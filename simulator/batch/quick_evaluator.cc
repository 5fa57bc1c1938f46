#include "simulator/batch/quick_evaluator.h"

#include <simdjson.h>

#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/decide/authorizer.h"
#include "engine/iam/action.h"
#include "engine/iam/context_key.h"
#include "engine/text/json_writer.h"

namespace deputy {
namespace {

constexpr size_t kLongestLine = size_t{64} << 10;
constexpr size_t kMostRemembered = 4096;  // callers and keys; then a cache starts anew

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

// A caller with the keys that follow from it, of those that some stored policy asks for.
struct Caller {
  std::optional<Principal> principal;  // nothing: not a caller that the short way takes
  std::vector<std::pair<KeySlot, std::string>> implied;
};

struct KeyFacts {
  bool ordinary = false;  // a key that a request may give any one value
  KeySlot slot = kNoSlot;
  int folded = 0;  // the same for names that differ only in case
};

}  // namespace

class QuickEvaluator::Impl {
 public:
  explicit Impl(const RoleStore& store)
      : store_(store),
        resource_account_slot_(store.vocabulary().FindFolded("aws:resourceaccount")) {}

  bool Evaluate(absl::string_view line, std::string& out, EvaluationCounts& counts) {
    // Escapes are where two readers could differ, and rare.
    if (line.size() > kLongestLine || std::memchr(line.data(), '\\', line.size()) != nullptr)
      return false;
    // Only between lines: within one, names that differ only in case must keep their number.
    if (keys_.size() >= kMostRemembered) {
      keys_.clear();
      folded_.clear();
    }
    simdjson::dom::object object;
    const auto* bytes = reinterpret_cast<const uint8_t*>(line.data());
    if (parser_.parse(bytes, line.size(), false).get_object().get(object) != simdjson::SUCCESS)
      return false;
    Fields fields;
    if (!ReadFields(object, fields)) return false;
    const StoredRole role = store_.Find(fields.resource);
    if (role.program == nullptr || !IsRoleTrustAction(fields.action)) return false;
    const std::optional<Arn> arn = ParseArn(fields.resource);
    BoundRequest bound(*fields.caller->principal, fields.action, fields.resource, arn->account(),
                       store_.vocabulary());
    if (!BindContext(fields.context, bound)) return false;
    for (const auto& [slot, value] : fields.caller->implied) bound.Add(slot, value);
    if (resource_account_slot_ != kNoSlot) bound.Add(resource_account_slot_, arn->account());
    ApplicablePolicies policies;
    policies.resource = role.program;
    Write(fields.id, Authorize(policies, bound), *role.program, out, counts);
    return true;
  }

 private:
  struct Fields {
    std::optional<absl::string_view> id;
    const Caller* caller = nullptr;
    absl::string_view action;
    absl::string_view resource;
    simdjson::dom::object context;
  };

  // All five, once each, and nothing else.
  bool ReadFields(const simdjson::dom::object& object, Fields& fields) {
    int seen = 0;
    for (const auto& [key, value] : object) {
      std::string_view text;
      simdjson::dom::object inner;
      int member = 0;
      if (key == "id" && value.get(text) == simdjson::SUCCESS) {
        member = 1;
        fields.id = View(text);
      } else if (key == "principal" && value.get(inner) == simdjson::SUCCESS && inner.size() == 1) {
        member = 2;
        const simdjson::dom::key_value_pair caller = *inner.begin();
        if (caller.value.get(text) != simdjson::SUCCESS) return false;
        fields.caller = FindCaller(View(caller.key), View(text));
        if (!fields.caller->principal) return false;
      } else if (key == "action" && value.get(text) == simdjson::SUCCESS) {
        member = 4;
        fields.action = View(text);
      } else if (key == "resource" && value.get(text) == simdjson::SUCCESS) {
        member = 8;
        fields.resource = View(text);
      } else if (key == "context" && value.get(fields.context) == simdjson::SUCCESS) {
        member = 16;
      }
      if (member == 0 || (seen & member) != 0) return false;
      seen |= member;
    }
    return seen == 31;
  }

  bool BindContext(const simdjson::dom::object& context, BoundRequest& bound) {
    absl::InlinedVector<int, 8> seen;
    for (const auto& [key, value] : context) {
      std::string_view text;
      const KeyFacts& facts = FindKey(View(key));
      if (!facts.ordinary || value.get(text) != simdjson::SUCCESS) return false;
      for (const int other : seen) {
        if (other == facts.folded) return false;
      }
      seen.push_back(facts.folded);
      if (facts.slot != kNoSlot) bound.Add(facts.slot, View(text));
    }
    return true;
  }

  const Caller* FindCaller(absl::string_view type, absl::string_view text) {
    const std::string name = absl::StrCat(type, " ", text);
    const auto found = callers_.find(name);
    if (found != callers_.end()) return found->second.get();
    if (callers_.size() >= kMostRemembered) callers_.clear();
    auto caller = std::make_unique<Caller>();
    // Types by their own readers; a wildcard is for the long way to refuse.
    if (text.find_first_of("*?") == absl::string_view::npos) {
      if (type == "Service") caller->principal = ParseServicePrincipal(text);
      if (type == "AWS") caller->principal = ParseIamPrincipal(text);
    }
    if (caller->principal) {
      for (ImpliedKey& implied : ImpliedKeys(*caller->principal)) {
        const KeySlot slot = store_.vocabulary().FindFolded(FoldKey(implied.name));
        if (slot != kNoSlot && !implied.value.empty())
          caller->implied.emplace_back(slot, std::move(implied.value));
      }
    }
    return callers_.emplace(name, std::move(caller)).first->second.get();
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
    facts.slot = store_.vocabulary().FindFolded(folded);
    facts.folded = folded_.try_emplace(folded, static_cast<int>(folded_.size())).first->second;
    return keys_.emplace(std::string(name), facts).first->second;
  }

  static void Write(const std::optional<absl::string_view>& id, const Decision& decision,
                    const Program& program, std::string& out, EvaluationCounts& counts) {
    const absl::string_view name = DecisionName(decision.kind);
    ++counts.lines;
    ++counts.Of(decision.kind);
    // Without a backslash in the line no text of it needs escaping.
    absl::StrAppend(&out, "{\"id\":\"", *id, "\",\"decision\":\"", name, "\",\"determining\":[");
    for (size_t i = 0; i < decision.determining.size(); ++i) {
      const StatementRef& ref = decision.determining[i];
      absl::StrAppend(
          &out, i == 0 ? "" : ",", "{\"policy\":\"trustPolicy\",\"statement\":", ref.statement,
          ",\"sid\":",
          JsonWriter().String(program.Text(program.statements()[ref.statement].sid)).Take(), "}");
    }
    absl::StrAppend(&out, "]}\n");
  }

  const RoleStore& store_;
  KeySlot resource_account_slot_;
  simdjson::dom::parser parser_;
  absl::flat_hash_map<std::string, std::unique_ptr<Caller>> callers_;
  absl::flat_hash_map<std::string, KeyFacts> keys_;
  absl::flat_hash_map<std::string, int> folded_;
};

QuickEvaluator::QuickEvaluator(const RoleStore& store) : impl_(std::make_unique<Impl>(store)) {}

QuickEvaluator::~QuickEvaluator() = default;

bool QuickEvaluator::Evaluate(absl::string_view line, std::string& out, EvaluationCounts& counts) {
  return impl_->Evaluate(line, out, counts);
}

}  // namespace deputy
