# What every target of ours is compiled with.
option(KENNIS_TESTS "Build the tests and the benchmarks" ON)
option(KENNIS_WERROR "Treat warnings as errors" OFF)
option(KENNIS_FUZZERS "Build the libFuzzer targets (clang only)" OFF)
set(KENNIS_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them: address,undefined or thread")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_EXTENSIONS OFF)

add_library(kennis_options INTERFACE)
target_compile_features(kennis_options INTERFACE cxx_std_20)
target_include_directories(kennis_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(kennis_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
                                                -Wcast-align -Woverloaded-virtual -Wconversion -Wsign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 warns of overlaps that cannot be in std::string's operator+ (its bug 105329).
  target_compile_options(kennis_options INTERFACE -Wno-restrict)
endif()
# Fit and closeness are compared bit for bit between machines and builds: no fused multiply-add.
target_compile_options(kennis_options INTERFACE -ffp-contract=off)
if(KENNIS_WERROR)
  target_compile_options(kennis_options INTERFACE -Werror)
endif()
if(KENNIS_SANITIZE)
  target_compile_options(kennis_options INTERFACE -fsanitize=${KENNIS_SANITIZE} -fno-sanitize-recover=all
                                                  -fno-omit-frame-pointer)
  target_link_options(kennis_options INTERFACE -fsanitize=${KENNIS_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    target_compile_options(kennis_options INTERFACE -fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/cmake/sanitizer_ignorelist.txt)
  endif()
endif()
if(KENNIS_FUZZERS)
  target_compile_options(kennis_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# One library a folder: kennis_library(schema SOURCES … HEADERS … LIBRARIES …) makes kennis::schema.
function(kennis_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  add_library(kennis_${name} STATIC ${ARG_SOURCES})
  add_library(kennis::${name} ALIAS kennis_${name})
  target_sources(kennis_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HEADERS})
  set_target_properties(kennis_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_link_libraries(kennis_${name} PUBLIC kennis_options ${ARG_LIBRARIES} PRIVATE ${ARG_PRIVATE_LIBRARIES})
endfunction()
