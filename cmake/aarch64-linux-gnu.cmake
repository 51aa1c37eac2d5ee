# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

# Toolchain: Debian's cross compiler for AArch64, and QEMU to run what it makes; see scripts/test_aarch64.sh.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64 -L /usr/aarch64-linux-gnu)

# Of this machine's packages only those are found that consist of headers: a folder of links to them takes the place of
# /usr, whose other headers are another processor's.
set(headers_only "${CMAKE_BINARY_DIR}/headers_only")
foreach(library IN ITEMS boost catch2)
    if(EXISTS "/usr/include/${library}" AND NOT EXISTS "${headers_only}/usr/include/${library}")
        file(MAKE_DIRECTORY "${headers_only}/usr/include")
        file(CREATE_LINK "/usr/include/${library}" "${headers_only}/usr/include/${library}" SYMBOLIC)
    endif()
endforeach()
file(GLOB catch2_package /usr/lib/cmake/Catch2/*.cmake)
list(FILTER catch2_package EXCLUDE REGEX "Targets-") # which is where its libraries are
file(COPY ${catch2_package} DESTINATION "${headers_only}/usr/lib/cmake/Catch2")

set(CMAKE_FIND_ROOT_PATH "${headers_only}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
