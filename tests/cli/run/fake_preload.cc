// SPDX-License-Identifier: Apache-2.0
//
// Stands in for libsnarl_preload.so: says into the file $FAKE_SAYS that it was brought into a program, and with which
// environment. Compiled by tests/cli/run_end_to_end, without any sanitizer.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

const char* Value(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

__attribute__((constructor)) void Say() {
  const int file = open(Value("FAKE_SAYS"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return;
  char program[4096] = "";
  if (readlink("/proc/self/exe", program, sizeof program - 1) < 0) return;
  dprintf(file, "watched %s\noptions %s\npreload %s\n", program, Value("SNARL_OPTIONS"), Value("LD_PRELOAD"));
  close(file);
}

}  // namespace
