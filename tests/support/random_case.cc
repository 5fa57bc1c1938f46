#include "tests/support/random_case.h"

#include <functional>
#include <map>
#include <utility>

namespace deputy::reference {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

// Splitmix64: the distributions of <random> differ between standard libraries.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::size_t Below(std::size_t end) { return static_cast<std::size_t>(Next() % end); }
  bool Chance(std::size_t percent) { return Below(100) < percent; }

  template <typename T>
  const T& Pick(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

 private:
  std::uint64_t state_;
};

// ---- Words ------------------------------------------------------------------------------------

const Strings& Accounts() {
  static const Strings kAccounts = {"111111111111", "222222222222", "000000000012"};
  return kAccounts;
}

const Strings& Services() {
  static const Strings kServices = {"dms.amazonaws.com", "lambda.amazonaws.com",
                                    "s3.amazonaws.com"};
  return kServices;
}

const Strings& Arns() {
  static const Strings kArns = {"arn:aws:dms:us-east-1:111111111111:rep:ABC",
                                "arn:aws:dms:us-east-1:222222222222:rep:ABC",
                                "arn:aws:dms:eu-west-1:111111111111:task:abc",
                                "arn:aws:s3:::bucket-a",
                                "arn:aws:lambda:us-east-1:111111111111:function:f:1",
                                "arn:aws:iam::111111111111:role/app",
                                "arn:aws:iam::111111111111:role/ops/deploy",
                                "arn:aws:sns:us-east-1:222222222222:"};
  return kArns;
}

// What the values of a key look like.
enum class Form { kWord, kAccount, kArn, kNumber, kDate, kBool, kBinary, kIp };

const Strings& Words(Form form) {
  static const std::map<Form, Strings> kWords = {
      {Form::kWord,
       {"",
        "a",
        "A",
        "abc",
        "ABC",
        "Abc",
        "a*c",
        "a?c",
        "a:b:c",
        "a/b",
        "\xC3\xA9",
        ("a\xC3\xA9"
         "c"),
        "\xF0\x9F\x98\x80",
        "x$y",
        "$",
        "team-1",
        "team-2",
        "team\\*",
        "111111111111",
        "${aws:username"}},
      {Form::kAccount, Accounts()},
      {Form::kArn, Arns()},
      {Form::kNumber,
       {"0", "-0", "+0", "5", "5.0", "05", "+5.00", "-5", "4.999999999999999999999999999", "10",
        "3600", "3600.5", "-3600", "123456789012345678901234567890",
        "123456789012345678901234567891"}},
      {Form::kDate,
       {"2024",
        "2024-01",
        "2024-01-01",
        "2024-01-01T00:00Z",
        "2024-01-01T00:00:00Z",
        "2024-01-01T00:00:00.000Z",
        "2024-01-01T00:00:00.5Z",
        "2023-12-31T23:00:00-01:00",
        "2024-01-01T05:45+05:45",
        "1704067200",
        "1704067200.5",
        "1704067200.50",
        "1704067199",
        "2024-02-29",
        "2024-06-01T12:30:45Z",
        "1969-12-31T23:59:59.5Z",
        "1970-01-01T00:00:00Z",
        "0",
        "20240101",
        "0001",
        "9999-12-31T23:59:59.999999999999Z",
        "999999999999999999"}},
      {Form::kBool, {"true", "false", "TRUE", "False"}},
      {Form::kBinary, {"", "QUJD", "QUJDRA==", "AAA=", "AA==", "/+8="}},
      {Form::kIp,
       {"10.0.0.0/8", "10.1.2.3", "10.1.2.3/32", "10.1.2.3/8", "10.1.2.0/31", "192.168.0.0/16",
        "0.0.0.0/0", "::/0", "2001:db8::/32", "2001:db8::1", "2001:DB8:0:0:0:0:0:1/128",
        "::ffff:10.1.2.3", "::ffff:0:0/96", "::1"}},
  };
  return kWords.at(form);
}

// Values of a request that have not the form the operators of the key ask for.
const Strings& MisshapenWords() {
  static const Strings kWords = {"",
                                 "abc",
                                 "0x10",
                                 "1e3",
                                 " 5",
                                 "5.",
                                 ".5",
                                 "yes",
                                 "2024-02-30",
                                 "2024-13",
                                 "2024-01-01T00:00",
                                 "2024-01-01t00:00z",
                                 "yesterday",
                                 "10.1.2",
                                 "010.1.2.3",
                                 "10.1.2.3/8",
                                 "2001:db8::1%eth0",
                                 "QUJ",
                                 "QU D",
                                 "arn:aws:s3",
                                 "ARN:aws:dms:us-east-1:111111111111:rep:ABC"};
  return kWords;
}

struct Key {
  std::string name;
  Form form = Form::kWord;
  bool is_multivalued = false;  // May have several values in a request.
};

// Keys that a request may have whoever calls.
const std::vector<Key>& FreeKeys() {
  static const std::vector<Key> kKeys = {{"sts:ExternalId", Form::kWord},
                                         {"sts:RoleSessionName", Form::kWord},
                                         {"aws:SourceAccount", Form::kAccount},
                                         {"aws:SourceArn", Form::kArn},
                                         {"aws:SourceOrgID", Form::kWord},
                                         {"aws:SourceOrgPaths", Form::kWord, true},
                                         {"aws:PrincipalTag/team", Form::kWord},
                                         {"aws:RequestTag/team", Form::kWord},
                                         {"aws:TagKeys", Form::kWord, true},
                                         {"sts:TransitiveTagKeys", Form::kWord, true},
                                         {"aws:MultiFactorAuthPresent", Form::kBool},
                                         {"aws:CurrentTime", Form::kDate},
                                         {"aws:EpochTime", Form::kDate},
                                         {"aws:SecureTransport", Form::kBool},
                                         {"aws:SourceIp", Form::kIp},
                                         {"custom:word", Form::kWord, true},
                                         {"custom:number", Form::kNumber, true},
                                         {"custom:date", Form::kDate, true},
                                         {"custom:flag", Form::kBool, true},
                                         {"custom:blob", Form::kBinary, true},
                                         {"custom:ip", Form::kIp, true},
                                         {"custom:arn", Form::kArn, true},
                                         {"custom:account", Form::kAccount, true}};
  return kKeys;
}

// Keys that follow from the principal or the resource.
const std::vector<Key>& DerivedKeys() {
  static const std::vector<Key> kKeys = {{"aws:PrincipalArn", Form::kArn},
                                         {"aws:PrincipalAccount", Form::kAccount},
                                         {"aws:PrincipalType", Form::kWord},
                                         {"aws:PrincipalIsAWSService", Form::kBool},
                                         {"aws:PrincipalServiceName", Form::kWord},
                                         {"aws:PrincipalServiceNamesList", Form::kWord, true},
                                         {"aws:PrincipalOrgID", Form::kWord},
                                         {"aws:username", Form::kWord},
                                         {"aws:userid", Form::kWord},
                                         {"aws:ResourceAccount", Form::kAccount}};
  return kKeys;
}

struct OperatorRow {
  std::string name;
  std::vector<Form> forms;  // Of the keys that it is for.
  bool is_negated = false;
};

const std::vector<OperatorRow>& OperatorRows() {
  static const std::vector<Form> kText = {Form::kWord, Form::kWord, Form::kAccount, Form::kArn};
  static const std::vector<Form> kNumber = {Form::kNumber};
  static const std::vector<Form> kDate = {Form::kDate};
  static const std::vector<Form> kArn = {Form::kArn};
  static const std::vector<Form> kIp = {Form::kIp};
  static const std::vector<OperatorRow> kRows = {{"StringEquals", kText},
                                                 {"StringNotEquals", kText, true},
                                                 {"StringEqualsIgnoreCase", kText},
                                                 {"StringNotEqualsIgnoreCase", kText, true},
                                                 {"StringLike", kText},
                                                 {"StringNotLike", kText, true},
                                                 {"NumericEquals", kNumber},
                                                 {"NumericNotEquals", kNumber, true},
                                                 {"NumericLessThan", kNumber},
                                                 {"NumericLessThanEquals", kNumber},
                                                 {"NumericGreaterThan", kNumber},
                                                 {"NumericGreaterThanEquals", kNumber},
                                                 {"DateEquals", kDate},
                                                 {"DateNotEquals", kDate, true},
                                                 {"DateLessThan", kDate},
                                                 {"DateLessThanEquals", kDate},
                                                 {"DateGreaterThan", kDate},
                                                 {"DateGreaterThanEquals", kDate},
                                                 {"Bool", {Form::kBool}},
                                                 {"BinaryEquals", {Form::kBinary}},
                                                 {"IpAddress", kIp},
                                                 {"NotIpAddress", kIp, true},
                                                 {"ArnEquals", kArn},
                                                 {"ArnNotEquals", kArn, true},
                                                 {"ArnLike", kArn},
                                                 {"ArnNotLike", kArn, true},
                                                 {"Null", {}}};
  return kRows;
}

bool IsTextOperator(const std::string& name) {
  return name.find("String") == 0 || name.find("Arn") == 0;
}

std::string AnyCase(Random* random, std::string text) {
  for (char& c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_letter && random->Chance(30)) c = static_cast<char>(c ^ 0x20);
  }
  return text;
}

