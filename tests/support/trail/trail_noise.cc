#include "tests/support/trail/trail_noise.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace deputy::trail {
namespace {

enum class By { kUser, kUserThrough, kSession, kService, kNobody };

// In the texts, `#` is a hexadecimal digit and `@` is the account.
struct Noise {
  int64_t weight;
  By by;
  absl::string_view source;
  absl::string_view name;
  absl::string_view request = "";
  absl::string_view response = "";
  absl::string_view more = "";
  absl::string_view resource_type = "";
  absl::string_view resource_arn = "";
  absl::string_view error_code = "";
  absl::string_view error_message = "";
};

constexpr absl::string_view kS3Data =
    R"("additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256",)"
    R"("bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader",)"
    R"("x-amz-id-2":"################################################################","bytesTransferredOut":552},)";

constexpr Noise kNoise[] = {
    {180, By::kUserThrough, "kms.amazonaws.com", "Decrypt",
     R"({"encryptionContext":{"PARAMETER_ARN":"arn:aws:ssm:us-east-1:@:parameter/app/config-####"},)"
     R"("encryptionAlgorithm":"SYMMETRIC_DEFAULT"})",
     "", "", "AWS::KMS::Key", "arn:aws:kms:us-east-1:@:key/5b2c1e9a-####-4d5e-9f10-a1b2c3d4e5f6"},
    {260, By::kUser, "ec2.amazonaws.com", "DescribeRouteTables",
     R"({"routeTableIdSet":{"items":[{"routeTableId":"rtb-0################"}]},"filterSet":{}})"},
    {120, By::kUser, "ec2.amazonaws.com", "DescribeVpcs",
     R"({"vpcSet":{"items":[{"vpcId":"vpc-0################"}]},"filterSet":{}})"},
    {130, By::kUser, "iam.amazonaws.com", "GetUser"},
    {60, By::kUser, "iam.amazonaws.com", "ListAttachedRolePolicies",
     R"({"roleName":"service-open-##"})"},
    {35, By::kUser, "iam.amazonaws.com", "GetRole", R"({"roleName":"AssumeRole-test-####"})"},
    {200, By::kUser, "ssm.amazonaws.com", "DescribeParameters",
     R"({"parameterFilters":[{"key":"Name","option":"Equals","values":["/app/config-####"]}],)"
     R"("maxResults":50})"},
    {160, By::kUser, "ssm.amazonaws.com", "PutParameter",
     R"({"name":"/app/config-####","type":"SecureString","overwrite":false,"tier":"Standard",)"
     R"("dataType":"text","value":"HIDDEN_DUE_TO_SECURITY_REASONS"})",
     R"({"version":1,"tier":"Standard"})"},
    {160, By::kUser, "secretsmanager.amazonaws.com", "GetSecretValue",
     R"({"secretId":"arn:aws:secretsmanager:us-east-1:@:secret:app/database-######"})"},
    {60, By::kUser, "sts.amazonaws.com", "GetCallerIdentity"},
    {40, By::kUser, "rds.amazonaws.com", "DescribeOrderableDBInstanceOptions",
     R"({"engine":"sqlserver-ex","marker":"################################","maxRecords":1000})"},
    {80, By::kSession, "ssm.amazonaws.com", "UpdateInstanceInformation",
     R"({"instanceId":"i-0################","agentVersion":"3.1.1732.0","agentStatus":"Active",)"
     R"("platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2",)"
     R"("iPAddress":"10.0.1.10","computerName":"ip-10-0-1-10.ec2.internal",)"
     R"("agentName":"amazon-ssm-agent"})"},
    {80, By::kSession, "logs.amazonaws.com", "CreateLogStream",
     R"({"logStreamName":"2023/07/10/[$LATEST]################################",)"
     R"("logGroupName":"/aws/lambda/app-##"})"},
    {110, By::kSession, "s3.amazonaws.com", "GetBucketAcl",
     R"({"bucketName":"app-data-####","Host":"app-data-####.s3.us-east-1.amazonaws.com","acl":""})",
     "", kS3Data, "AWS::S3::Bucket", "arn:aws:s3:::app-data-####"},
    {45, By::kService, "s3.amazonaws.com", "GetBucketAcl",
     R"({"bucketName":"trail-####","Host":"trail-####.s3.us-east-1.amazonaws.com","acl":""})", "",
     kS3Data, "AWS::S3::Bucket", "arn:aws:s3:::trail-####"},
    {20, By::kNobody, "secretsmanager.amazonaws.com", "StartSecretVersionDelete", "", "",
     R"("additionalEventData":{"ARN":"arn:aws:secretsmanager:us-east-1:@:secret:app-######",)"
     R"("Name":"app"},)"},
    {100, By::kUser, "ssm.amazonaws.com", "PutParameter", "", "", "", "", "", "ThrottlingException",
     "Rate exceeded"},
    {90, By::kSession, "ec2.amazonaws.com", "RunInstances",
     R"({"instancesSet":{"items":[{"imageId":"ami-0################","minCount":1,"maxCount":1}]},)"
     R"("instanceType":"t3.micro","subnetId":"subnet-0################","monitoring":)"
     R"({"enabled":false},"disableApiTermination":false,"disableApiStop":false})",
     "", "", "", "", "Client.UnauthorizedOperation",
     "You are not authorized to perform this operation. Encoded authorization failure message: "
     "################################################################################"
     "################################################################################"
     "################################################################################"
     "################################################################################"
     "################################################################################"},
    {20, By::kSession, "organizations.amazonaws.com", "LeaveOrganization", "", "", "", "", "",
     "AccessDenied",
     "User: arn:aws:sts::@:assumed-role/chained-1/i-0################ is not authorized to "
     "perform: "
     "organizations:LeaveOrganization on resource: * because no identity-based policy allows the "
     "organizations:LeaveOrganization action"},
    {12, By::kUser, "iam.amazonaws.com", "UpdateAssumeRolePolicy",
     R"({"roleName":"service-open-##","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":)"
     R"([{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"rds.amazonaws.com\"},)"
     R"(\"Action\":\"sts:AssumeRole\"}]}"})"},
    {12, By::kUser, "iam.amazonaws.com", "CreateRole",
     R"({"roleName":"app-####","assumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",)"
     R"(\"Statement\":[{\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":)"
     R"(\"ec2.amazonaws.com\"},\"Effect\":\"Allow\"}]}"})",
     R"({"role":{"path":"/","roleName":"app-####","roleId":"AROA0################","arn":)"
     R"("arn:aws:iam::@:role/app-####","createDate":"Jul 10, 2023 12:00:00 PM",)"
     R"("assumeRolePolicyDocument":"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B)"
     R"(%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D"}})"},
};

// The first is half of them: who builds asks much.
constexpr absl::string_view kAgents[] = {
    "APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) "
    "terraform-provider-aws/3.76.1 "
    "(+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go/1.44.157 (go1.19.3; "
    "linux; "
    "amd64) HashiCorp-terraform-exec/0.17.3",
    "[aws-cli/2.12.6 Python/3.11.4 Linux/5.15.0-1039-aws exe/x86_64.ubuntu.22 prompt/off "
    "command/iam.get-user]",
    "Boto3/1.26.165 Python/3.10.12 Linux/5.10.179-171.711.amzn2.x86_64 "
    "exec-env/AWS_Lambda_python3.10 "
    "Botocore/1.29.165",
    "aws-sdk-go/1.41.4 (go1.18.3; linux; amd64) amazon-ssm-agent/",
};

int64_t TotalWeight() {
  int64_t total = 0;
  for (const Noise& noise : kNoise) total += noise.weight;
  return total;
}

const Noise& Draw(TrailRandom& random) {
  static const int64_t total = TotalWeight();
  int64_t left = random.Below(total);
  const Noise* noise = kNoise;
  for (; left >= noise->weight; ++noise) left -= noise->weight;
  return *noise;
}

std::string Fill(absl::string_view text, const Place& place, TrailRandom& random) {
  std::string out;
  while (!text.empty()) {
    const size_t plain = std::min(text.find_first_of("#@"), text.size());
    absl::StrAppend(&out, text.substr(0, plain));
    text.remove_prefix(plain);
    const size_t digits = std::min(text.find_first_not_of('#'), text.size());
    absl::StrAppend(&out, random.Hex(digits));
    text.remove_prefix(digits);
    if (digits == 0 && !text.empty()) {
      absl::StrAppend(&out, TrailRoles::AccountId(place.account));
      text.remove_prefix(1);
    }
  }
  return out;
}

void FillCaller(By by, const Place& place, TrailRandom& random, Record& record) {
  constexpr absl::string_view kSystems = "ssm.amazonaws.com";
  constexpr absl::string_view kLogging = "cloudtrail.amazonaws.com";
  const std::string user = absl::StrCat("user-", random.Below(20));
  switch (by) {
    case By::kUser:
      record.identity = UserIdentity(place.account, user);
      return;
    case By::kUserThrough:
      record.identity = UserIdentity(place.account, user, kSystems);
      record.address = std::string(kSystems);
      record.agent = kSystems;
      break;
    case By::kSession:
      record.identity = SessionIdentity({place.account, Trust::kOpenService, random.Below(20)},
                                        absl::StrCat("i-0", random.Hex(16)), place, random);
      return;
    case By::kService:
      record.identity = ServiceIdentity(kLogging);
      record.address = std::string(kLogging);
      record.agent = kLogging;
      record.shared_event_id = random.Uuid();
      break;
    case By::kNobody:
      record.identity = absl::StrCat(R"({"accountId":")", TrailRoles::AccountId(place.account),
                                     R"(","invokedBy":")", record.source, "\"}");
      record.address = std::string(record.source);
      record.agent = record.source;
      record.event_type = "AwsServiceEvent";
      break;
  }
  record.has_tls = false;
}

}  // namespace

void AppendNoise(const Place& place, TrailRandom& random, std::string& out) {
  const Noise& noise = Draw(random);
  Record record;
  record.source = noise.source;
  record.name = noise.name;
  record.address = absl::StrCat("192.0.2.", random.Below(250));
  record.agent =
      kAgents[random.Below(2) == 0 ? 0 : static_cast<size_t>(random.Below(std::size(kAgents)))];
  record.request = Fill(noise.request, place, random);
  record.response = Fill(noise.response, place, random);
  record.more = Fill(noise.more, place, random);
  record.resource_type = std::string(noise.resource_type);
  record.resource_arn = Fill(noise.resource_arn, place, random);
  record.resource_account = place.account;
  record.error_code = std::string(noise.error_code);
  record.error_message = Fill(noise.error_message, place, random);
  record.read_only = noise.response.empty();
  FillCaller(noise.by, place, random, record);
  AppendRecord(record, place, random, out);
}

}  // namespace deputy::trail
