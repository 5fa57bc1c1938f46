# Language, warnings and what a build contains. The presets set the options; see CMakePresets.json.
option(DEPUTY_TESTS "Build the tests" ON)
option(DEPUTY_BENCH "Build the benchmarks" OFF)
option(DEPUTY_FUZZ "Build the fuzz targets (clang only)" OFF)
option(DEPUTY_WERROR "Treat warnings as errors" OFF)
set(DEPUTY_SANITIZE "" CACHE STRING "Value of -fsanitize= for everything, or empty")
option(DEPUTY_COVERAGE "Record what runs (clang only)" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)  # the sloppiness that precompiled headers ask for
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

# Every target of this project links deputy_flags: warnings, sanitizers, and includes from the project root.
add_library(deputy_flags INTERFACE)
target_include_directories(deputy_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(deputy_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
# GCC 12 warns of its own std::string where "a" + s is inlined (its bug 105651).
target_compile_options(deputy_flags INTERFACE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>)
if(DEPUTY_WERROR)
  target_compile_options(deputy_flags INTERFACE -Werror)
endif()
# Several sources of a target are compiled as one, in a third of the time: names of unnamed namespaces are therefore unique
# in a room and in a folder of tests. g++ takes the sources for headers and warns of such namespaces in them.
if(CMAKE_UNITY_BUILD)
  target_compile_options(deputy_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_definitions(deputy_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(DEPUTY_SANITIZE)
  # GCC 12 cannot follow std::function through the sanitizers' code and warns of what it cannot see.
  target_compile_options(deputy_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_compile_options(deputy_flags INTERFACE
    -fsanitize=${DEPUTY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(deputy_flags INTERFACE -fsanitize=${DEPUTY_SANITIZE})
endif()
# clang's, because it counts the branches that somebody wrote. gcov counts those of the compiler: two for each call that
# may throw, and for each temporary that is cleaned up behind it. Where threads count at once some is lost, but atomic
# counters take ten times as long.
if(DEPUTY_COVERAGE)
  target_compile_options(deputy_flags INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(deputy_flags INTERFACE -fprofile-instr-generate)
endif()
# RapidJSON's stack.h adds to a null pointer, which only clang's sanitizer minds.
if(DEPUTY_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(deputy_flags INTERFACE
    -fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/cmake/sanitizer_ignorelist.txt)
endif()
# Few shared libraries to load, so that a process starts fast.
target_link_options(deputy_flags INTERFACE -Wl,--as-needed)
find_program(LLD ld.lld)
if(LLD)
  target_link_options(deputy_flags INTERFACE -fuse-ld=lld)
endif()

# deputy_precompile(<target> <header>...): for headers of others that most sources of a target include and that take
# seconds each. Where nothing is optimized for speed either: glue and tests, of which debug builds have the most.
function(deputy_precompile target)
  list(TRANSFORM ARGN REPLACE "(.+)" "<\\1>" OUTPUT_VARIABLE headers)
  target_precompile_headers(${target} PRIVATE ${headers})
  deputy_compile_fast(${target})
endfunction()

function(deputy_compile_fast target)
  if(NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)  # of ./dev lint, which reads each source alone
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON)
  endif()
  target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-O0> $<$<CONFIG:Release>:-O1>
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)  # or ccache cannot cache what comes of it
endfunction()
