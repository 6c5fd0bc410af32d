# SPDX-License-Identifier: BSL-1.0
# Headers and a package that find_package(tenon) finds.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/tenon)
install(TARGETS tenon_dsl tenon_tenon EXPORT tenon-targets FILE_SET HEADERS)
install(EXPORT tenon-targets NAMESPACE tenon:: DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/tenon-config-version.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES cmake/tenon-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/tenon-config-version.cmake
        DESTINATION ${package_dir})
