# What the engine and the simulator build on. Tests and benchmarks find their own.
find_package(absl REQUIRED CONFIG)
find_package(RapidJSON REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(simdjson REQUIRED CONFIG)
find_package(Threads REQUIRED)

# RapidJSON's config has no target. SYSTEM keeps its warnings out.
add_library(deputy_rapidjson INTERFACE)
target_include_directories(deputy_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIRS})

add_library(deputy_absl INTERFACE)
target_link_libraries(deputy_absl INTERFACE
  absl::cleanup absl::flat_hash_map absl::flat_hash_set absl::hash absl::inlined_vector absl::optional
  absl::span absl::status absl::statusor absl::str_format absl::strings)
