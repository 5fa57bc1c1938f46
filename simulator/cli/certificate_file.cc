#include "simulator/cli/certificate_file.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"
#include "engine/prove/certificate.h"
#include "engine/prove/certificate_checker.h"
#include "engine/prove/likeness.h"
#include "engine/text/json_reader.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/report/count.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

constexpr Property kCertified[] = {Property::kNoForeignSource, Property::kNoForeignPrincipal};

struct FlagList {
  absl::string_view name;
  std::vector<std::string> TrustFlags::*values;
};

constexpr FlagList kFlagLists[] = {
    {"trust", &TrustFlags::accounts},    {"trustOrg", &TrustFlags::organizations},
    {"trustClaim", &TrustFlags::claims}, {"thirdParty", &TrustFlags::third_parties},
    {"service", &TrustFlags::services},
};

JsonLimits Limits() {
  JsonLimits limits;
  limits.max_bytes = JsonLimits::kMostBytes;
  limits.max_string = JsonLimits::kMostBytes;
  return limits;
}

// A policy that was parsed before, into another document.
void WritePolicy(const Policy& policy, JsonWriter& writer) {
  Diagnostics diagnostics;
  const auto document = ReadJson(PrintPolicy(policy, JsonStyle::kCompact), Limits(), diagnostics);
  if (document) writer.Value(*document);
}

class FileChecker {
 public:
  FileChecker(const TrustSetup& setup, std::string& out) : setup_(setup), out_(out) {
    for (const Policy& rcp : setup.rcps) rcps_.push_back(&rcp);
  }

  // One entry of "policies"; false when it is no such thing.
  bool Check(const JsonValue& entry, Diagnostics& diagnostics) {
    const JsonMember* subjects = entry.Find("subjects");
    const JsonMember* resource = entry.Find("resource");
    const JsonMember* type = entry.Find("type");
    const JsonMember* document = entry.Find("policy");
    const JsonMember* certificates = entry.Find("certificates");
    if (!entry.is_object() || subjects == nullptr || resource == nullptr || type == nullptr ||
        document == nullptr || certificates == nullptr || !certificates->value.is_object() ||
        subjects->value.items.empty())
      return false;
    const std::optional<Policy> policy = ParsePolicy(
        document->value,
        type->value.text == "resource" ? PolicyType::kResource : PolicyType::kTrust, diagnostics);
    if (!policy) return false;
    RoleQuestion question;
    question.policy = &*policy;
    question.rcps = rcps_;
    question.resource = resource->value.text;
    // The engine trusts the account of the resource, also one that stands there alone.
    const std::string likeness = LikenessOf(*policy, question.resource, rcps_);
    if (!question.resource.empty() && !IsRoleArn(question.resource)) return false;
    for (const JsonValue& subject : subjects->value.items) {
      if (IsRoleArn(subject.text) && LikenessOf(*policy, subject.text, rcps_) != likeness)
        return false;
    }
    question.trusted = setup_.trusted;
    question.services =
        policy->type == PolicyType::kResource ? setup_.resource_facts : setup_.role_facts;
    for (const JsonMember& certificate : certificates->value.members)
      CheckOne(question, likeness, certificate, subjects->value);
    return true;
  }

  // A policy of the files that were given.
  void Cover(const LoadedFile& file, const FoundPolicy& found) {
    const bool known = found.policy && found.unknown.empty();
    const std::string resource = IsRoleArn(found.role_arn) ? found.role_arn : "";
    const auto covered =
        known ? covered_.find(LikenessOf(*found.policy, resource, rcps_)) : covered_.end();
    if (covered != covered_.end() && covered->second.size() == std::size(kCertified)) return;
    wrong_ = true;
    out_ += Wrap("UNCERTIFIED  ", Escape(SubjectOf(file, found), 400));
  }

  bool wrong() const { return wrong_ || checked_ == 0; }

 private:
  void CheckOne(const RoleQuestion& question, const std::string& likeness,
                const JsonMember& certificate, const JsonValue& subjects) {
    std::string fault = "there is no such property";
    for (const Property property : kCertified) {
      if (PropertyName(property) != certificate.name) continue;
      fault = CheckCertificate(question, property, certificate.value.text);
      if (fault.empty()) covered_[likeness].insert(property);
    }
    ++checked_;
    wrong_ = wrong_ || !fault.empty();
    for (const JsonValue& subject : subjects.items) {
      out_ += Wrap(fault.empty() ? "VERIFIED  " : "WRONG     ",
                   absl::StrCat(Escape(certificate.name), " of ", Escape(subject.text, 400),
                                fault.empty() ? "" : ": ", Escape(fault, 400)));
    }
  }

  const TrustSetup& setup_;
  std::string& out_;
  std::vector<const Policy*> rcps_;
  std::map<std::string, std::set<Property>> covered_;  // by likeness
  size_t checked_ = 0;
  bool wrong_ = false;
};

