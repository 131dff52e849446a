# SPDX-License-Identifier: Apache-2.0
#
# snarl_warnings(target): our own warnings for our own code, never for whoever links it.

# What g++ 12 deduces of the bounds and the nullness of objects is wrong where it has inlined much of libstdc++'s strings,
# and where a sanitizer's checks stand between.
set(snarl_unreliable)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(snarl_unreliable -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
endif()

function(snarl_warnings target)
  target_compile_options(
    ${target}
    PRIVATE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wsign-conversion
            -Wnon-virtual-dtor
            -Wold-style-cast
            -Woverloaded-virtual
            -Wcast-align
            -Wformat=2
            -Wimplicit-fallthrough
            -Wundef
            $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond>
            $<$<CXX_COMPILER_ID:GNU>:-Wlogical-op>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wnull-dereference>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wthread-safety>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wthread-safety-beta>
            ${snarl_unreliable}
            $<$<BOOL:${SNARL_WERROR}>:-Werror>)
endfunction()
