#include "engine/lint/rules/known_names.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace deputy {
namespace {

constexpr absl::string_view kServices =
    "access-analyzer account acm acm-pca airflow airflow-env amplify amplifybackend "
    "apigateway appconfig appflow application-autoscaling application-insights appmesh "
    "apprunner appstream appsync aps arc-zonal-shift athena auditmanager autoscaling "
    "autoscaling-plans backup backup-gateway batch bedrock bedrock-agentcore budgets "
    "build.apprunner cassandra ce channels.lex chatbot chime cloud9 clouddirectory "
    "cloudformation cloudfront cloudhsm cloudsearch cloudtrail cloudwatch codeartifact "
    "codebuild codecommit codedeploy codeguru-profiler codeguru-reviewer codepipeline "
    "codestar codestar-connections codestar-notifications cognito-identity cognito-idp "
    "cognito-sync comprehend comprehendmedical compute-optimizer config config-conforms "
    "config-multiaccountsetup connect connect-campaigns controltower credentials.iot cur "
    "databrew dataexchange datapipeline datasync datazone dax deadline delivery.logs "
    "detective devicefarm devops-guru directconnect directoryservice.rds diode discovery "
    "dlm dms dms-fleet-advisor docdb docdb-elastic drs ds dynamodb "
    "dynamodb.application-autoscaling ebs ec2 ec2.application-autoscaling ec2fleet "
    "ec2scheduled ecr ecs ecs-tasks ecs.application-autoscaling edgelambda eks eks-fargate "
    "eks-fargate-pods eks-nodegroup elasticache elasticbeanstalk elasticfilesystem "
    "elasticloadbalancing elasticmapreduce elastictranscoder email emr-containers "
    "emr-serverless entityresolution es events evidently export.rds finspace firehose fis "
    "fms forecast frauddetector freertos fsx gamelift geo glacier globalaccelerator glue "
    "grafana greengrass groundstation guardduty health healthlake honeycode "
    "hooks.cloudformation iam identitystore imagebuilder importexport inspector inspector2 "
    "internetmonitor iot iot1click iotanalytics iotdeviceadvisor iotevents iotfleethub "
    "iotfleetwise iotsitewise iotthingsgraph iottwinmaker ivs kafka kafkaconnect kendra "
    "kinesis kinesisanalytics kinesisvideo kms lakeformation lambda launchwizard lex lexv2 "
    "license-manager lightsail location logger.cloudfront logs lookoutequipment "
    "lookoutmetrics lookoutvision m2 machinelearning macie macie2 managedblockchain "
    "mediaconnect mediaconvert medialive mediapackage mediapackagev2 mediastore "
    "mediatailor member.org.stacksets.cloudformation memorydb mgn migrationhub "
    "mobileanalytics monitoring monitoring.rds mq mwaa neptune network-firewall "
    "networkmanager nimble omics opensearchservice ops.apigateway opsworks opsworks-cm "
    "organizations osis-pipelines outposts panorama personalize pi pinpoint pipes polly "
    "pricing private-networks proton qbusiness qldb quicksight ram rds redshift "
    "redshift-serverless rekognition replicator.lambda repository.sync.codeconnections "
    "resiliencehub resource-explorer-2 resource-groups resources.cloudformation robomaker "
    "rolesanywhere route53 route53domains route53resolver rum s3 s3-object-lambda "
    "s3-outposts sagemaker scheduler schemas secretsmanager securityhub securitylake "
    "serverlessrepo servicecatalog servicediscovery servicequotas ses shield signer signin "
    "sms sms-voice snowball snowdevice sns spot spotfleet sqs ssm ssm-contacts "
    "ssm-incidents ssm-quicksetup sso stacksets.cloudformation states storagegateway "
    "streams.metrics.cloudwatch sts support swf synthetics tagging tasks.apprunner "
    "textract timestream timestream-influxdb transcribe transcribe.streaming transfer "
    "transitgateway translate trustedadvisor verifiedpermissions vmie voiceid "
    "vpc-flow-logs vpc-lattice waf waf-regional wafv2 wellarchitected workdocs worklink "
    "workmail workspaces workspaces-web xray";

constexpr absl::string_view kRegions =
    "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-northeast-1 "
    "ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 "
    "ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 "
    "ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 "
    "eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 "
    "me-central-1 me-south-1 mx-central-1 sa-east-1 us-gov-east-1 us-gov-west-1 "
    "us-iso-east-1 us-iso-west-1 us-isob-east-1";

using Words = std::vector<absl::string_view>;

}  // namespace

absl::Span<const absl::string_view> ServiceNames() {
  static const auto* const kWords = new Words(absl::StrSplit(kServices, ' '));
  return *kWords;
}

absl::Span<const absl::string_view> RegionNames() {
  static const auto* const kWords = new Words(absl::StrSplit(kRegions, ' '));
  return *kWords;
}

bool IsRegionShaped(absl::string_view text) {
  const size_t dash = text.find_last_of('-');
  if (dash == absl::string_view::npos || dash == 0 || dash + 1 == text.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (i > dash ? !absl::ascii_isdigit(c) : !(absl::ascii_islower(c) || c == '-')) return false;
  }
  return text.substr(0, dash).find('-') != absl::string_view::npos;
}

}  // namespace deputy
