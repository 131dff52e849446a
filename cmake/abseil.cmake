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

# The tree in this archive equals upstream's tag 20220623.1; the archive itself is Debian's, so its hash is its own.
set(snarl_abseil_archive abseil_20220623.1.orig.tar.gz)
set(snarl_abseil_archive_sha256 abfe2897f3a30edaa74bc34365afe3c2a3cd012091a97dc7e008f7016adcd5fe)
set(snarl_abseil_upstream abseil-cpp-20250127.1.tar.gz)
set(snarl_abseil_upstream_url "https://github.com/abseil/abseil-cpp/releases/download/20250127.1/${snarl_abseil_upstream}")
set(snarl_abseil_upstream_sha256 b396401fd29e2e679cace77867481d388c807671dc2acc602a0259eeb79b7811)

if(DEFINED ENV{SNARL_CACHE_DIR})
  set(snarl_cache "$ENV{SNARL_CACHE_DIR}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(snarl_cache "$ENV{XDG_CACHE_HOME}/snarl")
else()
  set(snarl_cache "$ENV{HOME}/.cache/snarl")
endif()

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

# Sets `tree` in the caller's scope, or ends the configuration with what to do about it.
function(snarl_download_abseil)
  set(archive "${PROJECT_BINARY_DIR}/abseil/${snarl_abseil_upstream}")
  if(NOT EXISTS "${archive}")
    message(STATUS "Abseil: downloading ${snarl_abseil_upstream_url}")
    file(DOWNLOAD "${snarl_abseil_upstream_url}" "${archive}.part" STATUS status INACTIVITY_TIMEOUT 30)
    list(GET status 0 code)
    if(NOT code EQUAL 0)
      list(GET status 1 reason)
      file(REMOVE "${archive}.part")
      message(FATAL_ERROR "No Abseil: ${snarl_cache}/${snarl_abseil_archive} is not there, and ${snarl_abseil_upstream_url} "
                          "could not be downloaded (${reason}). Offline? Run scripts/setup once while online, or name an "
                          "unpacked source tree: -DSNARL_ABSEIL_SOURCE_DIR=DIR.")
    endif()
    file(RENAME "${archive}.part" "${archive}")
  endif()
  snarl_unpack_abseil("${archive}" ${snarl_abseil_upstream_sha256})
  set(tree "${tree}" PARENT_SCOPE)
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
  string(APPEND CMAKE_CXX_FLAGS " -w")
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
  elseif(NOT PROJECT_IS_TOP_LEVEL AND NOT SNARL_UNDER_TSAN)
    find_package(absl CONFIG GLOBAL QUIET)
  endif()
  if(NOT tree AND NOT absl_FOUND)
    if(NOT SNARL_ABSEIL_DOWNLOAD)
      message(FATAL_ERROR "No Abseil: make absl::synchronization available before Snarl, name a source tree with "
                          "-DSNARL_ABSEIL_SOURCE_DIR=DIR, or allow the download with -DSNARL_ABSEIL_DOWNLOAD=ON.")
    endif()
    snarl_download_abseil()
  endif()
  if(tree)
    message(STATUS "Abseil: ${tree}")
    snarl_add_abseil("${tree}")
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
