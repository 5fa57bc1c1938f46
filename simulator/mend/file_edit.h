// Makes changes of policies in the file in which they stand. Nothing else in the file changes by a
// byte, and what was made is read again and compared before it counts.
#ifndef DEPUTY_SIMULATOR_MEND_FILE_EDIT_H_
#define DEPUTY_SIMULATOR_MEND_FILE_EDIT_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/harden/change.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

struct NamedText {
  std::string name;
  std::string text;
};

// The policies of a file as they are read in it, and edits of many of them with one reading:
// reading it for each would take time with the square of its size.
class FileEdit {
 public:
  using Policies = std::vector<size_t>;  // by their numbers in the file, upwards
  using ChangeOf = std::function<const Change&(size_t policy)>;
  using Tell = std::function<void(size_t policy, std::string what)>;

  // `options` must outlive it.
  FileEdit(NamedText file, const IntakeOptions& options, Diagnostics& diagnostics);

  const std::string& text() const { return file_.text; }
  const std::vector<FoundPolicy>& policies() const { return read_.policies; }

  // Makes a change in each of these. Those where it cannot be written come back, and stay as they
  // are.
  Policies MakeChanges(const Policies& policies, const ChangeOf& change_of);

  // Words that the parser knows better ("did you mean"): puts the first of each of these right, all
  // of which were refused, and tells what was done. Those without one come back.
  Policies MendWords(const Policies& policies, const Tell& tell);

 private:
  using Some = absl::Span<const size_t>;

  bool MakeAll(Some policies, const ChangeOf& change_of);
  bool MendAll(Some policies, const Tell& tell);
  PolicyFile Read(absl::string_view text) const;

  NamedText file_;
  const IntakeOptions* options_;
  PolicyFile read_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_MEND_FILE_EDIT_H_
