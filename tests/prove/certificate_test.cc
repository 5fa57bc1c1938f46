// A certificate of every proof is taken by the checker, and none that was tampered with is: each
// line removed, each number changed, with the digest made right again.
#include "engine/prove/certificate.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/prove/certificate_checker.h"
#include "engine/prove/certificate_text.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

struct Proved {
  explicit Proved(const std::string& text) : policy(TryPolicy(text)) {
    question.policy = &*policy;
    question.resource = "arn:aws:iam::111122223333:role/Target";
    question.trusted.accounts = {"111122223333"};
    question.trusted.third_parties = {{"555566667777", "id"}};
  }
  Proved(const Proved&) = delete;
  Proved& operator=(const Proved&) = delete;

  std::optional<Policy> policy;
  RoleQuestion question;
};

const std::vector<std::pair<std::string, Property>>& Proofs() {
  static const std::vector<std::pair<std::string, Property>> kProofs = {
      {DmsTrust(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:rep:*"},)"
                R"("StringEquals":{"aws:SourceAccount":"111122223333"}})"),
       Property::kNoForeignSource},
      {DmsTrust(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})"),
       Property::kNoForeignSource},
      {DmsTrust(R"({"NumericLessThan":{"custom:n":"5"},"NumericGreaterThan":{"aws:x":"7"},)"
                R"("ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]},)"
                R"("StringEquals":{"aws:SourceAccount":"111122223333"}})"),
       Property::kNoForeignSource},
      {R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":)"
       R"("sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"*","Condition":)"
       R"({"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:*"}}}]})",
       Property::kNoForeignPrincipal},
      {R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":)"
       R"("555566667777"},"Action":"sts:AssumeRole","Condition":{"StringEquals":)"
       R"({"sts:ExternalId":"id"}}}})",
       Property::kNoForeignPrincipal}};
  return kProofs;
}

TEST(CertificateTest, EveryProofHasOne) {
  for (const auto& [text, property] : Proofs()) {
    const Proved proved(text);
    ASSERT_EQ(ProveProperty(proved.question, property).verdict, Verdict::kProved) << text;
    const std::optional<std::string> certificate = Certify(proved.question, property);
    ASSERT_TRUE(certificate) << text;
    EXPECT_EQ(CheckCertificate(proved.question, property, *certificate), "") << *certificate;
  }
}

TEST(CertificateTest, NoneForWhatIsNotProved) {
  const Proved open(DmsTrust("{}"));
  EXPECT_FALSE(Certify(open.question, Property::kNoForeignSource));
  Proved poor(Proofs()[0].first);
  poor.question.budget = 3;
  EXPECT_FALSE(Certify(poor.question, Property::kNoForeignSource));
}

TEST(CertificateTest, IsOfOnePolicyOnly) {
  const Proved proved(Proofs()[1].first);
  const std::string certificate = *Certify(proved.question, Property::kNoForeignSource);
  const Proved other(
      DmsTrust(R"({"StringLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})"));
  EXPECT_NE(CheckCertificate(other.question, Property::kNoForeignSource, certificate), "");
  EXPECT_NE(CheckCertificate(proved.question, Property::kNoForeignPrincipal, certificate), "");
}

// Every change of the data, the text printed anew: `refused` counts them and fails on one that is
// taken.
class Tamper {
 public:
  Tamper(const RoleQuestion& question, Property property, Certificate certificate)
      : question_(question), property_(property), certificate_(std::move(certificate)) {}

  template <class Change>
  void Try(const char* what, const Change& change) {
    Certificate changed = certificate_;
    change(changed);
    const std::string text = PrintCertificate(changed);
    if (text == PrintCertificate(certificate_)) return;
    EXPECT_NE(CheckCertificate(question_, property_, text), "") << what << " is taken";
    ++tried_;
  }
  size_t tried() const { return tried_; }
  const Certificate& certificate() const { return certificate_; }

 private:
  const RoleQuestion& question_;
  Property property_;
  Certificate certificate_;
  size_t tried_ = 0;
};

