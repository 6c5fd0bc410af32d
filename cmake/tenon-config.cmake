# SPDX-License-Identifier: BSL-1.0
include(CMakeFindDependencyMacro)
find_dependency(Boost 1.74)
find_dependency(xtl)
find_dependency(xsimd)
include(${CMAKE_CURRENT_LIST_DIR}/tenon-targets.cmake)

# The headers under io/ need JSON, which not every user has.
find_package(nlohmann_json 3.11 QUIET)
if(nlohmann_json_FOUND AND NOT TARGET tenon::io)
  add_library(tenon::io INTERFACE IMPORTED)
  target_link_libraries(tenon::io INTERFACE tenon::tenon nlohmann_json::nlohmann_json)
endif()
