# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

# find_package(tapeless) for those who install.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(tapeless_package_dir "${CMAKE_INSTALL_DATADIR}/cmake/tapeless")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION include COMPONENT tapeless)
install(TARGETS tapeless EXPORT tapelessTargets COMPONENT tapeless)
install(EXPORT tapelessTargets
    NAMESPACE tapeless::
    DESTINATION "${tapeless_package_dir}"
    COMPONENT tapeless
)

configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/tapelessConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/tapelessConfig.cmake"
    INSTALL_DESTINATION "${tapeless_package_dir}"
)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/tapelessConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT
)
install(
    FILES
        "${PROJECT_BINARY_DIR}/tapelessConfig.cmake"
        "${PROJECT_BINARY_DIR}/tapelessConfigVersion.cmake"
    DESTINATION "${tapeless_package_dir}"
    COMPONENT tapeless
)
