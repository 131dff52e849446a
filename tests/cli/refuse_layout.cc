// SPDX-License-Identifier: Apache-2.0
//
// To be preloaded into the command: a machine, as strict containers are, that lets nobody choose a fixed address space
// layout.
#include <sys/personality.h>

#include <cerrno>

extern "C" __attribute__((visibility("default"))) int personality(unsigned long wanted) noexcept {
  if (wanted == 0xffffffff) return 0;
  errno = EPERM;
  return -1;
}
