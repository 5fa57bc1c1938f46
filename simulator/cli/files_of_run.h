// Which files this run reads or has written, so that no output replaces one by mistake. What opens
// files for reading notes them (InputFile), what replaces files asks and notes them too (Output): a
// command need not think of it. Files are told apart by device and inode, so that another name or a
// link is no way around.
#ifndef DEPUTY_SIMULATOR_CLI_FILES_OF_RUN_H_
#define DEPUTY_SIMULATOR_CLI_FILES_OF_RUN_H_

#include <sys/stat.h>

#include <string>

namespace deputy {

void NoteFileOfRun(const struct stat& file);
bool IsFileOfRun(const struct stat& file);

// Takes back one NoteFileOfRun: a file of a folder turned out to be none of ours.
void ForgetFileOfRun(const std::string& path);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_FILES_OF_RUN_H_
