# SPDX-License-Identifier: Apache-2.0
#
# snarl_warnings(target): our own warnings for our own code, never for whoever links it.

# What g++ 12 deduces of the bounds of objects is wrong where a sanitizer's checks stand between; the other presets keep these.
set(snarl_unreliable)
if(SNARL_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
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
            # g++ 12 takes a std::string's own buffer for null, wherever one is moved into a list; clang is right.
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wnull-dereference>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wthread-safety>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wthread-safety-beta>
            ${snarl_unreliable}
            $<$<BOOL:${SNARL_WERROR}>:-Werror>)
endfunction()
