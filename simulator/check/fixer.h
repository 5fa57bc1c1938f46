// `--fix` and `--diff`: the fixes of the findings of a file, made one after the other, each looked
// at again after it was made.
#ifndef DEPUTY_SIMULATOR_CHECK_FIXER_H_
#define DEPUTY_SIMULATOR_CHECK_FIXER_H_

#include <functional>
#include <string>
#include <vector>

#include "simulator/check/checked_file.h"
#include "simulator/check/checker.h"
#include "simulator/check/edited_text.h"

namespace deputy {

struct MadeFix {
  std::string subject;
  std::string rule;
  std::string title;
};

struct FixedFile {
  EditedText text;
  std::vector<MadeFix> made;
  CheckedFile after;
  // Fixes could be made, but the file has errors that remain: it stays as it was.
  bool left_alone = false;
};

// A fix is kept only if its finding is gone afterwards and its policy has no new one. `prepare`
// sets findings aside; those are not fixed.
FixedFile FixFile(Checker& checker, const CheckedFile& before,
                  const std::function<void(CheckedFile&)>& prepare);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CHECK_FIXER_H_
