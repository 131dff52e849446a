# SPDX-License-Identifier: Apache-2.0
#
# Abseil, compiled here with the program's own flags. Under ThreadSanitizer that is not a taste: a prebuilt Abseil has no
# instrumented atomics and no annotations, and every run reports a race on data that an absl::Mutex guards.
#
# Taken from the first of these that is there:
#   1. the parent's targets (absl::synchronization exists already)
#   2. SNARL_ABSEIL_SOURCE_DIR, an unpacked tree
#   3. the distribution's source package, as scripts/setup leaves it in the cache folder; checked by hash
#   4. as a subproject without ThreadSanitizer: an installed Abseil
#   5. the pinned upstream release, downloaded; checked by hash
# The cache folder is $SNARL_CACHE_DIR, else $XDG_CACHE_HOME/snarl, else ~/.cache/snarl.

include("${CMAKE_CURRENT_LIST_DIR}/abseil_pins.cmake")

# Unpacks `archive` once per build folder and hash; sets `tree` in the caller's scope.
function(snarl_unpack_abseil archive sha256)
  set(folder "${PROJECT_BINARY_DIR}/abseil/${sha256}")
  if(NOT EXISTS "${folder}/unpacked")
    file(SHA256 "${archive}" found)
    if(NOT found STREQUAL sha256)
      message(FATAL_ERROR "${archive} is not the Abseil it should be: SHA256 ${found}, expected ${sha256}. "
                          "Delete it and run scripts/setup.")
    endif()
    file(REMOVE_RECURSE "${folder}")
    file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${folder}")
    file(TOUCH "${folder}/unpacked")
  endif()
  file(GLOB found LIST_DIRECTORIES true "${folder}/abseil-*")
  list(GET found 0 found)
  set(tree "${found}" PARENT_SCOPE)
endfunction()

# In a function, so that what Abseil is built with stays in here.
function(snarl_add_abseil tree)
  set(BUILD_TESTING OFF)
  set(BUILD_SHARED_LIBS OFF)
  set(ABSL_PROPAGATE_CXX_STD ON)
  set(ABSL_ENABLE_INSTALL OFF)
  set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
  set(CMAKE_CXX_STANDARD 20)
  set(CMAKE_CXX_EXTENSIONS OFF)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  set(CMAKE_EXPORT_COMPILE_COMMANDS OFF)
  string(APPEND CMAKE_CXX_FLAGS " -w -ffunction-sections -fdata-sections") # shared libraries take what they use
  add_subdirectory("${tree}" "${PROJECT_BINARY_DIR}/abseil/build" EXCLUDE_FROM_ALL SYSTEM)
endfunction()

if(NOT TARGET absl::synchronization)
  set(tree "")
  if(SNARL_ABSEIL_SOURCE_DIR)
    if(NOT EXISTS "${SNARL_ABSEIL_SOURCE_DIR}/absl/synchronization/mutex.h")
      message(FATAL_ERROR "SNARL_ABSEIL_SOURCE_DIR=${SNARL_ABSEIL_SOURCE_DIR} holds no Abseil source tree.")
    endif()
    set(tree "${SNARL_ABSEIL_SOURCE_DIR}")
  elseif(EXISTS "${snarl_cache}/${snarl_abseil_archive}")
    snarl_unpack_abseil("${snarl_cache}/${snarl_abseil_archive}" ${snarl_abseil_archive_sha256})
  elseif(EXISTS "${snarl_cache}/${snarl_abseil_upstream}")
    snarl_unpack_abseil("${snarl_cache}/${snarl_abseil_upstream}" ${snarl_abseil_upstream_sha256})
  elseif(NOT PROJECT_IS_TOP_LEVEL AND NOT SNARL_UNDER_TSAN)
    find_package(absl CONFIG GLOBAL QUIET)
  endif()
  if(NOT tree AND NOT absl_FOUND)
    if(NOT SNARL_ABSEIL_DOWNLOAD)
      message(FATAL_ERROR "No Abseil: make absl::synchronization available before Snarl, name a source tree with "
                          "-DSNARL_ABSEIL_SOURCE_DIR=DIR, or allow the download with -DSNARL_ABSEIL_DOWNLOAD=ON.")
    endif()
    snarl_download_abseil()
    snarl_unpack_abseil("${snarl_cache}/${snarl_abseil_upstream}" ${snarl_abseil_upstream_sha256})
  endif()
  if(tree)
    message(STATUS "Abseil: ${tree}")
    snarl_add_abseil("${tree}")
    set(SNARL_ABSEIL_TREE "${tree}")
  endif()
endif()

get_target_property(snarl_absl absl::synchronization ALIASED_TARGET)
if(NOT snarl_absl)
  set(snarl_absl absl::synchronization)
endif()
get_target_property(snarl_absl_imported ${snarl_absl} IMPORTED)
if(SNARL_UNDER_TSAN AND snarl_absl_imported)
  message(FATAL_ERROR "A prebuilt Abseil under ThreadSanitizer reports races that are none: build Abseil from source with "
                      "the same flags (add_subdirectory, FetchContent, or -DSNARL_ABSEIL_SOURCE_DIR=DIR).")
endif()
