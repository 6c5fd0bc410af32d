# SPDX-License-Identifier: BSL-1.0
# Turns a file into a C++ source that holds its bytes, so that a program carries its texts with it and finds them
# wherever it is started. Run at build time:
#
#   cmake -DINPUT=<file> -DOUTPUT=<source> -DNAME=<constant> -P embed.cmake
#
# The source defines `program::<constant>`, a std::string_view; who uses it declares
# `extern const std::string_view <constant>;` in namespace program.
cmake_minimum_required(VERSION 3.25)

foreach(option INPUT OUTPUT NAME)
    if("${${option}}" STREQUAL "")
        message(FATAL_ERROR "embed.cmake: -D${option}=... is missing")
    endif()
endforeach()

# As hexadecimal digits no byte means anything to CMake: no list is split at a semicolon, no bracket matched.
file(READ "${INPUT}" bytes HEX)
string(REPEAT "." 32 sixteen_bytes)
string(REGEX REPLACE "(${sixteen_bytes})" "\\1\n" bytes "${bytes}")
# Character literals, not a string: compilers need not accept one of more than 65,536 characters, and a number above
# 127 would be narrowed where char is signed. 200 KB compile in 0.3 s with g++ 12 and with clang 14.
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")

get_filename_component(file "${INPUT}" NAME)
file(WRITE "${OUTPUT}" "// Made by embed.cmake from ${file}.
#include <string_view>

namespace program {
extern const std::string_view ${NAME};
namespace {
constexpr char ${NAME}_bytes[] = {
${bytes}'\\0'};
} // namespace
constinit const std::string_view ${NAME}{${NAME}_bytes, sizeof ${NAME}_bytes - 1};
} // namespace program
")
