#include "simulator/batch/quick_evaluator.h"

#include <simdjson.h>

#include <array>
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
  // Bound to the action it called last.
  std::string action;
  std::optional<BoundCall> call;
};

struct KeyFacts {
  bool ordinary = false;  // a key that a request may give any one value
  KeySlot slot = kNoSlot;
  int folded = 0;  // the same for names that differ only in case
};

// Lines of a stream have the same keys in the same order, so the last one's are asked first.
struct RecentKey {
  std::string name;
  KeyFacts facts;
};
constexpr size_t kRecentKeys = 16;

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
      recent_ = {};
    }
    simdjson::dom::object object;
    const auto* bytes = reinterpret_cast<const uint8_t*>(line.data());
    if (parser_.parse(bytes, line.size(), false).get_object().get(object) != simdjson::SUCCESS)
      return false;
    Fields fields;
    if (!ReadFields(object, fields)) return false;
    const StoredRole role = store_.Find(fields.resource);
    if (role.program == nullptr || !BindCall(*fields.caller, fields.action)) return false;
    // A trust policy has no Resource, so the role's ARN is cut only where its account is asked for.
    std::optional<Arn> arn;
    if (resource_account_slot_ != kNoSlot || fields.caller->principal->IsIam())
      arn = ParseArn(fields.resource);
    const absl::string_view account = arn ? arn->account() : "";
    BoundRequest bound(*fields.caller->call, arn, account, store_.vocabulary());
    if (!BindContext(fields.context, bound)) return false;
    for (const auto& [slot, value] : fields.caller->implied) bound.Add(slot, value);
    if (resource_account_slot_ != kNoSlot) bound.Add(resource_account_slot_, account);
    ApplicablePolicies policies;
    policies.resource = role.program;
    Write(fields.id, Authorize(policies, bound), *role.program, out, counts);
    return true;
  }

 private:
  struct Fields {
    std::optional<absl::string_view> id;
    Caller* caller = nullptr;
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
        if (fields.caller == nullptr || !fields.caller->principal) return false;
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

  // False where the action is none of a role's.
  bool BindCall(Caller& caller, absl::string_view action) {
    if (caller.call && caller.action == action) return true;
    if (!IsRoleTrustAction(action)) return false;
    caller.action = std::string(action);
    // Such a caller is not federated, so its words do not depend on the role.
    caller.call.emplace(*caller.principal, caller.action, std::nullopt, store_.vocabulary());
    return true;
  }

  bool BindContext(const simdjson::dom::object& context, BoundRequest& bound) {
    absl::InlinedVector<int, 8> seen;
    size_t position = 0;
    for (const auto& [key, value] : context) {
      std::string_view text;
      const KeyFacts& facts = FindKey(View(key), position++);
      if (!facts.ordinary || value.get(text) != simdjson::SUCCESS) return false;
      for (const int other : seen) {
        if (other == facts.folded) return false;
      }
      seen.push_back(facts.folded);
      if (facts.slot != kNoSlot) bound.Add(facts.slot, View(text));
    }
    return true;
  }

  Caller* FindCaller(absl::string_view type, absl::string_view text) {
    const bool is_service = type == "Service";
    if (!is_service && type != "AWS") return nullptr;
    auto& callers = is_service ? services_ : iam_callers_;
    if (const auto found = callers.find(text); found != callers.end()) return found->second.get();
    if (callers.size() >= kMostRemembered) callers.clear();
    auto caller = std::make_unique<Caller>();
    // Types by their own readers; a wildcard is for the long way to refuse.
    if (text.find_first_of("*?") == absl::string_view::npos)
      caller->principal = is_service ? ParseServicePrincipal(text) : ParseIamPrincipal(text);
    if (caller->principal) {
      for (ImpliedKey& implied : ImpliedKeys(*caller->principal)) {
        const KeySlot slot = store_.vocabulary().FindFolded(FoldKey(implied.name));
        if (slot != kNoSlot && !implied.value.empty())
          caller->implied.emplace_back(slot, std::move(implied.value));
      }
    }
    return callers.emplace(std::string(text), std::move(caller)).first->second.get();
  }

  const KeyFacts& FindKey(absl::string_view name, size_t position) {
    RecentKey& recent = recent_[position % kRecentKeys];
    if (recent.name == name) return recent.facts;
    recent = {std::string(name), LookUpKey(name)};
    return recent.facts;
  }

  const KeyFacts& LookUpKey(absl::string_view name) {
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
    const auto append = [&](absl::string_view text) { out.append(text.data(), text.size()); };
    append("{\"id\":\"");
    append(*id);
    append("\",\"decision\":\"");
    append(name);
    append("\",\"determining\":[");
    for (size_t i = 0; i < decision.determining.size(); ++i) {
      const uint32_t statement = decision.determining[i].statement;
      const absl::string_view sid = program.Text(program.statements()[statement].sid);
      absl::StrAppend(&out, i == 0 ? "" : ",",
                      "{\"policy\":\"trustPolicy\",\"statement\":", statement, ",\"sid\":");
      append(sid.empty() ? "\"\"" : JsonWriter().String(sid).Take());
      append("}");
    }
    append("]}\n");
  }

  const RoleStore& store_;
  KeySlot resource_account_slot_;
  simdjson::dom::parser parser_;
  absl::flat_hash_map<std::string, std::unique_ptr<Caller>> services_;
  absl::flat_hash_map<std::string, std::unique_ptr<Caller>> iam_callers_;
  absl::flat_hash_map<std::string, KeyFacts> keys_;
  absl::flat_hash_map<std::string, int> folded_;
  std::array<RecentKey, kRecentKeys> recent_;
};

QuickEvaluator::QuickEvaluator(const RoleStore& store) : impl_(std::make_unique<Impl>(store)) {}

QuickEvaluator::~QuickEvaluator() = default;
QuickEvaluator::QuickEvaluator(QuickEvaluator&&) noexcept = default;

bool QuickEvaluator::Evaluate(absl::string_view line, std::string& out, EvaluationCounts& counts) {
  return impl_->Evaluate(line, out, counts);
}

}  // namespace deputy
