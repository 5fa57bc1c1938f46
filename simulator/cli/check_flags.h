// The flags of `deputy check`, and what they mean.
#ifndef DEPUTY_SIMULATOR_CLI_CHECK_FLAGS_H_
#define DEPUTY_SIMULATOR_CLI_CHECK_FLAGS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "simulator/check/checker.h"

namespace deputy {

struct CheckFlags {
  std::vector<std::string> paths;
  std::string format;
  std::string output;
  std::string color;
  std::string fail_on;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::string baseline;
  std::string write_baseline;
  std::string suppress;
  std::string account;
  std::vector<std::string> trust;
  std::vector<std::string> trust_org;
  std::vector<std::string> parameters;
  std::vector<std::string> services;
  bool fix = false;
  bool diff = false;
  bool quiet = false;
};

void AddCheckFlags(CLI::App& app, CheckFlags& flags);

// What is to be asked; `complaint` is what is wrong with a flag, or empty.
CheckOptions OptionsOf(const CheckFlags& flags, std::string& complaint);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_CHECK_FLAGS_H_