ExitCode Refuse(const Source& source, const JsonValue& at, Diagnostics& diagnostics,
                const Style& errors) {
  if (!diagnostics.has_errors()) {
    diagnostics.Error("not-a-certificate", {at.range.begin, at.range.begin + 1},
                      "this is not what `deputy prove --certificate` writes");
  }
  WriteError(FormatDiagnostics(source, diagnostics, errors));
  return ExitCode::kRejected;
}

}  // namespace

ExitCode WriteCertificates(const std::string& path, const TrustFlags& flags,
                           const PolicyProver& prover) {
  const std::vector<PolicyProof>& proofs = prover.report().policies;
  std::map<size_t, std::vector<std::string>> subjects;  // of the first of equal policies
  for (size_t i = 0; i < proofs.size(); ++i)
    subjects[proofs[i].same_as.value_or(i)].push_back(proofs[i].subject);
  JsonWriter writer(JsonStyle::kPretty);
  writer.BeginObject().Member("schema", "deputy-certificates").Member("version", int64_t{1});
  for (const FlagList& list : kFlagLists) {
    writer.Key(list.name).Strings(flags.*list.values);
  }
  writer.Key("resourceControlPolicies").BeginArray();
  for (const Policy& rcp : prover.setup().rcps) WritePolicy(rcp, writer);
  writer.EndArray().Key("policies").BeginArray();
  for (const auto& [first, names] : subjects) {
    const PolicyProof& proof = proofs[first];
    if (!proof.answers) continue;
    std::vector<std::pair<absl::string_view, std::string>> certificates;
    for (const Property property : kCertified) {
      auto text = Certify(prover.QuestionOf(proof), property);
      if (text) certificates.emplace_back(PropertyName(property), *std::move(text));
    }
    if (certificates.empty()) continue;
    writer.BeginObject().Key("subjects").Strings(names).Member("resource", proof.resource);
    writer.Member("type", proof.scene.policy->type == PolicyType::kResource ? "resource" : "trust");
    WritePolicy(*proof.scene.policy, writer.Key("policy"));
    writer.Key("certificates").BeginObject();
    for (const auto& [name, text] : certificates) writer.Member(name, text);
    writer.EndObject().EndObject();
  }
  writer.EndArray().EndObject();
  return WriteOutput(path, absl::StrCat(writer.Take(), "\n"));
}

ExitCode CheckCertificates(const std::string& path, const TrustFlags& flags,
                           const std::vector<std::unique_ptr<LoadedFile>>& files,
                           const Style& errors, std::string& out) {
  absl::StatusOr<std::string> text = ReadInput(path, Limits().max_bytes);
  if (!text.ok()) return ReportFailure(text.status());
  const Source source{path == "-" ? "<stdin>" : path, *std::move(text)};
  Diagnostics diagnostics;
  const std::optional<JsonValue> document = ReadJson(source.text, Limits(), diagnostics);
  if (!document) return Refuse(source, JsonValue(), diagnostics, errors);
  const JsonMember* schema = document->Find("schema");
  const JsonMember* policies = document->Find("policies");
  const JsonMember* rcps = document->Find("resourceControlPolicies");
  if (schema == nullptr || schema->value.text != "deputy-certificates" || policies == nullptr ||
      rcps == nullptr)
    return Refuse(source, *document, diagnostics, errors);
  const JsonMember* version = document->Find("version");
  if (version == nullptr || version->value.text != "1") {
    diagnostics.Error("unknown-version", (version == nullptr ? *schema : *version).value.range,
                      "certificates of version 1 are checked, and no others");
    return Refuse(source, *document, diagnostics, errors);
  }
  TrustSetup setup;
  TrustFlags said = flags;
  const bool given = !flags.accounts.empty() || !flags.organizations.empty();
  for (const FlagList& list : kFlagLists) {
    const JsonMember* values = document->Find(list.name);
    if (given || values == nullptr) continue;
    (said.*list.values).clear();
    for (const JsonValue& value : values->value.items) (said.*list.values).push_back(value.text);
  }
  if (const ExitCode code = ReadTrustFlags(said, errors, setup); code != ExitCode::kOk) return code;
  for (const JsonValue& rcp : rcps->value.items) {
    std::optional<Policy> policy = ParsePolicy(rcp, PolicyType::kRcp, diagnostics);
    if (!policy) return Refuse(source, rcp, diagnostics, errors);
    if (!given) setup.rcps.push_back(*std::move(policy));
  }
  for (const std::string& line : DescribeTrusted(setup.trusted))
    out += Wrap("trusted   ", Escape(line, 400));
  if (const size_t count = setup.rcps.size(); count > 0) {
    out += Wrap("assuming  ", absl::StrCat(Count(count, "resource control policy is",
                                                 "resource control policies are"),
                                           " in force"));
  }
  FileChecker checker(setup, out);
  for (const JsonValue& entry : policies->value.items) {
    if (!checker.Check(entry, diagnostics)) return Refuse(source, entry, diagnostics, errors);
  }
  for (const auto& file : files) {
    for (const FoundPolicy& found : file->file.policies) {
      if (!found.service_linked) checker.Cover(*file, found);
    }
  }
  return checker.wrong() ? ExitCode::kNotAsExpected : ExitCode::kOk;
}

}  // namespace deputy
