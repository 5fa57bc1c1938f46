// The policies of a file that people really have, whatever its kind, each with its place in it.
//
// Every range of a found policy is one of the file itself, also where the policy stands in a JSON
// string, percent-encoded, in YAML or in a fenced block of Markdown: so a finding points at the
// clause in the file, and an edit is made in the file.
#ifndef DEPUTY_SIMULATOR_INTAKE_POLICY_SOURCE_H_
#define DEPUTY_SIMULATOR_INTAKE_POLICY_SOURCE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"

namespace deputy {

enum class FileKind {
  kPolicy,                // a bare policy document
  kAuthorizationDetails,  // aws iam get-account-authorization-details
  kRoleList,              // list-roles, get-role, an object of role ARN to trust policy, JSON Lines
  kCloudFormation,        // and SAM
  kTerraform,             // plan or state, `terraform show -json`
  kMarkdown,              // fenced blocks
};

absl::string_view FileKindName(FileKind kind);  // "a CloudFormation template", …

// In what a policy's text is wrapped where it stands; an edit is written in the same way
// (edit_text.h).
enum class Wrapping {
  kJson,
  kJsonInMarkdown,       // an edit must not begin a line: it may stand in a list or a quotation
  kJsonString,           // JSON in a JSON string
  kPercentInJsonString,  // the same in percent-encoding; also in a string of YAML
  kYaml,
  kYamlString,  // JSON in a scalar of YAML: quoted, or a block behind `|` or `>`
};

// A part that is known only when the file is used: an intrinsic function, a value "known after
// apply". In the policy it stands as a value that matches nothing; in a negated element that makes
// it wider, so whoever says "safe" must look here first. A statement that is unknown as a whole is
// left out.
struct UnknownPart {
  TextRange range;
  std::string what;  // "`Ref: TrustedAccount`", "known after apply"
};

struct FoundPolicy {
  std::string subject;   // the role's ARN or name, the resource's address, "policy 2": for a person
  std::string role_arn;  // where the file says it
  std::string attached_to;      // of a resource's policy: where the file says it, as written
  bool service_linked = false;  // its path is /aws-service-role/: nobody can edit it
  // Put together from the fields of a permission (of a Lambda function): no edit can be made.
  bool synthesized = false;
  TextRange range;  // of the policy in the file
  Wrapping wrapping = Wrapping::kJson;
  std::optional<Policy> policy;  // nothing when it was refused or is unknown as a whole
  Diagnostics diagnostics;       // what its own parsing had to say
  std::vector<UnknownPart> unknown;
};

struct PolicyFile {
  FileKind kind = FileKind::kPolicy;
  std::vector<FoundPolicy> policies;  // in the order of the file
};

struct IntakeOptions {
  // For intrinsics and placeholders: "AWS::AccountId", "AWS::Region", "AWS::Partition", and
  // parameters of a template by their name.
  std::vector<std::pair<std::string, std::string>> parameters;
};

// Finds out what kind of file it is, and its policies. Role trust policies and, of PolicyType
// kResource, policies of buckets, queues, topics, keys and functions. What is wrong with the file
// as a whole goes to `diagnostics`. `name` is used for its ending only, where the text does not
// tell.
PolicyFile ReadPolicyFile(absl::string_view name, absl::string_view text,
                          const IntakeOptions& options, Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_POLICY_SOURCE_H_
