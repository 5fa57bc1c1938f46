// `deputy serve` as a program: what it prints, how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>

#include <string>

#include "tests/lab/lab_test_support.h"
#include "tests/support/serving.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Serve, PrintsItsAddressAndAnswers) {
  Serving serve;
  EXPECT_THAT(serve.address(), StartsWith("http://127.0.0.1:"));
  httplib::Client client("127.0.0.1", serve.port());
  const auto page = client.Get("/");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->status, 200);
  EXPECT_THAT(page->body, HasSubstr("<!doctype html>"));
  const auto answer = client.Post("/api/decide", Question(kBarePolicy).dump(), "application/json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(Json::parse(answer->body)["decision"]["decision"], "allowed");
  EXPECT_EQ(serve.End(SIGINT).exit_code, 0);
}

TEST(Serve, EndsWellOnEitherSignal) {
  EXPECT_EQ(Serving().End(SIGTERM).exit_code, 0);
  EXPECT_EQ(Serving().End(SIGINT).exit_code, 0);
}

TEST(Serve, APortThatIsTakenIsIo) {
  const Serving serve;
  const ProcessResult second = RunDeputy({"serve", "--port", std::to_string(serve.port())});
  EXPECT_EQ(second.exit_code, 4);
  EXPECT_THAT(second.out, IsEmpty());
  EXPECT_THAT(second.err, HasSubstr("is taken"));
  EXPECT_THAT(second.err, HasSubstr("--port 0"));
}

TEST(Serve, AHostThatOthersReachIsWarnedOf) {
  const ProcessResult served =
      RunShell("timeout -s INT 2 $DEPUTY serve --host 0.0.0.0 --port 0; echo $?");
  EXPECT_THAT(served.err, HasSubstr("warning: with --host 0.0.0.0 whoever reaches this machine"));
  EXPECT_THAT(served.out, HasSubstr("http://0.0.0.0:"));
}

TEST(Serve, AHostIsAnAddressAlsoAsAnAddressOfAPageHasIt) {
  const ProcessResult none = RunDeputy({"serve", "--port", "0", "--host", ""});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.out, IsEmpty());
  EXPECT_THAT(none.err, HasSubstr("--host needs an address"));
  const ProcessResult served = RunShell("timeout -s INT 2 $DEPUTY serve --host '[::1]' --port 0");
  if (served.err.find("Cannot assign") != std::string::npos) GTEST_SKIP() << "no IPv6 here";
  EXPECT_THAT(served.out, StartsWith("http://[::1]:"));
  EXPECT_THAT(served.err, Not(HasSubstr("warning")));
}

// As a person who may not; where anybody may there is nothing to say.
TEST(Serve, APortThatIsNotForAnybodyHasAWayOut) {
  const ProcessResult served =
      RunShell("timeout -s INT 2 setpriv --reuid 65534 --clear-groups $DEPUTY serve --port 80");
  if (served.err.find("Permission denied") == std::string::npos) GTEST_SKIP() << served.err;
  EXPECT_EQ(served.exit_code, 4);
  EXPECT_THAT(served.err, HasSubstr("give a port above 1023 with --port, or --port 0"));
}

TEST(Serve, AnInputThatIsNoScenarioIsRejected) {
  const ProcessResult served = RunDeputy({"serve", "--port", "0", "-"}, "{}");
  EXPECT_EQ(served.exit_code, 3);
  EXPECT_EQ(RunDeputy({"serve", "--port", "0", "none.json"}).exit_code, 4);
  EXPECT_EQ(RunDeputy({"serve", "--port", "70000"}).exit_code, 2);
  EXPECT_EQ(RunDeputy({"serve", "--port", "x"}).exit_code, 2);
}

TEST(Serve, AnAddressThatCannotBeSaidEndsIt) {
  EXPECT_THAT(RunShell("$DEPUTY serve --port 0 >/dev/full; echo $?").out, HasSubstr("4"));
}

}  // namespace
}  // namespace deputy
