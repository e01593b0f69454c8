# kennis_embed_text(embedded.cpp HEADER schema/embedded_taxonomy.h FUNCTION embedded_taxonomy FILES …)
# Makes a C++ file that holds the text of FILES as FUNCTION() and returns its path in `embedded`: the program must run without its
# source tree.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(KENNIS_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
  function(kennis_embed_text name)
    cmake_parse_arguments(ARG "" "HEADER;FUNCTION" "FILES" ${ARGN})
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${name})
    string(REPLACE ";" "," files "${ARG_FILES}")
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DFILES=${files} -DHEADER=${ARG_HEADER} -DFUNCTION=${ARG_FUNCTION} -DOUTPUT=${output} -P
              ${KENNIS_EMBED_SCRIPT}
      DEPENDS ${ARG_FILES} ${KENNIS_EMBED_SCRIPT}
      COMMENT "Embedding ${name}"
      VERBATIM)
    set(embedded ${output} PARENT_SCOPE)
  endfunction()
  return()
endif()

string(REPLACE "," ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" text)
  string(APPEND entries "    {\"${name}\", R\"words(${text})words\"sv},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by cmake/embed_text.cmake.
#include \"${HEADER}\"

namespace kennis {
namespace {
using namespace std::string_view_literals;  // a text knows its length
constexpr EmbeddedFile kFiles[] = {
${entries}};
}  // namespace

std::span<const EmbeddedFile> ${FUNCTION}() { return kFiles; }
}  // namespace kennis
")
