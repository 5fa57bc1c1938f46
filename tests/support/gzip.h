// A gzip stream of one member, as CloudTrail delivers files.
#ifndef DEPUTY_TESTS_SUPPORT_GZIP_H_
#define DEPUTY_TESTS_SUPPORT_GZIP_H_

#include <string>

namespace deputy {

std::string Gzip(const std::string& text);

}  // namespace deputy

#endif  // DEPUTY_TESTS_SUPPORT_GZIP_H_