// A string now and then as the JSON number or boolean of the same text.
json Scalar(Random* random, const std::string& text) {
  static const std::map<std::string, json> kNatives = {{"true", true},
                                                       {"false", false},
                                                       {"0", 0},
                                                       {"5", 5},
                                                       {"5.0", 5.0},
                                                       {"-5", -5},
                                                       {"3600", 3600},
                                                       {"3600.5", 3600.5},
                                                       {"-3600", -3600},
                                                       {"2024", 2024},
                                                       {"1704067200", 1704067200},
                                                       {"111111111111", 111111111111}};
  const auto native = kNatives.find(text);
  if (native != kNatives.end() && random->Chance(25)) return native->second;
  return text;
}

std::string RequestWord(Random* random, Form form) {
  if (random->Chance(6)) return random->Pick(MisshapenWords());
  return random->Pick(Words(form));
}

// ---- Callers ----------------------------------------------------------------------------------

struct Caller {
  std::string type;  // `AWS`, `Service`, `Federated`, or `*` for an anonymous one.
  std::string text;
  std::string account;  // Of an IAM caller.
  // What a principal element may say to mean this caller, first what means it most exactly.
  std::vector<std::pair<std::string, std::string>> names;
  std::map<std::string, json> derived;  // The context keys that follow from it.
};

Caller MakeIamCaller(Random* random, const std::string& account) {
  Caller caller;
  caller.type = "AWS";
  caller.account = account;
  const std::string iam = "arn:aws:iam::" + account + ":";
  const std::string sts = "arn:aws:sts::" + account + ":";
  std::string type;
  std::string arn;
  const std::size_t kind = random->Below(100);
  if (kind < 10) {
    type = "Account";
    arn = iam + "root";
    caller.text = random->Chance(50) ? arn : account;
    caller.derived["aws:userid"] = account;
  } else if (kind < 30) {
    type = "User";
    const std::string path = random->Pick(Strings{"", "team/"});
    const std::string name = random->Pick(Strings{"alice", "abc"});
    arn = iam + "user/" + path + name;
    caller.text = arn;
    caller.names = {{"AWS", arn}};
    caller.derived["aws:username"] = name;
  } else if (kind < 50) {
    type = "AssumedRole";
    arn = iam + "role/" + random->Pick(Strings{"app", "ops/deploy"});
    if (random->Chance(15)) {
      arn = iam + "role/aws-service-role/dms.amazonaws.com/AWSServiceRoleForDms";
    }
    caller.text = arn;
    caller.names = {{"AWS", arn}};
  } else if (kind < 90) {
    type = "AssumedRole";
    const std::string path = random->Pick(Strings{"", "ops/"});
    const std::string role =
        random->Chance(10) ? "AWSServiceRoleForDms" : random->Pick(Strings{"app", "deploy"});
    arn = iam + "role/" + role;
    caller.text = sts + "assumed-role/" + role + "/" + random->Pick(Strings{"s1", "s2"});
    const std::string with_path = role == "AWSServiceRoleForDms"
                                      ? iam + "role/aws-service-role/dms.amazonaws.com/" + role
                                      : iam + "role/" + path + role;
    caller.names = {{"AWS", caller.text}, {"AWS", arn}, {"AWS", with_path}};
    if (random->Chance(40)) arn = with_path;
  } else {
    type = "FederatedUser";
    arn = sts + "federated-user/fred";
    caller.text = arn;
    caller.names = {{"AWS", arn}};
  }
  caller.names.emplace_back("AWS", account);
  caller.names.emplace_back("AWS", iam + "root");
  caller.derived["aws:PrincipalArn"] = arn;
  caller.derived["aws:PrincipalAccount"] = account;
  caller.derived["aws:PrincipalType"] = type;
  caller.derived["aws:PrincipalIsAWSService"] = "false";
  return caller;
}

