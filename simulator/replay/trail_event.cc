#include "simulator/replay/trail_event.h"

#include <simdjson.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/timestamp.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"

namespace deputy {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

// Where the text of a member goes, in a structure of the event.
template <class Part>
struct Field {
  absl::string_view name;
  absl::string_view Part::*to;
};

constexpr Field<TrailEvent> kEventFields[] = {
    {"eventSource", &TrailEvent::source},
    {"eventName", &TrailEvent::name},
    {"eventID", &TrailEvent::id},
    {"sharedEventID", &TrailEvent::shared_id},
    {"eventTime", &TrailEvent::time},
    {"awsRegion", &TrailEvent::region},
    {"sourceIPAddress", &TrailEvent::source_ip},
    {"userAgent", &TrailEvent::user_agent},
    {"vpcEndpointId", &TrailEvent::vpc_endpoint},
    {"recipientAccountId", &TrailEvent::recipient},
    {"errorCode", &TrailEvent::error_code},
    {"errorMessage", &TrailEvent::error_message},
};

using Identity = TrailEvent::Identity;
constexpr Field<Identity> kIdentityFields[] = {
    {"type", &Identity::type},
    {"arn", &Identity::arn},
    {"accountId", &Identity::account},
    {"principalId", &Identity::principal_id},
    {"userName", &Identity::user_name},
    {"invokedBy", &Identity::invoked_by},
    {"identityProvider", &Identity::provider},
};
constexpr Field<Identity> kSessionFields[] = {{"sourceIdentity", &Identity::source_identity}};
constexpr Field<Identity> kAttributeFields[] = {{"mfaAuthenticated", &Identity::mfa},
                                                {"creationDate", &Identity::created}};
constexpr Field<Identity> kIssuerFields[] = {{"arn", &Identity::issuer_arn}};
constexpr Field<Identity> kFederationFields[] = {
    {"federatedProvider", &Identity::federated_provider}};

using Parameters = TrailEvent::Parameters;
constexpr Field<Parameters> kParameterFields[] = {
    {"roleArn", &Parameters::role},
    {"roleSessionName", &Parameters::session_name},
    {"externalId", &Parameters::external_id},
    {"sourceIdentity", &Parameters::source_identity},
    {"serialNumber", &Parameters::serial_number},
    {"principalArn", &Parameters::saml_provider},
    {"providerId", &Parameters::web_provider},
};

using Response = TrailEvent::Response;
constexpr Field<Response> kResponseFields[] = {
    {"subject", &Response::subject},
    {"subjectFromWebIdentityToken", &Response::subject},
    {"subjectType", &Response::subject_type},
    {"audience", &Response::audience},
    {"issuer", &Response::issuer},
    {"nameQualifier", &Response::name_qualifier},
    {"provider", &Response::provider},
    {"sourceIdentity", &Response::source_identity},
};

// Whether it holds `"AssumeRole`. Most records are only looked through for that, so it looks for
// two letters that seldom stand at this distance, sixteen places at a time.
bool MayAssumeRole(absl::string_view record) {
  constexpr absl::string_view kStart = "\"AssumeRole";
  size_t at = 0;
#ifdef __SSE2__
  const __m128i second = _mm_set1_epi8(kStart[1]);
  const __m128i eighth = _mm_set1_epi8(kStart[7]);
  const auto load = [&](size_t from) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(record.data() + from));
  };
  for (; at + 16 + kStart.size() <= record.size(); at += 16) {
    const __m128i both =
        _mm_and_si128(_mm_cmpeq_epi8(load(at + 1), second), _mm_cmpeq_epi8(load(at + 7), eighth));
    for (auto places = static_cast<unsigned>(_mm_movemask_epi8(both)); places != 0;
         places &= places - 1) {
      if (absl::StartsWith(record.substr(at + static_cast<size_t>(std::countr_zero(places))),
                           kStart))
        return true;
    }
  }
#endif
  return absl::StrContains(record.substr(at), kStart);
}

}  // namespace

