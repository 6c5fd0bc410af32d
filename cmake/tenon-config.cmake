# SPDX-License-Identifier: BSL-1.0
include(CMakeFindDependencyMacro)
find_dependency(Boost 1.74)
find_dependency(xtl)
find_dependency(xsimd)
include(${CMAKE_CURRENT_LIST_DIR}/tenon-targets.cmake)
