# SPDX-License-Identifier: Apache-2.0
#
# snarl_add_test(NAME name COMMAND command… [TIMEOUT seconds] [LABELS label…] [ENVIRONMENT VAR=value…] [SERIAL])
#
# add_test() as every test of ours wants it: a time limit, labels, 77 for "skipped", and under ThreadSanitizer the launcher
# that copes with address randomisation and the suppressions that Abseil needs.

set(SNARL_TSAN_LAUNCHER "")
set(SNARL_TSAN_SUPPRESSIONS "${PROJECT_SOURCE_DIR}/cmake/abseil_tsan.supp")
if(SNARL_SANITIZE STREQUAL "thread")
  set(SNARL_TSAN_LAUNCHER "${PROJECT_SOURCE_DIR}/scripts/under-tsan" "${PROJECT_BINARY_DIR}/tsan_starts")
endif()

function(snarl_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "SERIAL" "NAME;TIMEOUT" "COMMAND;LABELS;ENVIRONMENT")
  if(NOT arg_NAME OR NOT arg_COMMAND OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "snarl_add_test: needs NAME and COMMAND, and does not know '${arg_UNPARSED_ARGUMENTS}'.")
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  # A target's name alone is not replaced by its path once a launcher stands before it.
  list(GET arg_COMMAND 0 program)
  if(TARGET ${program})
    list(REMOVE_AT arg_COMMAND 0)
    list(PREPEND arg_COMMAND "$<TARGET_FILE:${program}>")
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${SNARL_TSAN_LAUNCHER} ${arg_COMMAND})
  set_tests_properties(
    ${arg_NAME}
    PROPERTIES TIMEOUT ${arg_TIMEOUT}
               LABELS "${arg_LABELS}"
               ENVIRONMENT "${arg_ENVIRONMENT}"
               SKIP_RETURN_CODE 77)
  if(arg_SERIAL)
    set_tests_properties(${arg_NAME} PROPERTIES RUN_SERIAL ON)
  endif()
  if(SNARL_SANITIZE STREQUAL "thread")
    set_tests_properties(
      ${arg_NAME}
      PROPERTIES ENVIRONMENT_MODIFICATION "TSAN_OPTIONS=path_list_append:suppressions=${SNARL_TSAN_SUPPRESSIONS}"
                 FIXTURES_REQUIRED tsan_starts)
  endif()
endfunction()

# Whether ThreadSanitizer starts at all on this machine is a test of its own, which the others come after.
if(SNARL_SANITIZE STREQUAL "thread")
  add_executable(snarl_tsan_starts "${PROJECT_SOURCE_DIR}/cmake/tsan_starts.cc")
  set_target_properties(snarl_tsan_starts PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}" OUTPUT_NAME tsan_starts)
  add_test(NAME tsan_starts COMMAND ${SNARL_TSAN_LAUNCHER} "$<TARGET_FILE:snarl_tsan_starts>")
  set_tests_properties(tsan_starts PROPERTIES TIMEOUT 30 SKIP_RETURN_CODE 77 FIXTURES_SETUP tsan_starts LABELS tsan
                                              PASS_REGULAR_EXPRESSION "ThreadSanitizer starts")
endif()