TEST(CertificateTest, TamperedOnesAreRefused) {
  size_t tried = 0;
  for (const auto& [policy, property] : Proofs()) {
    const Proved proved(policy);
    const std::string text = *Certify(proved.question, property);
    Tamper tamper(proved.question, property, std::get<Certificate>(ParseCertificate(text)));
    for (size_t c = 0; c < tamper.certificate().cases.size(); ++c) {
      tamper.Try("a case less",
                 [&](Certificate& it) { it.cases.erase(it.cases.begin() + static_cast<int>(c)); });
      tamper.Try("another case", [&](Certificate& it) { it.cases[c].who += "x"; });
      for (size_t g = 0; g < tamper.certificate().cases[c].goals.size(); ++g) {
        tamper.Try("a goal less", [&](Certificate& it) {
          auto& goals = it.cases[c].goals;
          goals.erase(goals.begin() + static_cast<int>(g));
        });
        tamper.Try("another goal", [&](Certificate& it) { ++it.cases[c].goals[g].row; });
        const auto& variables = tamper.certificate().cases[c].goals[g].variables;
        for (size_t v = 0; v < variables.size(); ++v) {
          const auto variable = [&](Certificate& it) -> VariableProof& {
            return it.cases[c].goals[g].variables[v];
          };
          tamper.Try("another variable", [&](Certificate& it) { variable(it).name += "x"; });
          for (size_t s = 0; s < variables[v].states.size(); ++s) {
            const auto state = [&](Certificate& it) -> StateProof& {
              return variable(it).states[s];
            };
            tamper.Try("a state less", [&](Certificate& it) {
              auto& states = variable(it).states;
              states.erase(states.begin() + static_cast<int>(s));
            });
            tamper.Try("a place more",
                       [&](Certificate& it) { state(it).places.push_back(100'000); });
            if (s % 4 != 0) continue;  // each of them would take a minute
            for (size_t l = s % 3; l < variables[v].states[s].steps.size(); l += 3)
              tamper.Try("another step", [&](Certificate& it) { ++state(it).steps[l]; });
          }
        }
      }
    }
    tried += tamper.tried();
  }
  EXPECT_GT(tried, 1000u);
}

// A policy that asks for the same words and the opposite of them: the states of the one are those
// of the other, and only what follows from them tells that somebody gets in.
TEST(CertificateTest, OfAnotherPolicyWithTheSameStatesAreRefused) {
  const auto everybody_but = [](const std::string& denies) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":)"
           R"("sts:AssumeRole"})" +
           denies + "]}";
  };
  const auto deny = [](const std::string& condition) {
    return R"(,{"Effect":"Deny","Principal":"*","Action":"*","Condition":)" + condition + "}";
  };
  const struct {
    std::string proved;
    std::string open;
    Property property;
  } pairs[] = {
      // another value gets in
      {DmsTrust(R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})"),
       DmsTrust(R"({"StringNotEquals":{"aws:SourceAccount":"111122223333"}})"),
       Property::kNoForeignSource},
      // no value gets in
      {DmsTrust(
           R"({"StringEquals":{"sts:RoleSessionName":"x"},"StringNotEquals":{"sts:RoleSessionName":"x"}})"),
       DmsTrust(
           R"({"StringEqualsIfExists":{"sts:RoleSessionName":"x"},"StringNotEquals":{"sts:RoleSessionName":"x"}})"),
       Property::kNoForeignSource},
      // two values get in together
      {DmsTrust(R"({"ForAllValues:StringEquals":{"aws:TagKeys":"x"},)"
                R"("ForAnyValue:StringEquals":{"aws:TagKeys":"y"}})"),
       DmsTrust(R"({"ForAnyValue:StringLike":{"aws:TagKeys":"x"},)"
                R"("ForAnyValue:StringEquals":{"aws:TagKeys":"y"}})"),
       Property::kNoForeignSource},
      // a number gets in
      {DmsTrust(
           R"({"NumericLessThan":{"sts:DurationSeconds":"1000"},"NumericGreaterThan":{"sts:DurationSeconds":"2000"}})"),
       DmsTrust(
           R"({"NumericGreaterThan":{"sts:DurationSeconds":"1000"},"NumericLessThan":{"sts:DurationSeconds":"2000"}})"),
       Property::kNoForeignSource},
      // a Deny that is about others
      {everybody_but(deny(R"({"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:*"}})")),
       everybody_but(deny(R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:*"}})")),
       Property::kNoForeignPrincipal},
      // two of them that leave somebody
      {everybody_but(deny(R"({"StringLike":{"sts:RoleSessionName":"x*"}})") +
                     deny(R"({"StringNotLike":{"sts:RoleSessionName":"x*"}})")),
       everybody_but(deny(R"({"StringLike":{"sts:RoleSessionName":"x*"}})") +
                     deny(R"({"StringLike":{"sts:RoleSessionName":"x*"}})")),
       Property::kNoForeignPrincipal},
  };
  for (const auto& [text, opened, property] : pairs) {
    const Proved proved(text);
    const std::optional<std::string> certificate = Certify(proved.question, property);
    ASSERT_TRUE(certificate) << text;
    EXPECT_EQ(CheckCertificate(proved.question, property, *certificate), "") << text;
    const Proved open(opened);
    EXPECT_EQ(ProveProperty(open.question, property).verdict, Verdict::kRefuted) << opened;
    EXPECT_NE(CheckCertificate(open.question, property, *certificate)
                  .find("a combination of values is allowed"),
              std::string::npos)
        << opened << CheckCertificate(open.question, property, *certificate);
  }
}

// As text: a line less or a byte changed is noticed by the form alone.
TEST(CertificateTest, ChangedTextIsRefused) {
  const Proved proved(Proofs()[0].first);
  const std::string text = *Certify(proved.question, Property::kNoForeignSource);
  for (size_t i = 0; i < text.size(); i += 7) {
    std::string changed = text;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_NE(CheckCertificate(proved.question, Property::kNoForeignSource, changed), "") << i;
    EXPECT_NE(CheckCertificate(proved.question, Property::kNoForeignSource, text.substr(0, i)), "");
  }
}

}  // namespace
}  // namespace deputy
