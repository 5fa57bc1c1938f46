# deputy_embed(<room> <function> ROOT <folder> FILES <path or glob>...)
#
# Puts text files into the binary. Adds to the room's library a generated source that defines
#     absl::Span<const deputy::EmbeddedFile> deputy::<function>();
# a table sorted by name; names are paths below ROOT with '/'. The room declares the function in a header of its own
# (see simulator/embedded/embedded_file.h). FILES are relative to ROOT; a glob looks into subfolders as well, and is
# looked at again in each build. A changed file regenerates the source.
set(DEPUTY_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake)

function(deputy_embed room function)
  cmake_parse_arguments(PARSE_ARGV 2 EMBED "" "ROOT" "FILES")
  get_target_property(type deputy_${room} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    return()  # the room is still empty
  endif()
  get_filename_component(root "${EMBED_ROOT}" ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})

  set(names)
  foreach(file IN LISTS EMBED_FILES)
    if(file MATCHES "[*?]")
      file(GLOB_RECURSE matches CONFIGURE_DEPENDS RELATIVE ${root} ${root}/${file})
      list(APPEND names ${matches})
    else()
      list(APPEND names ${file})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES names)
  list(SORT names)
  set(inputs ${names})
  list(TRANSFORM inputs PREPEND ${root}/)

  # The list stands in a file, so that adding or removing a file regenerates as well.
  set(list_file ${PROJECT_BINARY_DIR}/embedded/${function}.txt)
  set(output ${PROJECT_BINARY_DIR}/embedded/${function}.cc)
  list(JOIN names "\n" lines)
  file(CONFIGURE OUTPUT ${list_file} CONTENT "${lines}\n" @ONLY)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D ROOT=${root} -D LIST=${list_file} -D FUNCTION=${function} -D OUTPUT=${output}
            -P ${DEPUTY_EMBED_SCRIPT}
    DEPENDS ${inputs} ${list_file} ${DEPUTY_EMBED_SCRIPT}
    COMMENT "Embedding ${function}"
    VERBATIM)
  set_source_files_properties(${output} PROPERTIES COMPILE_OPTIONS "-w")  # long literals
  target_sources(deputy_${room} PRIVATE ${output})
endfunction()