class TrailEventReader::Impl {
 public:
  Kind Read(absl::string_view record, TrailEvent& event, std::string& problem) {
    // Nobody writes a name with escapes, but somebody might.
    if (!MayAssumeRole(record) && !absl::StrContains(record, "\\u")) return Kind::kOther;
    event = TrailEvent();
    object top;
    const auto* bytes = reinterpret_cast<const uint8_t*>(record.data());
    if (parser_.parse(bytes, record.size(), false).get_object().get(top) != simdjson::SUCCESS) {
      problem = WhyNoJson(record);
      return Kind::kMalformed;
    }
    problem_ = &problem;
    problem.clear();
    ReadTop(top, event);
    if (event.name.empty() && event.time.empty()) {
      event = TrailEvent();
      object inner;
      if (!Unwrap(top, inner)) return Kind::kMalformed;
      ReadTop(inner, event);
    }
    if (event.name != "AssumeRole" && event.name != "AssumeRoleWithWebIdentity" &&
        event.name != "AssumeRoleWithSAML")
      return Kind::kOther;
    if (!event.source.empty() && event.source != "sts.amazonaws.com") return Kind::kOther;
    if (problem.empty() && event.time.empty()) problem = "it has no `eventTime`";
    if (problem.empty() && !ParseTimestamp(event.time))
      problem = absl::StrCat("`eventTime` is no time: ", Quote(event.time));
    if (problem.empty() && event.identity.type.empty()) problem = "`userIdentity` has no `type`";
    return problem.empty() ? Kind::kAssumeRole : Kind::kMalformed;
  }

 private:
  // In the words of the tree's own reader, which knows where and why.
  static std::string WhyNoJson(absl::string_view record) {
    Diagnostics diagnostics;
    JsonLimits limits;
    limits.max_bytes = record.size();
    limits.max_string = record.size();
    ReadJson(record, limits, diagnostics);
    const Diagnostic* first = diagnostics.FirstError();
    return first != nullptr ? first->message : "it is nested too deep, or too long, to be read";
  }

  // What is no record may have one in it: an event of EventBridge as `detail`, one of LookupEvents
  // as a text.
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
  bool Unwrap(const object& top, object& record) {
    if (top["detail"].get(record) == simdjson::SUCCESS) return true;
    std::string_view text;
    if (top["CloudTrailEvent"].get(text) != simdjson::SUCCESS) {
      *problem_ = "this is no record of CloudTrail: it has no `eventName`";
      return false;
    }
    if (text_parser_.parse(text.data(), text.size()).get_object().get(record) == simdjson::SUCCESS)
      return true;
    *problem_ = absl::StrCat("`CloudTrailEvent`: ", WhyNoJson(View(text)));
    return false;
  }

  void ReadTop(const object& top, TrailEvent& event) {
    for (const auto& [key, value] : top) {
      const absl::string_view name = View(key);
      if (TakeText(name, value, kEventFields, event)) continue;
      object inner;
      if (name == "userIdentity") {
        if (Inner(name, value, inner)) ReadIdentity(inner, event.identity);
      } else if (name == "requestParameters") {
        if (!Inner(name, value, inner)) continue;
        event.parameters.known = true;
        ReadParameters(inner, event.parameters);
      } else if (name == "responseElements") {
        if (Inner(name, value, inner)) ReadResponse(inner, event.response);
      } else if (name == "resources") {
        ReadResources(value, event);
      }
    }
  }

  void ReadIdentity(const object& members, Identity& identity) {
    for (const auto& [key, value] : members) {
      const absl::string_view name = View(key);
      object inner;
      if (TakeText(name, value, kIdentityFields, identity)) continue;
      if (name != "sessionContext" || !Inner(name, value, inner)) continue;
      identity.has_session = true;
      for (const auto& [key2, value2] : inner) {
        const absl::string_view name2 = View(key2);
        object inner2;
        if (TakeText(name2, value2, kSessionFields, identity)) continue;
        if (value2.get(inner2) != simdjson::SUCCESS) continue;
        for (const auto& [key3, value3] : inner2) {
          const absl::string_view name3 = View(key3);
          if (name2 == "attributes") TakeText(name3, value3, kAttributeFields, identity);
          if (name2 == "sessionIssuer") TakeText(name3, value3, kIssuerFields, identity);
          if (name2 == "webIdFederationData") TakeText(name3, value3, kFederationFields, identity);
        }
      }
    }
  }