Caller MakeCaller(Random* random, const std::string& resource_account) {
  Caller caller;
  const std::size_t kind = random->Below(100);
  if (kind < 35) {
    caller.type = "Service";
    caller.text = random->Pick(Services());
    caller.names = {{"Service", caller.text}};
    caller.derived["aws:PrincipalIsAWSService"] = "true";
    caller.derived["aws:PrincipalServiceName"] = caller.text;
    caller.derived["aws:PrincipalServiceNamesList"] = {caller.text, "other.amazonaws.com"};
  } else if (kind < 82) {
    const bool is_same = random->Chance(70) && !resource_account.empty();
    caller = MakeIamCaller(random, is_same ? resource_account : random->Pick(Accounts()));
  } else if (kind < 95) {
    const std::string host = "token.actions.githubusercontent.com";
    const std::string provider = "arn:aws:iam::" + random->Pick(Accounts()) + ":oidc-provider/";
    caller.type = "Federated";
    caller.text = random->Pick(Strings{host, provider + host, "accounts.google.com",
                                       "cognito-identity.amazonaws.com",
                                       "arn:aws:iam::111111111111:saml-provider/Corp"});
    const bool is_host = caller.text == host;
    caller.names = {
        {"Federated",
         is_host ? "arn:aws:iam::" + resource_account + ":oidc-provider/" + host : caller.text}};
    if (is_host && resource_account.empty()) caller.names.clear();
    caller.derived["aws:PrincipalIsAWSService"] = "false";
  } else {
    caller.type = "*";
    caller.derived["aws:PrincipalType"] = "Anonymous";
    caller.derived["aws:PrincipalAccount"] = "anonymous";
    caller.derived["aws:userid"] = "anonymous";
    caller.derived["aws:PrincipalIsAWSService"] = "false";
  }
  caller.names.emplace_back("AWS", "*");
  return caller;
}

// ---- Requests ---------------------------------------------------------------------------------

enum class Theme { kTrustOnly, kTrustWithLayers, kResource };

struct Resource {
  std::string arn;
  std::string account;
  Strings actions;
};

const std::vector<Resource>& OtherResources() {
  static const std::vector<Resource> kResources = {
      {"arn:aws:s3:::bucket-a/a:b/c", "", {"s3:GetObject", "s3:PutObject"}},
      {"arn:aws:sqs:us-east-1:111111111111:queue-1", "111111111111", {"sqs:SendMessage"}},
      {"arn:aws:sns:us-east-1:222222222222:topic", "222222222222", {"sns:Publish"}},
      {"arn:aws:kms:us-east-1:111111111111:key/k1", "111111111111", {"kms:Decrypt", "kms:Sign"}},
      {"arn:aws:lambda:us-east-1:111111111111:function:f:1",
       "111111111111",
       {"lambda:InvokeFunction"}}};
  return kResources;
}

Resource MakeResource(Random* random, Theme theme) {
  if (theme == Theme::kResource) return random->Pick(OtherResources());
  const std::string account = random->Chance(70) ? Accounts()[0] : random->Pick(Accounts());
  return {
      "arn:aws:iam::" + account + ":role/" + random->Pick(Strings{"dms-vpc-role", "ops/target"}),
      account,
      {"sts:AssumeRole", "sts:AssumeRole", "sts:AssumeRole", "sts:assumerole", "sts:TagSession",
       "sts:SetSourceIdentity"}};
}

struct RequestModel {
  Caller caller;
  Resource resource;
  std::string action;
  std::map<std::string, json> context;  // Free keys alone.
  bool is_complete = false;
};

// One value, a list of one, or, where the key may have them, several or none.
json ContextValue(Random* random, const Key& key) {
  if (!key.is_multivalued || random->Chance(key.name[0] == 'c' ? 75 : 15)) {
    const json value = Scalar(random, RequestWord(random, key.form));
    if (random->Chance(5)) return json::array();
    return random->Chance(15) ? json::array({value}) : value;
  }
  json values = json::array();
  for (std::size_t n = random->Below(4); n > 0; --n) {
    values.push_back(Scalar(random, RequestWord(random, key.form)));
  }
  return values;
}

void PickAction(Random* random, RequestModel* model) {
  model->action = random->Pick(model->resource.actions);
  if (model->caller.type == "Federated" && model->action.find("sts:") == 0) {
    model->action = random->Pick(Strings{"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML",
                                         "sts:AssumeRoleWithWebIdentity", "sts:TagSession"});
  }
  if (random->Chance(5)) model->action = AnyCase(random, model->action);
}

RequestModel MakeRequest(Random* random, Theme theme) {
  RequestModel model;
  model.resource = MakeResource(random, theme);
  model.caller = MakeCaller(random, model.resource.account);
  PickAction(random, &model);
  for (const Key& key : FreeKeys()) {
    if (random->Chance(45)) model.context[key.name] = ContextValue(random, key);
  }
  model.is_complete = random->Chance(8);
  return model;
}

void MutateRequest(Random* random, Theme theme, RequestModel* model) {
  for (std::size_t n = 1 + random->Below(3); n > 0; --n) {
    const std::size_t what = random->Below(100);
    if (what < 15) {
      model->caller = MakeCaller(random, model->resource.account);
      PickAction(random, model);
    } else if (what < 22) {
      PickAction(random, model);
    } else if (what < 27) {
      model->resource = MakeResource(random, theme);
      PickAction(random, model);
    } else if (what < 31) {
      model->is_complete = !model->is_complete;
    } else {
      const Key& key = random->Pick(FreeKeys());
      if (random->Chance(35)) {
        model->context.erase(key.name);
      } else {
        model->context[key.name] = ContextValue(random, key);
      }
    }
  }
}

// What the caller's keys would be if STS filled them in, for policies to aim at.
std::map<std::string, json> FullContext(const RequestModel& model) {
  std::map<std::string, json> context = model.context;
  context.insert(model.caller.derived.begin(), model.caller.derived.end());
  if (!model.resource.account.empty()) {
    context.insert({"aws:ResourceAccount", model.resource.account});
  }
  return context;
}

json Finish(Random* random, const RequestModel& model) {
  std::map<std::string, json> context = model.context;
  for (const auto& [key, value] : model.caller.derived) {
    // The path that a session's role has can be known from its request only.
    const bool has_path = key == "aws:PrincipalArn" &&
                          value.get<std::string>().find(":role/ops/") != std::string::npos;
    if (random->Chance(has_path ? 70 : 12)) context[key] = value;
  }
  if (model.caller.type == "AWS" && random->Chance(30)) {
    context["aws:PrincipalOrgID"] = random->Pick(Strings{"abc", "a*c"});
  }
  if (!model.resource.account.empty()) {
    if (random->Chance(10)) context["aws:ResourceAccount"] = model.resource.account;
  } else if (random->Chance(75)) {
    context["aws:ResourceAccount"] =
        model.caller.account.empty() ? Accounts()[0] : model.caller.account;
  }

  json request = {{"action", model.action}, {"resource", model.resource.arn}};
  if (model.caller.type == "*") {
    request["principal"] = "*";
  } else {
    request["principal"] = {{model.caller.type, model.caller.text}};
  }
  json members = json::object();
  for (const auto& [key, value] : context) {
    members[random->Chance(8) ? AnyCase(random, key) : key] = value;
  }
  if (!members.empty() || random->Chance(50)) request["context"] = members;
  if (model.is_complete || random->Chance(3)) request["contextIsComplete"] = model.is_complete;
  return request;
}

