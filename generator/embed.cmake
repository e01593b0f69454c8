# Writes OUTPUT, a C++ file that holds the text of FILES (separated by commas) as embedded_vocabulary().
string(REPLACE "," ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" text)
  string(APPEND entries "    {\"${name}\", R\"words(${text})words\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by generator/embed.cmake from data/vocabulary.
#include \"generator/embedded_vocabulary.h\"

namespace kennis {
namespace {
constexpr EmbeddedFile kFiles[] = {
${entries}};
}  // namespace

std::span<const EmbeddedFile> embedded_vocabulary() { return kFiles; }
}  // namespace kennis
")
