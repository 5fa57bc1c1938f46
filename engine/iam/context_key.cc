#include "engine/iam/context_key.h"

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

using Type = OperandType;
constexpr Cardinality kOne = Cardinality::kSingle;
constexpr Cardinality kMany = Cardinality::kMulti;
constexpr KeyOrigin kPrincipal = KeyOrigin::kPrincipal;
constexpr KeyOrigin kService = KeyOrigin::kCallingService;
constexpr KeyOrigin kCaller = KeyOrigin::kCaller;
constexpr KeyOrigin kNetwork = KeyOrigin::kNetwork;
constexpr KeyOrigin kResource = KeyOrigin::kResource;

// In the order of the folded names.
constexpr ContextKeyInfo kKeys[] = {
    {"accounts.google.com:aud", Type::kString, kOne, kCaller, "the audience of a Google token"},
    {"accounts.google.com:email", Type::kString, kOne, kCaller,
     "the e-mail address of a Google token"},
    {"accounts.google.com:oaud", Type::kString, kOne, kCaller,
     "the original audience of a Google token"},
    {"accounts.google.com:sub", Type::kString, kOne, kCaller, "the subject of a Google token"},
    {"aws:AssumedRoot", Type::kBool, kOne, kPrincipal,
     "whether the caller is an assumed root session"},
    {"aws:CalledVia", Type::kString, kMany, kCaller,
     "the services through which the call came, in order"},
    {"aws:CalledViaFirst", Type::kString, kOne, kCaller,
     "the first service through which the call came"},
    {"aws:CalledViaLast", Type::kString, kOne, kCaller,
     "the last service through which the call came"},
    {"aws:ChatbotSourceArn", Type::kArn, kOne, kCaller,
     "the chat configuration a request comes from"},
    {"aws:CurrentTime", Type::kDate, kOne, kNetwork, "the time of the request"},
    {"aws:Ec2InstanceSourcePrivateIPv4", Type::kIpAddress, kOne, kPrincipal,
     "the address of the instance whose role calls"},
    {"aws:Ec2InstanceSourceVpc", Type::kString, kOne, kPrincipal,
     "the VPC of the instance whose role calls"},
    {"aws:EpochTime", Type::kDate, kOne, kNetwork, "the time of the request in epoch seconds"},
    {"aws:FederatedProvider", Type::kString, kOne, kPrincipal,
     "the identity provider of a federated session"},
    {"aws:MultiFactorAuthAge", Type::kNumeric, kOne, kCaller, "seconds since the caller used MFA"},
    {"aws:MultiFactorAuthPresent", Type::kBool, kOne, kCaller,
     "whether temporary credentials were made with MFA"},
    {"aws:PrincipalAccount", Type::kString, kOne, kPrincipal, "the account of the caller"},
    {"aws:PrincipalArn", Type::kArn, kOne, kPrincipal,
     "the ARN of the caller; of a session its role's"},
    {"aws:PrincipalIsAWSService", Type::kBool, kOne, kPrincipal,
     "whether a service calls with its own principal"},
    {"aws:PrincipalOrgID", Type::kString, kOne, kPrincipal, "the organization of the caller"},
    {"aws:PrincipalOrgPaths", Type::kString, kMany, kPrincipal,
     "where the caller's account stands in its organization"},
    {"aws:PrincipalServiceName", Type::kString, kOne, kPrincipal,
     "the service principal that calls"},
    {"aws:PrincipalServiceNamesList", Type::kString, kMany, kPrincipal,
     "all names of the service principal that calls"},
    {"aws:PrincipalTag/", Type::kString, kOne, kPrincipal, "a tag of the caller"},
    {"aws:PrincipalType", Type::kString, kOne, kPrincipal, "the kind of the caller"},
    {"aws:referer", Type::kString, kOne, kCaller, "the HTTP referer"},
    {"aws:RequestedRegion", Type::kString, kOne, kNetwork, "the region that is called"},
    {"aws:RequestTag/", Type::kString, kOne, kCaller, "a tag that the call passes"},
    {"aws:ResourceAccount", Type::kString, kOne, kResource, "the account that owns the resource"},
    {"aws:ResourceOrgID", Type::kString, kOne, kResource,
     "the organization that owns the resource"},
    {"aws:ResourceOrgPaths", Type::kString, kMany, kResource,
     "where the resource's account stands in its organization"},
    {"aws:ResourceTag/", Type::kString, kOne, kResource, "a tag of the resource"},
    {"aws:SecureTransport", Type::kBool, kOne, kNetwork, "whether the call came over TLS"},
    {"aws:SignInSessionArn", Type::kArn, kOne, kPrincipal, "the sign-in session of the caller"},
    {"aws:SourceAccount", Type::kString, kOne, kService,
     "the account of the resource for which a service acts"},
    {"aws:SourceArn", Type::kArn, kOne, kService, "the resource for which a service acts"},
    {"aws:SourceIdentity", Type::kString, kOne, kPrincipal,
     "the source identity of the caller's session"},
    {"aws:SourceIp", Type::kIpAddress, kOne, kNetwork, "the address the call came from"},
    {"aws:SourceOrgID", Type::kString, kOne, kService,
     "the organization of the resource for which a service acts"},
    {"aws:SourceOrgPaths", Type::kString, kMany, kService,
     "where the source account stands in its organization"},
    {"aws:SourceVpc", Type::kString, kOne, kNetwork, "the VPC the call came from"},
    {"aws:SourceVpcArn", Type::kArn, kOne, kNetwork, "the ARN of the VPC the call came from"},
    {"aws:SourceVpce", Type::kString, kOne, kNetwork, "the VPC endpoint the call came through"},
    {"aws:TagKeys", Type::kString, kMany, kCaller, "the keys of the tags that the call passes"},
    {"aws:TokenIssueTime", Type::kDate, kOne, kPrincipal,
     "when the caller's temporary credentials were issued"},
    {"aws:UserAgent", Type::kString, kOne, kCaller, "the HTTP user agent"},
    {"aws:userid", Type::kString, kOne, kPrincipal, "the unique id of the caller"},
    {"aws:username", Type::kString, kOne, kPrincipal, "the name of the user that calls"},
    {"aws:ViaAWSService", Type::kBool, kOne, kCaller,
     "whether a service passes on the caller's own credentials"},
    {"aws:VpceAccount", Type::kString, kOne, kNetwork, "the account of the VPC endpoint"},
    {"aws:VpceOrgID", Type::kString, kOne, kNetwork, "the organization of the VPC endpoint"},
    {"aws:VpceOrgPaths", Type::kString, kMany, kNetwork,
     "where the VPC endpoint's account stands in its organization"},
    {"aws:VpcSourceIp", Type::kIpAddress, kOne, kNetwork, "the private address the call came from"},
    {"cognito-identity.amazonaws.com:amr", Type::kString, kMany, kCaller,
     "how a Cognito identity was authenticated"},
    {"cognito-identity.amazonaws.com:aud", Type::kString, kOne, kCaller,
     "the Cognito identity pool"},
    {"cognito-identity.amazonaws.com:sub", Type::kString, kOne, kCaller, "the Cognito identity"},
    {"graph.facebook.com:app_id", Type::kString, kOne, kCaller,
     "the application of a Facebook token"},
    {"graph.facebook.com:id", Type::kString, kOne, kCaller, "the user of a Facebook token"},
    {"iam:AssociatedResourceArn", Type::kArn, kOne, kCaller,
     "the resource with which a passed role is associated"},
    {"iam:AWSServiceName", Type::kString, kOne, kCaller,
     "the service to which a service-linked role is attached"},
    {"iam:PassedToService", Type::kString, kOne, kCaller,
     "the service principal to which a role is passed"},
    {"iam:PermissionsBoundary", Type::kArn, kOne, kResource, "the boundary that is attached"},
    {"iam:PolicyARN", Type::kArn, kOne, kCaller, "the managed policy of the request"},
    {"iam:ResourceTag/", Type::kString, kOne, kResource, "a tag of the IAM entity"},
    {"saml:aud", Type::kString, kOne, kCaller, "the endpoint to which a SAML assertion was sent"},
    {"saml:doc", Type::kString, kOne, kCaller, "the SAML provider and account"},
    {"saml:eduPersonAffiliation", Type::kString, kMany, kCaller,
     "an attribute of a SAML assertion"},
    {"saml:iss", Type::kString, kOne, kCaller, "the issuer of a SAML assertion"},
    {"saml:namequalifier", Type::kString, kOne, kCaller,
     "a hash that identifies the SAML provider"},
    {"saml:sub", Type::kString, kOne, kCaller, "the subject of a SAML assertion"},
    {"saml:sub_type", Type::kString, kOne, kCaller,
     "persistent or transient: the kind of the SAML subject"},
    {"sts:AWSServiceName", Type::kString, kOne, kCaller,
     "the service for which a bearer token is made"},
    {"sts:DurationSeconds", Type::kNumeric, kOne, kCaller, "the duration asked for the session"},
    {"sts:ExternalId", Type::kString, kOne, kCaller, "the external id that the call passes"},
    {"sts:RequestContext/", Type::kString, kOne, kCaller,
     "a pair of the session context that the call passes"},
    {"sts:RequestContextProviders", Type::kArn, kMany, kCaller,
     "the providers of the session context"},
    {"sts:RoleSessionName", Type::kString, kOne, kCaller, "the session name that the call passes"},
    {"sts:SourceIdentity", Type::kString, kOne, kCaller,
     "the source identity that the call passes"},
    {"sts:TaskPolicyArn", Type::kArn, kOne, kCaller, "the task policy of an assumed root session"},
    {"sts:TransitiveTagKeys", Type::kString, kMany, kCaller,
     "the session tags that stay through role chaining"},
    {"token.actions.githubusercontent.com:actor", Type::kString, kOne, kCaller,
     "who started the GitHub workflow"},
    {"token.actions.githubusercontent.com:aud", Type::kString, kOne, kCaller,
     "the audience of a GitHub token"},
    {"token.actions.githubusercontent.com:environment", Type::kString, kOne, kCaller,
     "the environment of a GitHub job"},
    {"token.actions.githubusercontent.com:repository", Type::kString, kOne, kCaller,
     "the repository of a GitHub workflow"},
    {"token.actions.githubusercontent.com:sub", Type::kString, kOne, kCaller,
     "repository and ref of a GitHub workflow"},
    {"www.amazon.com:app_id", Type::kString, kOne, kCaller,
     "the application of a Login with Amazon token"},
    {"www.amazon.com:user_id", Type::kString, kOne, kCaller,
     "the user of a Login with Amazon token"},
};

