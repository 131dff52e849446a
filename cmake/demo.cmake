# SPDX-License-Identifier: Apache-2.0
#
# add_demo(chapter/name [PLAIN]): from demos/<chapter>/<name>.cc the programs <name>.unsafe and <name>.safe, one row in the
# gallery's manifest, and three tests: each variant does what its file declares, and the safe one fails to do what is
# declared for the unsafe one. A demo that is PLAIN knows nothing of the library: it is built without a sanitizer for
# `snarl run`, `snarl attach` and Valgrind, and for ThreadSanitizer with nothing but the bridge of its reports. The others
# are built with ThreadSanitizer only.
#
# The manifest, demos/gallery.tsv in the build folder, has a line per demo: chapter/name, source, unsafe and safe program,
# and the watchers that these are for, separated by tabs.

# What every demo includes, compiled once for g++; clang checks that each demo includes what it uses.
set(snarl_demo_options -O1 -g -UNDEBUG)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND SNARL_SANITIZE)
  add_library(demo_precompiled OBJECT "${PROJECT_SOURCE_DIR}/cmake/precompiled.cc")
  set_target_properties(demo_precompiled PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(demo_precompiled PRIVATE ${snarl_demo_options})
  target_link_libraries(demo_precompiled PRIVATE stage snarl::snarl absl::synchronization)
  snarl_warnings(demo_precompiled)
  target_precompile_headers(demo_precompiled PRIVATE "${PROJECT_SOURCE_DIR}/demos/stage/stage.h" <chrono> <mutex> <thread>
                                                     <snarl/mutex.h>)
endif()

function(add_demo demo)
  cmake_parse_arguments(PARSE_ARGV 1 arg "PLAIN" "" "")
  if(NOT arg_PLAIN AND NOT SNARL_SANITIZE)
    return()
  endif()
  set(libraries stage snarl::snarl snarl::tsan absl::synchronization)
  set(watchers tsan,snarl)
  set(tested)
  if(arg_PLAIN AND SNARL_SANITIZE)
    set(libraries stage_plain snarl::tsan)
    set(watchers tsan)
  elseif(arg_PLAIN)
    set(libraries stage_plain)
    set(watchers run,attach,helgrind,drd)
    # Valgrind takes seconds for each, and is no part of the set-up: scripts/gallery plays it.
    set(tested --watcher run --watcher attach)
  endif()
  string(REPLACE "/" "_" target "${demo}")
  string(REPLACE "/" "." test "${demo}")
  cmake_path(GET demo PARENT_PATH chapter)
  cmake_path(GET demo FILENAME name)
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/${demo}.cc")
  foreach(variant unsafe safe)
    add_executable(demo_${target}_${variant} "${source}")
    set_target_properties(
      demo_${target}_${variant}
      PROPERTIES CXX_EXTENSIONS OFF
                 RUNTIME_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/${chapter}"
                 OUTPUT_NAME "${name}.${variant}")
    target_compile_definitions(demo_${target}_${variant} PRIVATE VARIANT=${variant})
    # After the build type's own flags: what a demo does must not depend on them, and its assertions stay.
    target_compile_options(demo_${target}_${variant} PRIVATE ${snarl_demo_options})
    target_link_libraries(demo_${target}_${variant} PRIVATE ${libraries})
    snarl_warnings(demo_${target}_${variant})
    # Both variants compile and one plays: the other one is unused, and is meant to be.
    target_compile_options(demo_${target}_${variant} PRIVATE -Wno-unused-function -Wno-unused-const-variable)
    if(TARGET demo_precompiled AND NOT arg_PLAIN)
      target_precompile_headers(demo_${target}_${variant} REUSE_FROM demo_precompiled)
    endif()
    set_property(GLOBAL APPEND PROPERTY SNARL_GALLERY_PROGRAMS demo_${target}_${variant})
  endforeach()
  set_property(
    GLOBAL APPEND_STRING
    PROPERTY
      SNARL_GALLERY
      "${demo}\t${source}\t$<TARGET_FILE:demo_${target}_unsafe>\t$<TARGET_FILE:demo_${target}_safe>\t${watchers}\n")

  snarl_add_demo_test(${test}.unsafe ${demo} ${chapter} --variant unsafe ${tested})
  snarl_add_demo_test(${test}.safe ${demo} ${chapter} --variant safe ${tested})
  snarl_add_demo_test(${test}.swapped ${demo} ${chapter} --variant safe --against unsafe --must-fail ${tested})
endfunction()

function(snarl_add_demo_test test demo chapter)
  snarl_add_test(NAME demo.${test} TIMEOUT 60 LABELS demo ${chapter} COMMAND snarl_cli demo check ${demo} ${ARGN})
endfunction()

# After the last demo: writes the manifest, and makes the target `gallery`, all that playing the demos needs.
function(snarl_finish_gallery)
  get_property(gallery GLOBAL PROPERTY SNARL_GALLERY)
  get_property(programs GLOBAL PROPERTY SNARL_GALLERY_PROGRAMS)
  file(GENERATE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/gallery.tsv" CONTENT "${gallery}")
  add_custom_target(gallery DEPENDS ${programs} snarl_cli)
  foreach(more snarl_preload snarl_tsan_starts)
    if(TARGET ${more})
      add_dependencies(gallery ${more})
    endif()
  endforeach()
endfunction()
