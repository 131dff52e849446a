# SPDX-License-Identifier: Apache-2.0
#
# SNARL_SANITIZE=thread|address puts the sanitizer on everything that is compiled after this file, Abseil included:
# ThreadSanitizer sees no order in code it did not compile, and reports races that are none. Top-level only; a parent
# project chooses its own sanitizers. Sets SNARL_UNDER_TSAN, for either way of choosing.

set(snarl_sanitizer_flags "")
if(SNARL_SANITIZE STREQUAL "thread")
  set(snarl_sanitizer_flags -fsanitize=thread)
elseif(SNARL_SANITIZE STREQUAL "address")
  set(snarl_sanitizer_flags -fsanitize=address,undefined -fno-sanitize-recover=all)
elseif(SNARL_SANITIZE)
  message(FATAL_ERROR "SNARL_SANITIZE=${SNARL_SANITIZE}: it takes thread, address, or nothing.")
endif()

if(snarl_sanitizer_flags)
  if(NOT PROJECT_IS_TOP_LEVEL)
    message(FATAL_ERROR "SNARL_SANITIZE is for Snarl on its own; in a larger project add the sanitizer's flags there.")
  endif()
  # Lines and functions are all that a report shows, and take a third less time to compile than the types would.
  add_compile_options(${snarl_sanitizer_flags} -g1 -fno-omit-frame-pointer)
  add_link_options(${snarl_sanitizer_flags})
endif()

get_property(snarl_directory_flags DIRECTORY PROPERTY COMPILE_OPTIONS)
if("${snarl_directory_flags} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${CMAKE_BUILD_TYPE}}" MATCHES "-fsanitize=[a-z,]*thread")
  set(SNARL_UNDER_TSAN ON)
else()
  set(SNARL_UNDER_TSAN OFF)
endif()