  void ReadParameters(const object& members, Parameters& parameters) {
    for (const auto& [key, value] : members) {
      const absl::string_view name = View(key);
      if (TakeText(name, value, kParameterFields, parameters)) continue;
      simdjson::dom::array items;
      object pairs;
      if (name == "transitiveTagKeys" && value.get(items) == simdjson::SUCCESS) {
        for (const element item : items) {
          std::string_view text;
          if (item.get(text) == simdjson::SUCCESS) parameters.transitive_keys.emplace_back(text);
        }
      } else if (name == "incomingTransitiveTags" && value.get(pairs) == simdjson::SUCCESS) {
        parameters.inherits_tags = pairs.size() > 0;
      } else if (name == "providedContexts" && value.get(items) == simdjson::SUCCESS) {
        parameters.provides_context = items.size() > 0;
      } else if (name == "tags" || name == "principalTags") {
        ReadTags(value, parameters.tags);
      }
    }
  }

  void ReadResponse(const object& members, Response& response) {
    for (const auto& [key, value] : members) {
      if (TakeText(View(key), value, kResponseFields, response)) continue;
      if (View(key) == "principalTags") ReadTags(value, response.tags);
    }
  }

  // A list of keys and values, or an object.
  static void ReadTags(const element& value,
                       std::vector<std::pair<std::string, std::string>>& tags) {
    simdjson::dom::array items;
    object pairs;
    std::string_view tag;
    std::string_view text;
    if (value.get(items) == simdjson::SUCCESS) {
      for (const element item : items) {
        if (item["key"].get(tag) == simdjson::SUCCESS &&
            item["value"].get(text) == simdjson::SUCCESS)
          tags.emplace_back(tag, text);
      }
    } else if (value.get(pairs) == simdjson::SUCCESS) {
      for (const auto& [name, item] : pairs) {
        if (item.get(text) == simdjson::SUCCESS) tags.emplace_back(name, text);
      }
    }
  }

  void ReadResources(const element& value, TrailEvent& event) {
    simdjson::dom::array items;
    if (value.get(items) != simdjson::SUCCESS) return;
    for (const element item : items) {
      std::string_view type;
      std::string_view arn;
      if (item["type"].get(type) == simdjson::SUCCESS && type == "AWS::IAM::Role" &&
          (item["ARN"].get(arn) == simdjson::SUCCESS ||
           item["arn"].get(arn) == simdjson::SUCCESS)) {
        event.resource_role = View(arn);
        return;
      }
    }
  }

  // Whether it is one of the fields. null is like absent.
  template <class Part, size_t kCount>
  bool TakeText(absl::string_view name, const element& value, const Field<Part> (&fields)[kCount],
                Part& part) {
    for (const Field<Part>& field : fields) {
      if (field.name != name) continue;
      std::string_view text;
      if (value.get(text) == simdjson::SUCCESS) {
        part.*field.to = View(text);
      } else if (!value.is_null()) {
        Complain(name, "is no string");
      }
      return true;
    }
    return false;
  }

  bool Inner(absl::string_view name, const element& value, object& inner) {
    if (value.get(inner) == simdjson::SUCCESS) return true;
    if (!value.is_null()) Complain(name, "is no object");
    return false;
  }

  void Complain(absl::string_view name, absl::string_view what) {
    if (problem_->empty()) *problem_ = absl::StrCat("`", name, "` ", what);
  }

  simdjson::dom::parser parser_;
  simdjson::dom::parser text_parser_;  // of a record that is a text in what parser_ read
  std::string* problem_ = nullptr;
};

TrailEventReader::TrailEventReader() : impl_(std::make_unique<Impl>()) {}
TrailEventReader::~TrailEventReader() = default;
TrailEventReader::TrailEventReader(TrailEventReader&&) noexcept = default;

TrailEventReader::Kind TrailEventReader::Read(absl::string_view record, TrailEvent& event,
                                              std::string& problem) {
  return impl_->Read(record, event, problem);
}

}  // namespace deputy