// ---- Policies ---------------------------------------------------------------------------------

// Replaces a part by `*` and characters by `?`. Not inside a `${…}`, which would go to pieces.
std::string WithWildcards(Random* random, std::string text) {
  if (text.find("${") != std::string::npos) return random->Chance(50) ? text + "*" : text;
  for (std::size_t n = 1 + random->Below(2); n > 0; --n) {
    const std::size_t at = random->Below(text.size() + 1);
    const std::size_t length = random->Below(text.size() - at + 1);
    // Only whole code points: a cut one would be no JSON.
    const auto continues = [&text](std::size_t i) {
      return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    };
    if (continues(at) || continues(at + length)) continue;
    text.replace(at, length, length == 1 && random->Chance(70) ? "?" : "*");
  }
  return text;
}

// Makes policies of all types that are aimed at one request.
class PolicyMaker {
 public:
  PolicyMaker(Random* random, const RequestModel& aim)
      : random_(random), aim_(aim), context_(FullContext(aim)) {}

  json Document(PolicyType type, bool is_always_2012 = false) {
    type_ = type;
    json document = json::object();
    const std::size_t version = is_always_2012 ? 0 : random_->Below(100);
    has_variables_ = version < 82;
    if (has_variables_) document["Version"] = "2012-10-17";
    if (version >= 91) document["Version"] = "2008-10-17";
    if (random_->Chance(8)) document["Id"] = random_->Pick(Strings{"", "any text", "Id-1"});
    json statements = json::array();
    for (std::size_t n = 1 + random_->Below(100) / 30, i = 0; i < n; ++i) {
      statements.push_back(Statement(i));
    }
    if (statements.size() == 1 && random_->Chance(40)) {
      document["Statement"] = statements[0];
    } else {
      document["Statement"] = statements;
    }
    return document;
  }

 private:
  bool IsMain() const {
    return type_ == PolicyType::kTrustPolicy || type_ == PolicyType::kResourcePolicy;
  }

  // A string, a list of one, or a list.
  json OneOrMore(const std::function<std::string()>& make) {
    json values = json::array({make()});
    while (values.size() < 4 && random_->Chance(30)) values.push_back(make());
    return values.size() == 1 && random_->Chance(75) ? values[0] : values;
  }

  json Statement(std::size_t index) {
    json statement = json::object();
    const bool is_rcp = type_ == PolicyType::kResourceControlPolicy;
    const bool is_deny = is_rcp || random_->Chance(index == 0 ? 5 : IsMain() ? 30 : 15);
    statement["Effect"] = is_deny ? "Deny" : "Allow";
    if (random_->Chance(10)) {
      statement["Sid"] = "";
    } else if (random_->Chance(50)) {
      statement["Sid"] = (IsMain() ? "No. " : "S") + std::to_string(index);
    }

    if (is_rcp) {
      statement["Principal"] = "*";
    } else if (type_ == PolicyType::kResourcePolicy && is_deny && random_->Chance(40)) {
      statement["NotPrincipal"] = Principal();
    } else if (IsMain()) {
      statement["Principal"] = Principal();
    }

    const bool is_not_action = random_->Chance(8);
    const char* action = is_not_action ? "NotAction" : "Action";
    statement[action] = OneOrMore([&] { return Action(is_not_action); });

    if (type_ != PolicyType::kTrustPolicy) {
      const bool is_not_resource = random_->Chance(8);
      const char* resource = is_not_resource ? "NotResource" : "Resource";
      statement[resource] = OneOrMore([&] { return ResourcePattern(is_not_resource); });
    }

    // A Deny with nothing to ask for would deny all; so would an Allow that asks for all allow
    // none.
    static const std::vector<std::size_t> kForAllow = {0, 0, 0, 0, 0, 1, 1, 1, 2, 3};
    static const std::vector<std::size_t> kForDeny = {0, 1, 1, 1, 2, 2, 2, 3, 3, 4};
    const std::size_t conditions = random_->Pick(is_deny ? kForDeny : kForAllow);
    if (conditions > 0 || random_->Chance(4))
      statement["Condition"] = Condition(conditions, is_deny);
    return statement;
  }

  json Principal() {
    if (random_->Chance(5)) return "*";
    std::map<std::string, Strings> values;
    for (std::size_t n = 1 + random_->Below(100) / 70; n > 0; --n) {
      const auto [kind, text] = PrincipalName();
      values[kind].push_back(text);
    }
    json principal = json::object();
    for (const auto& [kind, texts] : values) {
      if (texts.size() == 1 && random_->Chance(75)) {
        principal[kind] = texts[0];
      } else {
        principal[kind] = texts;
      }
    }
    return principal;
  }

  std::pair<std::string, std::string> PrincipalName() {
    if (random_->Chance(76)) {
      const std::vector<std::pair<std::string, std::string>>& names = aim_.caller.names;
      // Twice, since the exact names come first and suffice alone (6.5).
      const std::size_t first = random_->Below(names.size());
      const std::size_t second = random_->Below(names.size());
      return names[first < second ? first : second];
    }
    const std::size_t kind = random_->Below(100);
    if (kind < 25) {
      return {"Service",
              random_->Pick(Strings{"dms.amazonaws.com", "lambda.amazonaws.com", "s3.amazonaws.com",
                                    "*.amazonaws.com", "DMS.amazonaws.com"})};
    }
    if (kind < 35) {
      return {"Federated", random_->Pick(Strings{"accounts.google.com", "graph.facebook.com",
                                                 "arn:aws:iam::111111111111:saml-provider/Corp"})};
    }
    if (kind < 40 && type_ == PolicyType::kResourcePolicy) {
      return {"CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"};
    }
    if (kind < 45)
      return {"AWS", random_->Pick(Strings{"AROACKCEVSQ6C2EXAMPLE", "AIDAQQ2EXAMPLE7"})};
    return {"AWS", random_->Pick(MakeIamCaller(random_, random_->Pick(Accounts())).names).second};
  }