using KeyIndex = absl::flat_hash_map<std::string, const ContextKeyInfo*>;

const KeyIndex& Index() {
  static const KeyIndex* const kIndex = [] {
    auto* index = new KeyIndex;
    for (const ContextKeyInfo& info : kKeys) index->emplace(FoldKey(info.name), &info);
    return index;
  }();
  return *kIndex;
}

}  // namespace

absl::Span<const ContextKeyInfo> AllContextKeys() { return kKeys; }

const ContextKeyInfo* FindContextKey(absl::string_view name) {
  const std::string folded = FoldKey(name);
  const KeyIndex& index = Index();
  auto found = index.find(folded);
  if (found != index.end()) return folded.back() == '/' ? nullptr : found->second;
  // A key of a family: the tag's own name may hold anything, further slashes too.
  const size_t slash = folded.find('/');
  if (slash == std::string::npos) return nullptr;
  found = index.find(absl::string_view(folded).substr(0, slash + 1));
  return found == index.end() ? nullptr : found->second;
}

std::string FoldKey(absl::string_view name) { return absl::AsciiStrToLower(name); }

bool IsContextKeyName(absl::string_view name) {
  constexpr size_t kMaxBytes = 512;
  const size_t colon = name.find(':');
  if (name.size() > kMaxBytes || colon == absl::string_view::npos || colon == 0 ||
      colon + 1 == name.size())
    return false;
  bool in_tag = false;  // tag keys may hold blanks: `aws:ResourceTag/Cost Center`
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || (c == ' ' && !in_tag)) return false;
    in_tag = in_tag || c == '/';
  }
  return name.back() != ' ' && name.back() != '/';
}

std::string ContextKeySuggestion(absl::string_view name) {
  std::vector<absl::string_view> names;
  for (const ContextKeyInfo& info : kKeys) {
    if (info.name.back() != '/') names.push_back(info.name);
  }
  return DidYouMean(name, names);
}

}  // namespace deputy
