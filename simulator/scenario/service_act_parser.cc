// ParseUsesService of act_parser.h: the use of a service, and what it acts for.
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/text/spelling.h"
#include "simulator/scenario/act_parser.h"

namespace deputy {
namespace {

// The partition that a region belongs to.
absl::string_view PartitionOf(absl::string_view region) {
  if (absl::StartsWith(region, "cn-")) return "aws-cn";
  return absl::StartsWith(region, "us-gov-") ? "aws-us-gov" : "aws";
}

class ServiceActParser {
 public:
  ServiceActParser(ObjectReader& reader, const StepContext& context)
      : reader_(reader), context_(context) {}

  UsesService Run() {
    UsesService act;
    act.deputy = ReadDeputyRef(reader_, false, context_);
    act.account = ReadAccountRef(reader_, "account", context_.names);
    if (const JsonValue* source = reader_.Optional("source")) act.source = Source(*source, act);
    const JsonMember* target = reader_.value().Find("target");
    const JsonMember* role = reader_.value().Find("role");
    if (target != nullptr && role != nullptr) {
      Error("one-act", target->name_range,
            "a service assumes a `role` or acts itself on a `target`, not both");
    }
    if (target == nullptr) {
      act.role = ReadRef(reader_, "role", "role", context_.names.roles);
      reader_.Optional("target");
    } else {
      reader_.Optional("role");
      act.target = ParseResourceAction(*reader_.Optional("target"), context_);
    }
    if (const JsonValue* forges = reader_.Optional("forges")) Forges(*forges, act);
    CheckFacts(act);
    return act;
  }

 private:
  void Error(absl::string_view rule, TextRange range, std::string message) {
    context_.diagnostics.Error(rule, range, std::move(message));
  }

  SourceResource Source(const JsonValue& value, const UsesService& act) {
    ObjectReader reader(value, "a source", context_.diagnostics);
    SourceResource source;
    if (const JsonValue* arn = value.Find("arn") == nullptr ? nullptr : reader.Optional("arn")) {
      source.arn = NonEmptyText(*arn, Quote("arn"), context_.diagnostics);
      if (!source.arn.empty() && CheckArn(source.arn, arn->range, context_.diagnostics)) {
        CheckOwner(source.arn, arn->range, act);
      }
    } else {
      source.kind = reader.Text("resource");
      source.name = reader.Text("name");
      const std::string region = reader.Text("region", false);
      source.arn = Expand(value, source, region, act);
    }
    source.version = ReadName(reader, "version", NameForm::kVersion, false);
    reader.Finish();
    return source;
  }

  void CheckOwner(absl::string_view text, TextRange range, const UsesService& act) {
    const absl::string_view owner = ParseArn(text)->account();
    if (owner.empty() || act.account == kNoIndex) return;
    const std::string& acting = context_.world.accounts[act.account].id;
    if (owner == acting) return;
    context_.diagnostics.Warning(
        "inconsistent-source", range,
        absl::StrCat("the source is of account ", Quote(owner), ", and ", Quote(acting), " acts"));
  }

  // The ARN of a resource of a kind that the catalogue knows.
  std::string Expand(const JsonValue& value, const SourceResource& source, absl::string_view region,
                     const UsesService& act) {
    if (act.deputy == kNoIndex || act.account == kNoIndex || source.kind.empty()) return "";
    const ServiceFacts& facts = *context_.world.deputies[act.deputy].service;
    if (facts.principal.empty()) return "";  // an unknown service: reported where it stands
    const SourceResourceKind* kind = facts.FindKind(source.kind);
    if (kind == nullptr) {
      std::vector<absl::string_view> known;
      for (const SourceResourceKind& each : facts.resources) known.emplace_back(each.kind);
      context_.diagnostics.Error(
          "unresolved-reference", value.Find("resource")->value.range,
          absl::StrCat("the catalogue has no resource ", Quote(source.kind), " of ",
                       Quote(facts.principal), DidYouMean(source.kind, known)),
          known.empty() ? "say `arn` instead"
                        : absl::StrCat("one of ", absl::StrJoin(known, ", ")));
      return "";
    }
    const TextRange open = {value.range.begin, value.range.begin + 1};
    if (kind->needs_region() && region.empty()) {
      Error("missing-member", open, absl::StrCat("the source needs ", Quote("region")));
    } else if (!kind->needs_region() && !region.empty()) {
      Error("invalid-value", value.Find("region")->value.range,
            "the ARN of such a resource has no region");
    }
    std::string arn =
        absl::StrReplaceAll(kind->arn, {{"${Partition}", PartitionOf(region)},
                                        {"${Region}", region},
                                        {"${Account}", context_.world.accounts[act.account].id},
                                        {"${Name}", source.name}});
    CheckArn(arn, open, context_.diagnostics);
    return arn;
  }

  void Forges(const JsonValue& value, UsesService& act) {
    act.forges = ReadExtraKeys(&value, KeyUse::kForges, context_.diagnostics);
    const TextRange open = {value.range.begin, value.range.begin + 1};
    if (value.is_object() && value.members.empty()) {
      Error("invalid-value", open, "`forges` must not be empty");
    }
    if (act.deputy != kNoIndex && !context_.world.deputies[act.deputy].compromised) {
      context_.diagnostics.Error("not-compromised", open,
                                 "only a compromised service sends keys of the attacker's choice",
                                 "give the deputy `\"compromised\": true`");
    }
    for (const ExtraKey& key : act.forges) {
      if (key.name == "aws:SourceAccount" && !key.values.empty() && !IsAccountId(key.values[0])) {
        Error("invalid-account-id", value.Find(key.name)->value.range,
              absl::StrCat(Quote(key.values[0]), " is not twelve digits"));
      }
      if (key.name == "aws:SourceArn" && !key.values.empty()) {
        CheckArn(key.values[0], value.Find(key.name)->value.range, context_.diagnostics);
      }
    }
  }

  // In every variant somebody must know what the service sends.
  void CheckFacts(const UsesService& act) {
    if (act.deputy == kNoIndex || !act.forges.empty()) return;
    const TargetKind to = act.target ? TargetKind::kResource : TargetKind::kRole;
    for (const ScenarioVariant& variant : context_.variants) {
      const Deputy& deputy = variant.world.deputies[act.deputy];
      const std::string& version =
          act.source && !act.source->version.empty() ? act.source->version : deputy.version;
      if (deputy.service->principal.empty()) return;  // reported where it stands
      if (deputy.sends || deputy.service->SendsTo(to, version) != nullptr) continue;
      context_.diagnostics.Error(
          "unknown-service-fact", reader_.value().Find("deputy")->value.range,
          absl::StrCat("nothing is known of what ", Quote(deputy.service->principal),
                       " sends to a ", to == TargetKind::kRole ? "role" : "resource"),
          "say it with `sends` in the deputy");
      return;
    }
  }

  ObjectReader& reader_;
  const StepContext& context_;
};

}  // namespace

UsesService ParseUsesService(ObjectReader& reader, const StepContext& context) {
  return ServiceActParser(reader, context).Run();
}

}  // namespace deputy