  std::string Action(bool is_misaimed) {
    if (random_->Chance(is_misaimed ? 10 : 20)) return "*";
    std::string action = aim_.action;
    if (type_ == PolicyType::kTrustPolicy && action.find("sts:") != 0) action = "sts:AssumeRole";
    if (random_->Chance(is_misaimed ? 80 : 12)) {
      action = random_->Pick(Strings{"sts:AssumeRole", "sts:TagSession", "sts:GetFederationToken",
                                     "STS:SetSourceIdentity"});
    }
    const std::size_t colon = action.find(':');
    const std::size_t style = random_->Below(100);
    if (style < 12) return action.substr(0, colon) + ":*";
    if (style < 18) return action.substr(0, colon + 4) + "*";
    if (style < 21) return action.substr(0, 1) + "*:*" + action.substr(action.size() - 3);
    if (style < 24) return "?" + action.substr(1, action.size() - 2) + "?";
    if (style < 27) return action + "?*";
    if (style < 29) return "*:*";
    if (style < 35) return AnyCase(random_, action);
    return action;
  }

  std::string ResourcePattern(bool is_misaimed) {
    if (!is_misaimed && random_->Chance(45)) return "*";
    std::string arn = random_->Chance(is_misaimed ? 25 : 80) ? aim_.resource.arn
                                                             : random_->Pick(OtherResources()).arn;
    if (random_->Chance(15)) return WithVariable(arn, true);
    if (random_->Chance(50)) arn = WithWildcardComponents(arn);
    return arn;
  }

  // ARN patterns keep their six components most of the time.
  std::string WithWildcardComponents(const std::string& arn) {
    Strings parts = {""};
    for (const char c : arn) {
      if (c == ':' && parts.size() < 6) {
        parts.emplace_back();
      } else {
        parts.back() += c;
      }
    }
    if (parts.size() < 6) return arn;
    for (std::size_t n = 1 + random_->Below(2); n > 0; --n) {
      std::string& part = parts[1 + random_->Below(5)];
      part = random_->Chance(50) ? "*" : WithWildcards(random_, part);
    }
    std::string pattern = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) pattern += ":" + parts[i];
    return pattern;
  }

  std::string Variable() {
    if (random_->Chance(12)) return random_->Pick(Strings{"${*}", "${?}", "${$}"});
    const std::vector<Key>& keys = random_->Chance(50) ? FreeKeys() : DerivedKeys();
    std::string text = "${" + random_->Pick(keys).name;
    if (random_->Chance(8)) text = "${" + AnyCase(random_, text.substr(2));
    if (random_->Chance(35)) {
      text += random_->Pick(Strings{",", ", ", " , "});
      text += random_->Pick(Strings{"'abc'", "''", "'a*c'", "'111111111111'", "'a}b'", "'$'"});
    }
    return text + "}";
  }

  // Puts a variable in place of a part of the text; of the last component where it must stay an
  // ARN.
  std::string WithVariable(const std::string& text, bool is_arn) {
    std::size_t at = random_->Below(text.size() + 1);
    if (is_arn) {
      // Where a key of the request has the account, it may stand for it.
      const std::size_t account = text.find("111111111111");
      if (account != std::string::npos && random_->Chance(40)) {
        std::string with_account = text;
        return with_account.replace(
            account, 12,
            random_->Pick(Strings{"${aws:SourceAccount}", "${aws:PrincipalAccount}",
                                  "${aws:ResourceAccount, '*'}"}));
      }
      at = text.rfind(':') + 1;
      // What is put in may hold colons: they part components then.
      if (random_->Chance(30)) return text.substr(0, at) + Variable() + text.substr(at);
    }
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
      --at;
    // Apart, since the operands of one sum are evaluated in any order.
    const std::string variable = Variable();
    return text.substr(0, at) + variable + (random_->Chance(40) ? "*" : "");
  }

  json Condition(std::size_t operators, bool is_deny) {
    std::map<std::string, std::map<std::string, json>> blocks;  // By names in lower case.
    std::map<std::string, std::string> spellings;
    const auto lower = [](std::string text) {
      for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      }
      return text;
    };
    const auto spell = [&](const std::string& text, std::size_t percent) {
      const std::string spelling = random_->Chance(percent) ? AnyCase(random_, text) : text;
      spellings.insert({lower(text), spelling});
      return lower(text);
    };
    for (std::size_t i = 0; i < operators; ++i) {
      const OperatorRow& row = random_->Pick(OperatorRows());
      std::string name = row.name;
      const std::size_t set = random_->Below(100);
      if (set < 14) name.insert(0, "ForAllValues:");
      if (set >= 86) name.insert(0, "ForAnyValue:");
      if (row.name != "Null" && random_->Chance(20)) name += "IfExists";
      std::map<std::string, json>& block = blocks[spell(name, 4)];
      for (std::size_t n = random_->Chance(3) ? 0 : 1 + random_->Below(100) / 88; n > 0; --n) {
        const Key key = PickKey(row);
        const std::string spelled = spell(key.name, 10);
        block[spelled] = Values(row, key, is_deny);
      }
    }
    json condition = json::object();
    for (const auto& [name, block] : blocks) {
      json keys = json::object();
      for (const auto& [key, values] : block) keys[spellings.at(key)] = values;
      condition[spellings.at(name)] = keys;
    }
    return condition;
  }

  // Mostly a key of the operator's form that the request has.
  Key PickKey(const OperatorRow& row) {
    static const std::vector<Key> kKeys = [] {
      std::vector<Key> all = FreeKeys();
      all.insert(all.end(), DerivedKeys().begin(), DerivedKeys().end());
      return all;
    }();
    if (row.forms.empty() || random_->Chance(5)) return random_->Pick(kKeys);
    const Form form = random_->Pick(row.forms);
    std::vector<Key> fitting;
    std::vector<Key> present;
    for (const Key& key : kKeys) {
      if (key.form != form) continue;
      fitting.push_back(key);
      if (context_.count(key.name) == 1) present.push_back(key);
    }
    return !present.empty() && random_->Chance(75) ? random_->Pick(present)
                                                   : random_->Pick(fitting);
  }

  // One of the values that the request has for the key, or else any.
  std::string Aimed(const Key& key, Form form) {
    const auto found = context_.find(key.name);
    if (found == context_.end()) return random_->Pick(Words(form));
    json value = found->second;
    if (value.is_array()) {
      if (value.empty()) return random_->Pick(Words(form));
      value = value[random_->Below(value.size())];
    }
    return value.is_string() ? value.get<std::string>() : value.dump();
  }

  json Values(const OperatorRow& row, const Key& key, bool is_deny) {
    const bool is_text = IsTextOperator(row.name);
    const bool wants_match = !row.is_negated && !is_deny;
    const json values = OneOrMore([&]() -> std::string {
      if (row.name == "Null") {
        const bool is_absent = context_.count(key.name) == 0;
        return random_->Chance(70) == is_absent ? "true" : "false";
      }
      if (!is_text) return random_->Pick(Words(row.forms[0]));
      std::string text = random_->Chance(wants_match ? 75 : 40) ? Aimed(key, key.form)
                                                                : random_->Pick(Words(key.form));
      const bool is_arn = row.name.find("Arn") == 0;
      if (is_arn && random_->Chance(5)) return random_->Pick(Strings{"*", "arn:aws:s3", ""});
      if (has_variables_ && text.find("${") != std::string::npos) text = "a";
      if (has_variables_ || random_->Chance(20)) {
        if (random_->Chance(14)) {
          text = WithVariable(text, is_arn && text.find(':') != std::string::npos);
        }
      }
      if (is_arn && random_->Chance(50)) return WithWildcardsInArn(text);
      if (row.name.find("Like") != std::string::npos && random_->Chance(60)) {
        return WithWildcards(random_, text);
      }
      if (row.name.find("IgnoreCase") != std::string::npos && text.find('$') == std::string::npos) {
        return AnyCase(random_, text);
      }
      return text;
    });
    // Some of them as numbers and booleans.
    if (values.is_string()) return Scalar(random_, values.get<std::string>());
    json scalars = json::array();
    for (const json& value : values) scalars.push_back(Scalar(random_, value.get<std::string>()));
    return scalars;
  }

  std::string WithWildcardsInArn(const std::string& text) {
    return text.find("${") == std::string::npos ? WithWildcardComponents(text) : text;
  }

  Random* random_;
  const RequestModel& aim_;
  std::map<std::string, json> context_;
  PolicyType type_ = PolicyType::kTrustPolicy;
  bool has_variables_ = false;
};

