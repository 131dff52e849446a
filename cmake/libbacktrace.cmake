# SPDX-License-Identifier: Apache-2.0
#
# libbacktrace, for file and line in reports without a child process. GCC ships it in its own folder, so clang has to ask
# g++ where that is; only the two headers are taken from there, since GCC's other headers are not clang's.
# Gives the target snarl_libbacktrace where it was found.

find_program(SNARL_GXX NAMES g++ c++)
mark_as_advanced(SNARL_GXX)
if(SNARL_GXX)
  execute_process(COMMAND "${SNARL_GXX}" -print-file-name=libbacktrace.a OUTPUT_VARIABLE snarl_backtrace_archive
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  cmake_path(GET snarl_backtrace_archive PARENT_PATH snarl_backtrace_folder)
endif()
find_library(SNARL_BACKTRACE_LIBRARY NAMES libbacktrace.a HINTS "${snarl_backtrace_folder}")
find_path(SNARL_BACKTRACE_INCLUDE NAMES backtrace.h HINTS "${snarl_backtrace_folder}/include")
mark_as_advanced(SNARL_BACKTRACE_LIBRARY SNARL_BACKTRACE_INCLUDE)

if(SNARL_BACKTRACE_LIBRARY AND SNARL_BACKTRACE_INCLUDE)
  foreach(header backtrace.h backtrace-supported.h)
    if(EXISTS "${SNARL_BACKTRACE_INCLUDE}/${header}")
      configure_file("${SNARL_BACKTRACE_INCLUDE}/${header}" "${PROJECT_BINARY_DIR}/libbacktrace/${header}" COPYONLY)
    endif()
  endforeach()
  add_library(snarl_libbacktrace INTERFACE)
  target_include_directories(snarl_libbacktrace SYSTEM INTERFACE "${PROJECT_BINARY_DIR}/libbacktrace")
  target_link_libraries(snarl_libbacktrace INTERFACE "${SNARL_BACKTRACE_LIBRARY}")
  target_compile_definitions(snarl_libbacktrace INTERFACE SNARL_HAVE_LIBBACKTRACE=1)
endif()
