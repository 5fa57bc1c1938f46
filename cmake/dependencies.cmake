# What the engine and the simulator build on. Tests and benchmarks find their own.
find_package(absl REQUIRED CONFIG)
find_package(RapidJSON REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(simdjson REQUIRED CONFIG)
find_package(Threads REQUIRED)

# RapidJSON's config has no target. SYSTEM keeps its warnings out.
add_library(deputy_rapidjson INTERFACE)
target_include_directories(deputy_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIRS})

# libyaml and ISA-L have no config, and that of md4c asks for a library of its own that nobody here needs.
function(deputy_plain_library name header library)
  find_path(${name}_INCLUDE_DIR ${header} REQUIRED)
  find_library(${name}_LIBRARY ${library} REQUIRED)
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE ${${name}_INCLUDE_DIR})
  target_link_libraries(${name} INTERFACE ${${name}_LIBRARY})
endfunction()
deputy_plain_library(deputy_yaml yaml.h yaml)
deputy_plain_library(deputy_md4c md4c.h md4c)
deputy_plain_library(deputy_isal isa-l/igzip_lib.h isal)

# Compiled, so its own flags must be given: they change the layout of its types.
find_package(PkgConfig REQUIRED)
pkg_check_modules(deputy_httplib REQUIRED IMPORTED_TARGET GLOBAL cpp-httplib>=0.11)

# Only headers.
function(deputy_header_library name header)
  find_path(${name}_INCLUDE_DIR ${header} REQUIRED)
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE ${${name}_INCLUDE_DIR})
endfunction()
deputy_header_library(deputy_dtl dtl/dtl.hpp)
deputy_header_library(deputy_mustache kainjow/mustache.hpp)

add_library(deputy_absl INTERFACE)
target_link_libraries(deputy_absl INTERFACE
  absl::cleanup absl::flat_hash_map absl::flat_hash_set absl::hash absl::inlined_vector absl::optional
  absl::span absl::status absl::statusor absl::str_format absl::strings)