json List(Random* random, const std::function<json()>& make) {
  json documents = json::array({make()});
  while (documents.size() < 3 && random->Chance(30)) documents.push_back(make());
  return documents;
}

json Levels(Random* random, const std::function<json()>& make) {
  json levels = json::array();
  for (std::size_t n = 1 + random->Below(3); n > 0; --n) {
    levels.push_back(random->Chance(3) ? json::array() : List(random, make));
  }
  return levels;
}

json MakePolicies(Random* random, Theme theme, const RequestModel& aim) {
  PolicyMaker maker(random, aim);
  const auto make = [&maker](PolicyType type) {
    return [&maker, type] { return maker.Document(type); };
  };
  // An organization's policies mostly begin with the one that allows all.
  const json full_access = {
      {"Version", "2012-10-17"},
      {"Statement", {{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}}}};
  const auto make_scp = [&] {
    return random->Chance(55) ? full_access : maker.Document(PolicyType::kServiceControlPolicy);
  };

  json policies = json::object();
  if (theme != Theme::kResource || random->Chance(5)) {
    policies["trustPolicy"] = maker.Document(PolicyType::kTrustPolicy);
  }
  if (theme == Theme::kResource && random->Chance(85)) {
    policies["resourcePolicy"] = maker.Document(PolicyType::kResourcePolicy);
  }
  if (theme == Theme::kTrustOnly) return policies;
  if (random->Chance(80)) {
    policies["identityPolicies"] = random->Chance(20)
                                       ? maker.Document(PolicyType::kIdentityPolicy)
                                       : List(random, make(PolicyType::kIdentityPolicy));
  }
  if (random->Chance(30)) {
    policies["permissionsBoundary"] = maker.Document(PolicyType::kPermissionsBoundary);
  }
  if (random->Chance(25)) {
    policies["sessionPolicies"] = random->Chance(40)
                                      ? maker.Document(PolicyType::kSessionPolicy)
                                      : List(random, make(PolicyType::kSessionPolicy));
  }
  if (random->Chance(35)) policies["serviceControlPolicies"] = Levels(random, make_scp);
  if (random->Chance(25)) {
    policies["resourceControlPolicies"] = Levels(random, make(PolicyType::kResourceControlPolicy));
  }
  return policies;
}

// ---- Defects ----------------------------------------------------------------------------------

struct Defect {
  std::string name;
  std::vector<PolicyType> types;  // Where it is one.
  // Puts it into a statement, or into the document that has it in a list.
  std::function<void(json* document, json* statement)> apply;
};

const std::vector<PolicyType>& AllTypes() {
  static const std::vector<PolicyType> kTypes = {
      PolicyType::kTrustPolicy,          PolicyType::kResourcePolicy,
      PolicyType::kIdentityPolicy,       PolicyType::kPermissionsBoundary,
      PolicyType::kSessionPolicy,        PolicyType::kServiceControlPolicy,
      PolicyType::kResourceControlPolicy};
  return kTypes;
}

