# SPDX-License-Identifier: BSL-1.0
# How the programs of this repository are compiled. Users of the headers choose for themselves.
set(TENON_ARCH native CACHE STRING
    "What the programs of this repository are compiled for (-march), but for names on x86-64")
set(TENON_SANITIZE "" CACHE STRING "The sanitizers of the tests: address,undefined or thread")

add_library(tenon_flags INTERFACE)
target_compile_options(tenon_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast
  # A target with a property TENON_ARCH of its own is compiled for that: of two -march the last one would count.
  -march=$<IF:$<BOOL:$<TARGET_PROPERTY:TENON_ARCH>>,$<TARGET_PROPERTY:TENON_ARCH>,${TENON_ARCH}>
  # Neither changes a result: math functions do not set errno, and no one looks at floating-point exceptions.
  -fno-math-errno -fno-trapping-math
  # clang by default fuses only what it sees in one expression, and not what passes through an intrinsic.
  -ffp-contract=fast)
if(TENON_SANITIZE)
  target_compile_options(tenon_flags INTERFACE
    -fsanitize=${TENON_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tenon_flags INTERFACE -fsanitize=${TENON_SANITIZE})
endif()

if(PROJECT_IS_TOP_LEVEL)
  find_program(TENON_CCACHE ccache)
  if(TENON_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${TENON_CCACHE})
  endif()
endif()
