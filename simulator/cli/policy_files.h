// The policies of files and folders of every kind that people have, with what is wrong said on
// standard error.
#ifndef DEPUTY_SIMULATOR_CLI_POLICY_FILES_H_
#define DEPUTY_SIMULATOR_CLI_POLICY_FILES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/source.h"
#include "simulator/cli/exit_code.h"
#include "simulator/intake/policy_source.h"
#include "simulator/report/replay.h"
#include "simulator/report/style.h"

namespace deputy {

struct LoadedFile {
  std::string path;  // as given
  Source source;
  PolicyFile file;
  bool file_refused = false;   // something is wrong with it as a whole
  bool refused_some = false;   // a policy of it, or the file itself
  bool is_role_store = false;  // `--roles` of `deputy explain` takes it
};

struct PolicyPath {
  std::string path;
  bool from_folder = false;  // nobody named it: where it holds no policy it is passed over
};

// Files as they are, folders as the files below them that may hold policies; the others, but for
// hidden ones, are added to `passed_over`. When there is none, kUsage, and said on standard error.
ExitCode ListPolicyFiles(const std::vector<std::string>& paths, std::vector<PolicyPath>& files,
                         size_t& passed_over);

// Whether a file in which no policy was found is none of ours, by what its reading had to say.
bool NeverMeantForPolicies(absl::string_view text, const Diagnostics& problems);

// Those of ListPolicyFiles(), or nothing of no paths. kRejected when a file or a policy was
// refused, kIo when a file cannot be read; the others are there.
ExitCode LoadPolicyFiles(const std::vector<std::string>& paths, const IntakeOptions& options,
                         const Style& errors, std::vector<std::unique_ptr<LoadedFile>>& files);

// One file, and no folder.
ExitCode LoadPolicyFile(const std::string& path, const IntakeOptions& options, const Style& errors,
                        std::vector<std::unique_ptr<LoadedFile>>& files);

// A policy that is all there is in its file needs no other name.
bool IsWholeFile(const LoadedFile& file, const FoundPolicy& found);

// What it is called: a file's only policy by the file.
std::string SubjectOf(const LoadedFile& file, const FoundPolicy& found);

// How `deputy explain` comes by this policy: from the file, or with the request.
ReplayScene SceneFor(const LoadedFile& file, const FoundPolicy& found);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_POLICY_FILES_H_
