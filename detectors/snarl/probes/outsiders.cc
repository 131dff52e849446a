// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/outsiders.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "snarl/probes/kernel_view.h"
#include "snarl/probes/proc_file.h"
#include "snarl/record/thread_record.h"

namespace snarl::probes {

namespace {

bool HasStrangeThread() {
  absl::flat_hash_set<std::uint32_t> known;
  for (const record::ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    if (record->thread() != graph::ThreadId::kNone) known.insert(record->os_id.load(std::memory_order_relaxed));
  }
  std::vector<std::uint32_t> all;
  return !ListThreads(all) || std::ranges::any_of(all, [&](std::uint32_t one) { return !known.contains(one); });
}

bool HasChildren() {
  siginfo_t ended{};
  return waitid(P_ALL, 0, &ended, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

// What can be asked without waiting: whatever is not a plain file. The first three everybody has; there it must be meant.
bool AsksElsewhere(int descriptor) {
  struct stat what {};
  if (fstat(descriptor, &what) != 0) return false;
  const int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY) return false;
  if (descriptor <= STDERR_FILENO) return (flags & O_NONBLOCK) != 0;
  constexpr unsigned kMemoryDevices = 1;  // /dev/null, /dev/zero, /dev/random
  if (S_ISCHR(what.st_mode) && major(what.st_rdev) == kMemoryDevices) return false;
  return !S_ISREG(what.st_mode) && !S_ISDIR(what.st_mode);
}
bool HasOtherEnds() {
  return AnyNumber("/proc/thread-self/fd", true, [](std::uint32_t number, int folder) {
    const auto descriptor = static_cast<int>(number);
    return descriptor != folder && AsksElsewhere(descriptor);
  });
}

}  // namespace

bool OutsidersMayHelp() {
  return HasStrangeThread() || HandlesSignals() || HasChildren() || HasOtherEnds() || HasSharedMemory();
}

}  // namespace snarl::probes
