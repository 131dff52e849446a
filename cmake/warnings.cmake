# SPDX-License-Identifier: Apache-2.0
#
# snarl_warnings(target): our own warnings for our own code, never for whoever links it.

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
            -Wnull-dereference
            -Wformat=2
            -Wimplicit-fallthrough
            -Wundef
            $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond>
            $<$<CXX_COMPILER_ID:GNU>:-Wlogical-op>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wthread-safety>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wthread-safety-beta>
            $<$<BOOL:${SNARL_WERROR}>:-Werror>)
endfunction()
