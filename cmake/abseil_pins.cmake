# SPDX-License-Identifier: Apache-2.0
#
# Which Abseil, where it is kept, and the two ways to it: the distribution's source archive, which scripts/setup puts in
# the cache folder, and upstream's release. `cmake -P` of this file fetches the latter into the cache folder.

# The tree in this archive equals upstream's tag 20220623.1; the archive itself is Debian's, so its hash is its own.
set(snarl_abseil_archive abseil_20220623.1.orig.tar.gz)
set(snarl_abseil_archive_sha256 abfe2897f3a30edaa74bc34365afe3c2a3cd012091a97dc7e008f7016adcd5fe)
set(snarl_abseil_upstream abseil-cpp-20250127.1.tar.gz)
set(snarl_abseil_upstream_sha256 b396401fd29e2e679cace77867481d388c807671dc2acc602a0259eeb79b7811)
set(snarl_abseil_upstream_url "https://github.com/abseil/abseil-cpp/releases/download/20250127.1/${snarl_abseil_upstream}")

if(DEFINED ENV{SNARL_CACHE_DIR})
  set(snarl_cache "$ENV{SNARL_CACHE_DIR}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(snarl_cache "$ENV{XDG_CACHE_HOME}/snarl")
else()
  set(snarl_cache "$ENV{HOME}/.cache/snarl")
endif()

# Downloads upstream's release into the cache folder, whole or not at all, or ends with what to do about it.
function(snarl_download_abseil)
  message(STATUS "Abseil: fetching ${snarl_abseil_upstream_url}")
  set(part "${snarl_cache}/${snarl_abseil_upstream}.part")
  file(DOWNLOAD "${snarl_abseil_upstream_url}" "${part}" STATUS status INACTIVITY_TIMEOUT 30)
  list(POP_FRONT status code reason)
  if(NOT code EQUAL 0)
    file(REMOVE "${part}")
    message(FATAL_ERROR "No Abseil: ${snarl_cache} holds no source archive, and ${snarl_abseil_upstream_url} could not be "
                        "downloaded (${reason}). Offline? Run scripts/setup once while online, or name an unpacked source "
                        "tree: -DSNARL_ABSEIL_SOURCE_DIR=DIR.")
  endif()
  file(RENAME "${part}" "${snarl_cache}/${snarl_abseil_upstream}")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  snarl_download_abseil()
endif()
