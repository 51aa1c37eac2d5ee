# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

# Where each dependency comes from: an installed package first, its repository second.

include(FetchContent)

# tapeless_fetch(<name> <owner/repository> <tag> [<more arguments of FetchContent_Declare>...])
macro(tapeless_fetch name repository tag)
    set(tapeless_fetch_system "")
    if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.25)
        set(tapeless_fetch_system SYSTEM)
    endif()
    message(STATUS "tapeless: ${name} is not installed; fetching ${repository} ${tag}")
    FetchContent_Declare(${name}
        GIT_REPOSITORY https://github.com/${repository}.git
        GIT_TAG ${tag}
        GIT_SHALLOW TRUE
        ${tapeless_fetch_system}
        ${ARGN}
    )
    FetchContent_MakeAvailable(${name})
endmacro()

# Defines tapeless_hana. Hana stands alone in its own repository, and is part of Boost when installed.
function(tapeless_require_hana)
    if(POLICY CMP0167)
        cmake_policy(SET CMP0167 NEW) # Boost's own package, not CMake's FindBoost
    endif()
    find_package(Boost QUIET)
    set(include_dir "${Boost_INCLUDE_DIRS}")
    if(NOT EXISTS "${include_dir}/boost/hana.hpp")
        # Only the headers are wanted: a folder without CMakeLists.txt keeps Hana's own build out.
        tapeless_fetch(hana boostorg/hana v1.7.0 SOURCE_SUBDIR include)
        set(include_dir "${hana_SOURCE_DIR}/include")
    endif()
    add_library(tapeless_hana INTERFACE)
    target_include_directories(tapeless_hana SYSTEM INTERFACE "${include_dir}")
endfunction()

# Makes catch_discover_tests and the target Catch2::Catch2 available; sets Catch2_VERSION. A macro, since Catch2's
# package extends CMAKE_MODULE_PATH.
macro(tapeless_require_catch2)
    find_package(Catch2 QUIET)
    if(NOT Catch2_FOUND)
        tapeless_fetch(Catch2 catchorg/Catch2 v3.7.1)
        set(Catch2_VERSION 3.7.1)
        list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
    endif()
    include(Catch)
endmacro()

# Makes the target benchmark::benchmark available.
function(tapeless_require_benchmark)
    find_package(benchmark QUIET)
    if(NOT benchmark_FOUND)
        set(BENCHMARK_ENABLE_TESTING OFF)
        set(BENCHMARK_ENABLE_INSTALL OFF)
        set(CMAKE_POLICY_DEFAULT_CMP0077 NEW) # the variables above win over benchmark's options
        tapeless_fetch(benchmark google/benchmark v1.8.5)
    endif()
endfunction()

# Makes the target CLI11::CLI11 available.
function(tapeless_require_cli11)
    find_package(CLI11 QUIET)
    if(NOT CLI11_FOUND)
        tapeless_fetch(CLI11 CLIUtils/CLI11 v2.4.2)
    endif()
endfunction()

# tapeless_add_interop(<name> [<library>...]): the target of interop/<name>.hpp and what it needs.
function(tapeless_add_interop name)
    add_library(tapeless_${name} INTERFACE)
    add_library(tapeless::${name} ALIAS tapeless_${name})
    target_link_libraries(tapeless_${name} INTERFACE tapeless ${ARGN})
endfunction()

# Defines tapeless::<name> for interop/<name>.hpp, where what it needs is installed.
function(tapeless_find_interop)
    find_package(Eigen3 QUIET NO_MODULE)
    if(TARGET Eigen3::Eigen)
        tapeless_add_interop(eigen Eigen3::Eigen)
    endif()
    if(UNIX)
        tapeless_add_interop(tensor_file)
        tapeless_add_interop(npy)
        tapeless_add_interop(freeze)
        find_package(nlohmann_json QUIET)
        if(TARGET nlohmann_json::nlohmann_json)
            tapeless_add_interop(safetensors nlohmann_json::nlohmann_json)
            tapeless_add_interop(checkpoint nlohmann_json::nlohmann_json)
        endif()
        find_path(TAPELESS_LIBZIP_INCLUDE_DIR zip.h) # not by its package: Debian's wants programs that are elsewhere
        find_library(TAPELESS_LIBZIP_LIBRARY zip)
        mark_as_advanced(TAPELESS_LIBZIP_INCLUDE_DIR TAPELESS_LIBZIP_LIBRARY)
        if(TAPELESS_LIBZIP_INCLUDE_DIR AND TAPELESS_LIBZIP_LIBRARY)
            tapeless_add_interop(npz "${TAPELESS_LIBZIP_LIBRARY}")
            target_include_directories(tapeless_npz SYSTEM INTERFACE "${TAPELESS_LIBZIP_INCLUDE_DIR}")
        endif()
    endif()
endfunction()
