# deputy_room(<path> [LINKS <room>...] [USES <library>...])
#
# A room is a folder of engine/ or simulator/ and one static library, deputy_<folder>, of all its .cc files except
# main.cc. LINKS names the rooms below it by their last word; USES names libraries of others. A folder without sources
# (not there yet, or headers only) compiles nothing but still passes its links on.
function(deputy_room path)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "LINKS;USES")
  get_filename_component(name ${path} NAME)
  set(target deputy_${name})

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${path}/*.cc)
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")

  set(links deputy_flags deputy_absl ${ROOM_USES})
  foreach(link IN LISTS ROOM_LINKS)
    if(NOT TARGET deputy_${link})
      message(FATAL_ERROR "${path} links `${link}`, which is no room above it in the list")
    endif()
    list(APPEND links deputy_${link})
  endforeach()

  if(sources)
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PUBLIC ${links})
    if(path STREQUAL "engine/text")
      target_link_libraries(${target} PRIVATE deputy_rapidjson)
    endif()
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${links})
  endif()

  list(JOIN ROOM_LINKS "," joined)
  set_property(GLOBAL APPEND PROPERTY DEPUTY_ROOM_TARGETS ${target})
  set_property(GLOBAL APPEND_STRING PROPERTY DEPUTY_ROOM_TABLE "${path}:${joined} ")
endfunction()
