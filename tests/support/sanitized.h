// Whether a sanitizer is built in: those reserve terabytes of address space, bring an allocator of
// their own and want to be loaded first.
#ifndef DEPUTY_TESTS_SUPPORT_SANITIZED_H_
#define DEPUTY_TESTS_SUPPORT_SANITIZED_H_

#if defined(__has_feature)  // clang
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define DEPUTY_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)  // gcc
#define DEPUTY_SANITIZED
#endif

namespace deputy {

#ifdef DEPUTY_SANITIZED
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace deputy

#endif  // DEPUTY_TESTS_SUPPORT_SANITIZED_H_
