# SPDX-License-Identifier: Apache-2.0
#
# Every option of the build, once. Whatever reaches beyond our own targets is on only where Snarl is the top-level project.

option(SNARL_BUILD_CLI "Build the snarl command (needs CLI11 and nlohmann-json)" ${PROJECT_IS_TOP_LEVEL})
option(SNARL_BUILD_TESTS "Build the tests (needs Catch2)" ${PROJECT_IS_TOP_LEVEL})
option(SNARL_BUILD_DEMOS "Build the demos; they play under ThreadSanitizer only" ${PROJECT_IS_TOP_LEVEL})
option(SNARL_BUILD_BENCHMARKS "Build the benchmarks where Google Benchmark is found" ${PROJECT_IS_TOP_LEVEL})
option(SNARL_INSTALL "Make install rules; snarl::snarl is then a shared library" ${PROJECT_IS_TOP_LEVEL})
option(SNARL_ABSEIL_DOWNLOAD "Download the pinned Abseil where no other is found" ${PROJECT_IS_TOP_LEVEL})
option(SNARL_WERROR "Warnings in our own code are errors" ${PROJECT_IS_TOP_LEVEL})

option(SNARL_TEST_LINT "Test the sources themselves: layers, lists, clang-format, clang-tidy" OFF)
option(SNARL_TEST_CONSUMER "Test the install and a stranger's project; needs SNARL_INSTALL and no sanitizer" OFF)

set(SNARL_SANITIZE "" CACHE STRING "Sanitizer for everything, Abseil included: empty, thread or address (with UBSan)")
set_property(CACHE SNARL_SANITIZE PROPERTY STRINGS "" thread address)
# Instrumented code cannot be preloaded into a program that is not.
set(snarl_can_preload ${PROJECT_IS_TOP_LEVEL})
if(SNARL_SANITIZE OR NOT CMAKE_SYSTEM_NAME STREQUAL "Linux" OR NOT CMAKE_SIZEOF_VOID_P EQUAL 8)
  set(snarl_can_preload OFF)
endif()
option(SNARL_BUILD_PRELOAD "Build the interposing library of snarl run (Linux with glibc, 64 bits)" ${snarl_can_preload})

set(SNARL_ABSEIL_SOURCE_DIR "$ENV{SNARL_ABSEIL_SOURCE_DIR}" CACHE PATH "An unpacked Abseil source tree to build; empty: see cmake/abseil.cmake")

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()
