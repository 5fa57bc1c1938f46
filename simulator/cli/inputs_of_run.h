// Which files are inputs of this run, so that no output replaces one by mistake. What opens files
// for reading notes them (InputFile), what replaces files asks (Output): a command need not think
// of it. Files are told apart by device and inode, so that another name or a link is no way around.
#ifndef DEPUTY_SIMULATOR_CLI_INPUTS_OF_RUN_H_
#define DEPUTY_SIMULATOR_CLI_INPUTS_OF_RUN_H_

#include <sys/stat.h>

#include <string>

namespace deputy {

void NoteInput(const struct stat& file);
bool IsInput(const struct stat& file);

// Takes back one NoteInput: a file of a folder turned out to be none of ours.
void ForgetInput(const std::string& path);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_INPUTS_OF_RUN_H_
