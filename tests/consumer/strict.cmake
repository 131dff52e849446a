# SPDX-License-Identifier: Apache-2.0
#
# What must not have come along with Snarl.

function(must_be_empty what)
  if(NOT "${ARGN}" STREQUAL "")
    message(FATAL_ERROR "Snarl leaks into a stranger's project: ${what}: ${ARGN}")
  endif()
endfunction()

foreach(property COMPILE_OPTIONS COMPILE_DEFINITIONS LINK_OPTIONS INCLUDE_DIRECTORIES CXX_STANDARD CXX_VISIBILITY_PRESET
                 POSITION_INDEPENDENT_CODE RUNTIME_OUTPUT_DIRECTORY)
  get_target_property(was before ${property})
  get_target_property(is after ${property})
  if(NOT "${was}" STREQUAL "${is}")
    message(FATAL_ERROR "Snarl leaks into a stranger's targets: ${property} was '${was}', is '${is}'")
  endif()
endforeach()
foreach(property COMPILE_OPTIONS COMPILE_DEFINITIONS LINK_OPTIONS INCLUDE_DIRECTORIES TESTS)
  get_property(now DIRECTORY PROPERTY ${property})
  must_be_empty("${property} of the directory" ${now})
endforeach()

# What linking Snarl asks of a program: C++20, threads, an include folder. No warnings, no sanitizer, no Abseil.
foreach(property INTERFACE_COMPILE_OPTIONS INTERFACE_COMPILE_DEFINITIONS INTERFACE_LINK_OPTIONS)
  get_target_property(asked snarl::snarl ${property})
  if(asked)
    must_be_empty("${property} of snarl::snarl" ${asked})
  endif()
endforeach()
if(HOW STREQUAL "package")
  get_target_property(linked snarl::snarl INTERFACE_LINK_LIBRARIES)
  if(NOT linked STREQUAL "Threads::Threads")
    message(FATAL_ERROR "The installed snarl::snarl links ${linked}; it should link Threads::Threads alone")
  endif()
endif()

foreach(variable CMAKE_CXX_FLAGS CMAKE_CXX_STANDARD CMAKE_MODULE_PATH CMAKE_RUNTIME_OUTPUT_DIRECTORY)
  must_be_empty("${variable}" ${${variable}})
endforeach()
if(DEFINED BUILD_TESTING OR DEFINED CACHE{BUILD_TESTING})
  message(FATAL_ERROR "Snarl leaks into a stranger's project: BUILD_TESTING is set")
endif()
foreach(target test_graph snarl_cli gallery stage Experimental Catch2::Catch2)
  if(TARGET ${target})
    message(FATAL_ERROR "Snarl leaks into a stranger's project: it makes the target ${target}")
  endif()
endforeach()