std::vector<Defect> MakeDefects() {
  const std::vector<PolicyType>& all = AllTypes();
  const std::vector<PolicyType> trust = {PolicyType::kTrustPolicy};
  const std::vector<PolicyType> resource = {PolicyType::kResourcePolicy};
  const std::vector<PolicyType> rcp = {PolicyType::kResourceControlPolicy};
  const std::vector<PolicyType> main = {PolicyType::kTrustPolicy, PolicyType::kResourcePolicy};
  const std::vector<PolicyType> identity = {
      PolicyType::kIdentityPolicy, PolicyType::kPermissionsBoundary, PolicyType::kSessionPolicy,
      PolicyType::kServiceControlPolicy};
  const std::vector<PolicyType> not_main(all.begin() + 2, all.end());
  const std::vector<PolicyType> not_trust(all.begin() + 1, all.end());

  std::vector<Defect> defects;
  const auto document_is = [&](const std::string& name, const std::function<void(json*)>& apply) {
    defects.push_back({name, all, [apply](json* document, json*) { apply(document); }});
  };
  const auto statement_is = [&](const std::string& name, const std::vector<PolicyType>& types,
                                const std::function<void(json&)>& apply) {
    defects.push_back({name, types, [apply](json*, json* statement) { apply(*statement); }});
  };
  const auto action_is = [&](const std::string& name, const json& value) {
    statement_is(name, all, [value](json& statement) {
      statement.erase("NotAction");
      statement["Action"] = value;
    });
  };
  const auto principal_is = [&](const std::string& name, const std::vector<PolicyType>& types,
                                const json& value) {
    statement_is(name, types, [value](json& statement) {
      statement.erase("NotPrincipal");
      statement["Principal"] = value;
    });
  };
  const auto resource_is = [&](const std::string& name, const json& value) {
    statement_is(name, not_trust, [value](json& statement) {
      statement.erase("NotResource");
      statement["Resource"] = value;
    });
  };
  const auto condition_is = [&](const std::string& name, const json& value) {
    statement_is(name, all, [value](json& statement) { statement["Condition"] = value; });
  };
  const auto value_is = [&](const std::string& name, const std::string& op, const json& value) {
    const json condition = {{op, {{"custom:word", value}}}};
    condition_is(name, condition);
  };

  document_is("1.1 document is a list",
              [](json* document) { *document = json::array({*document}); });
  document_is("1.1 unknown top-level element",
              [](json* document) { (*document)["Comment"] = "x"; });
  document_is("1.1 no Statement", [](json* document) { document->erase("Statement"); });
  document_is("1.1 no statements",
              [](json* document) { (*document)["Statement"] = json::array(); });
  document_is("1.1 Statement is a string", [](json* document) { (*document)["Statement"] = "x"; });
  document_is("1.1 statement is null",
              [](json* document) { (*document)["Statement"].push_back(nullptr); });
  document_is("1.1 1,001 statements", [](json* document) {
    json statement = (*document)["Statement"][0];
    statement.erase("Sid");
    (*document)["Statement"] = std::vector<json>(1001, statement);
  });
  document_is("1.2 unknown Version", [](json* document) { (*document)["Version"] = "2012-10-18"; });
  document_is("1.2 Version is a number", [](json* document) { (*document)["Version"] = 20121017; });
  document_is("1.2 Version is null", [](json* document) { (*document)["Version"] = nullptr; });
  document_is("1.2 Id is a number", [](json* document) { (*document)["Id"] = 1; });

  statement_is("1.3 no Effect", all, [](json& statement) { statement.erase("Effect"); });
  statement_is("1.3 Effect in lower case", all, [](json& statement) {
    statement["Effect"] = statement["Effect"] == "Deny" ? "deny" : "allow";
  });
  statement_is("1.3 Action and NotAction", all, [](json& statement) {
    statement["Action"] = "sts:AssumeRole";
    statement["NotAction"] = "sts:TagSession";
  });
  statement_is("1.3 neither Action nor NotAction", all, [](json& statement) {
    statement.erase("Action");
    statement.erase("NotAction");
  });
  statement_is("1.3 unknown element", all, [](json& statement) { statement["Conditions"] = {}; });
  statement_is("1.3 Principal and NotPrincipal", resource, [](json& statement) {
    statement["Effect"] = "Deny";
    statement["Principal"] = "*";
    statement["NotPrincipal"] = {{"AWS", "111111111111"}};
  });
  statement_is("1.3 Resource and NotResource", not_trust, [](json& statement) {
    statement["Resource"] = "*";
    statement["NotResource"] = "arn:aws:s3:::bucket-a";
  });
  statement_is("1.3 element name in lower case", all, [](json& statement) {
    statement["effect"] = statement["Effect"];
    statement.erase("Effect");
  });
  statement_is("1.4 Sid with a blank", not_main, [](json& statement) { statement["Sid"] = "a b"; });
  defects.push_back({"1.4 Sid twice", all, [](json* document, json* statement) {
                       (*statement)["Sid"] = "Same";
                       const json copy = *statement;
                       (*document)["Statement"].push_back(copy);
                     }});
  statement_is("1.5 no Principal", main, [](json& statement) {
    statement.erase("Principal");
    statement.erase("NotPrincipal");
  });
  statement_is("1.5 NotPrincipal in a trust policy", trust, [](json& statement) {
    statement["Effect"] = "Deny";
    statement.erase("Principal");
    statement["NotPrincipal"] = {{"AWS", "111111111111"}};
  });
  statement_is("1.5 Resource in a trust policy", trust,
               [](json& statement) { statement["Resource"] = "*"; });
  statement_is("1.5 NotResource in a trust policy", trust,
               [](json& statement) { statement["NotResource"] = "*"; });
  for (const char* action : {"s3:GetObject", "s3*:Get", "?t:x"}) {
    statement_is(std::string("1.5 action of another service: ") + action, trust,
                 [action](json& statement) {
                   statement.erase("NotAction");
                   statement["Action"] = {"sts:AssumeRole", action};
                 });
  }
  statement_is("1.5 no Resource", not_trust, [](json& statement) {
    statement.erase("Resource");
    statement.erase("NotResource");
  });
  statement_is("1.5 Principal of an identity policy", identity,
               [](json& statement) { statement["Principal"] = "*"; });
  statement_is("1.5 RCP allows", rcp, [](json& statement) { statement["Effect"] = "Allow"; });
  principal_is("1.5 RCP with a principal", rcp, {{"AWS", "111111111111"}});
  principal_is("1.5 RCP with {AWS: *}", rcp, {{"AWS", "*"}});

  action_is("1.6 empty list", json::array());
  action_is("1.6 null", nullptr);
  action_is("1.6 number", 5);
  action_is("1.6 nested list", json::array({json::array({"sts:AssumeRole"})}));
  value_is("1.6 condition value null", "StringEquals", nullptr);
  value_is("1.6 condition value object", "StringEquals", json::object());
  value_is("1.6 condition value nested list", "StringEquals", {"a", json::array({"b"})});
  value_is("1.6 no condition values", "StringNotEquals", json::array());
  statement_is("1.7 Sid is a number", all, [](json& statement) { statement["Sid"] = 1; });
  for (const char* op :
       {"ArnEqual", " ArnEquals", "ArnEquals ", "StringLikeIfExist", "IfExistsStringLike",
        "ForAnyValues:StringLike", "ForAllValues:", "StringEqualsIfExistsIfExists", "NotArnEquals",
        "NotBool", "ForAllValues:ForAnyValue:StringEquals", ""}) {
    value_is(std::string("1.7 unknown operator: ") + op, op, "a");
  }
  value_is("1.7 unknown operator: NullIfExists", "NullIfExists", "true");
  value_is("1.7 unknown operator: ForAnyValue:NullIfExists", "ForAnyValue:NullIfExists", "true");
  condition_is("1.7 key twice but for case",
               {{"StringEquals", {{"aws:SourceArn", "a"}, {"AWS:sourcearn", "a"}}}});
  condition_is("1.7 operator twice but for case",
               {{"Bool", {{"aws:SecureTransport", "true"}}}, {"bool", {{"custom:flag", "true"}}}});
  condition_is("1.7 Condition is a list", json::array());
  condition_is("1.7 Condition is null", nullptr);
  condition_is("1.7 operator with a string", {{"Bool", "true"}});

  for (const char* text : {"11111111111", "1111111111111", "your_account_id",
                           ("\xEF\xBC\x91"
                            "11111111111"),
                           " 111111111111"}) {
    principal_is(std::string("2.3 malformed account: ") + text, main, {{"AWS", text}});
  }
  principal_is("1.6 account as a number", main, {{"AWS", 111111111111}});
  for (const char* text :
       {"arn:aws:iam::111111111111:user/*", "arn:aws:iam::111111111111:role/ap?",
        "arn:aws:iam::*:root", "arn:aws:iam::111111111111:group/g", "arn:aws:iam::111111111111:*",
        "arn:aws:iam::1111:root", "arn:aws:sts::111111111111:assumed-role/app",
        "arn:aws:s3:::bucket-a", "alice"}) {
    principal_is(std::string("2.3 malformed principal: ") + text, main, {{"AWS", text}});
  }
  principal_is("2.4 Service *", main, {{"Service", "*"}});
  principal_is("2.5 Federated *", main, {{"Federated", "*"}});
  statement_is("2.6 NotPrincipal with Allow", resource, [](json& statement) {
    statement["Effect"] = "Allow";
    statement.erase("Principal");
    statement["NotPrincipal"] = {{"AWS", "111111111111"}};
  });
  principal_is("2.7 unknown principal type", main, {{"Aws", "111111111111"}});
  principal_is("2.7 CanonicalUser in a trust policy", trust,
               {{"CanonicalUser", "79a59df900b949e5"}});
  principal_is("2.7 empty Principal", main, json::object());
  principal_is("1.6 empty list of principals", main, {{"AWS", json::array()}});
  principal_is("2.7 empty string", main, {{"Service", ""}});
  principal_is("2.7 a string that is not *", main, "arn:aws:iam::111111111111:root");
  principal_is("1.7 Principal is a list", main, json::array({"*"}));

  action_is("3.1 empty action", "");
  action_is("3.1 action without a colon", "AssumeRole");
  action_is("3.1 no prefix", ":AssumeRole");
  action_is("3.1 no name", "sts:");
  resource_is("3.2 five components", "arn:aws:s3::bucket-a");
  resource_is("3.2 empty resource", "");
  resource_is("3.2 no ARN", "bucket-a/*");

  for (const char* text :
       {"", "abc", "0x10", "1e3", " 5", "5.", ".5", "+", "5,0", "\xEF\xBC\x91"}) {
    value_is(std::string("4.5 no number: ") + text, "NumericLessThan", text);
  }
  for (const char* text : {"", "yesterday", "2025-02-30", "2025-02-29", "2025-13", "2025-00",
                           "2025-1-1", "10000-01-01", "2025-01-01T24:00Z", "2025-01-01T00:60Z",
                           "2025-01-01T00:00:60Z", "2025-01-01T00:00", "2025-01-01T00:00:00+0000",
                           "2025-01-01 00:00:00Z", "2025-01T00:00Z", "-5"}) {
    value_is(std::string("4.5 no date: ") + text, "DateGreaterThan", text);
  }
  for (const char* text : {"", "yes", "1", " true"}) {
    value_is(std::string("4.5 no boolean: ") + text, "Bool", text);
    value_is(std::string("4.5 neither true nor false: ") + text, "Null", text);
  }
  for (const char* text : {"Q", "QUJ", "QU D", "QUJD=", "====", "QUJ_"}) {
    value_is(std::string("4.5 no base64: ") + text, "BinaryEquals", text);
  }
  for (const char* text :
       {"", "10.0.0.0/33", "10.0.0", "300.1.1.1", "010.0.0.1", "10.0.0.0/", "10.0.0.0/-1",
        "::1/129", "fe80::1%eth0", "1::2::3", "12345::", "10.0.0.0/8/8", "10.*"}) {
    value_is(std::string("4.5 no network: ") + text, "IpAddress", text);
  }
  for (const char* op :
       {"NumericEquals", "DateEquals", "Bool", "BinaryEquals", "IpAddress", "Null"}) {
    value_is(std::string("5.3 variable in ") + op, op, "${aws:username}");
  }
  for (const char* text :
       {"${", "a${", "${}", "${aws:username", "${${aws:username}}", "${aws:user${a}}",
        "${aws:username,default}", "${aws:username,}", "${aws:username, \"default\"}",
        "${aws:username, 'default}", "${, 'default'}", "${aws:username, '${a}'}"}) {
    value_is(std::string("5.3 malformed variable: ") + text, "StringEquals", text);
    value_is(std::string("5.3 malformed variable in an ARN: ") + text, "ArnLike",
             std::string("arn:aws:s3:::") + text);
    resource_is(std::string("5.3 malformed variable in a resource: ") + text,
                std::string("arn:aws:s3:::") + text);
  }
  return defects;
}

