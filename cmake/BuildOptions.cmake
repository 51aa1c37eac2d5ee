# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

# How our own tests, benchmarks and examples are compiled. Nothing here reaches a user of the library.

include(CheckCXXCompilerFlag)

add_library(tapeless_build_options INTERFACE)
target_compile_options(tapeless_build_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(TAPELESS_WERROR)
    target_compile_options(tapeless_build_options INTERFACE -Werror)
endif()

# What GCC 12 says of code that is not ours, and wrongly: of std::string, and of its own AVX-512 intrinsics.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(tapeless_build_options INTERFACE -Wno-restrict)
    set(tapeless_intrinsics_options -Wno-maybe-uninitialized -Wno-uninitialized) # for programs that use a peer's intrinsics
endif()

if(TAPELESS_NATIVE)
    check_cxx_compiler_flag(-march=native TAPELESS_HAS_MARCH_NATIVE)
    if(TAPELESS_HAS_MARCH_NATIVE)
        target_compile_options(tapeless_build_options INTERFACE -march=native)
    endif()
endif()

# tapeless_add_program(<target> <source> [<library>...]): one program from one file, named after the file.
function(tapeless_add_program target source)
    get_filename_component(stem "${source}" NAME_WE)
    add_executable(${target} "${source}")
    set_target_properties(${target} PROPERTIES OUTPUT_NAME "${stem}")
    target_link_libraries(${target} PRIVATE tapeless::tapeless tapeless_build_options ${ARGN})
endfunction()