const std::vector<Defect>& Defects() {
  static const std::vector<Defect> kDefects = MakeDefects();
  return kDefects;
}

}  // namespace

RandomCase MakeRandomCase(std::uint64_t seed, std::size_t request_count) {
  Random random(seed);
  const std::size_t kind = random.Below(100);
  const Theme theme = kind < 65   ? Theme::kTrustOnly
                      : kind < 82 ? Theme::kTrustWithLayers
                                  : Theme::kResource;
  const RequestModel base = MakeRequest(&random, theme);
  RandomCase random_case;
  random_case.seed = seed;
  random_case.policies = MakePolicies(&random, theme, base);
  for (std::size_t i = 0; i < request_count; ++i) {
    RequestModel model = base;
    if (i > 0) MutateRequest(&random, theme, &model);
    random_case.requests.push_back(Finish(&random, model));
  }
  return random_case;
}

json RequestLine(const RandomCase& random_case, std::size_t index) {
  json line = random_case.policies;
  line.update(random_case.requests[index]);
  line["id"] = std::to_string(random_case.seed) + "/" + std::to_string(index);
  return line;
}

InvalidPolicy RandomInvalidPolicy(std::uint64_t seed) {
  Random random(seed);
  const Defect& defect = random.Pick(Defects());
  InvalidPolicy invalid;
  invalid.defect = defect.name;
  invalid.type = random.Pick(defect.types);
  const bool is_trust = invalid.type == PolicyType::kTrustPolicy;
  const RequestModel aim = MakeRequest(&random, is_trust ? Theme::kTrustOnly : Theme::kResource);
  // Always 2012-10-17, since a malformed variable is none in an older document.
  invalid.document = PolicyMaker(&random, aim).Document(invalid.type, true);
  json& statements = invalid.document["Statement"];
  if (!statements.is_array()) {
    const json statement = statements;
    statements = json::array({statement});
  }
  defect.apply(&invalid.document, &statements[random.Below(statements.size())]);
  return invalid;
}

std::vector<std::string> InvalidPolicyDefects() {
  std::vector<std::string> names;
  for (const Defect& defect : Defects()) names.push_back(defect.name);
  return names;
}

}  // namespace deputy::reference
