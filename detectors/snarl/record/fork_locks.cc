// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/fork_locks.h"

#include <new>
#include <vector>

namespace snarl::record {

namespace {

struct Registry {
  absl::Mutex mutex;
  std::vector<absl::Mutex*> held_across_fork;
};

Registry& TheRegistry() {
  static Registry& registry = *new Registry;
  return registry;
}

void Renew(absl::Mutex& mutex) {
  // Abseil's own deadlock detection, in debug builds, must forget that this thread took it. (Not by the destructor, for
  // which ThreadSanitizer would report a locked mutex.)
  mutex.ForgetDeadlockInfo();
  new (&mutex) absl::Mutex;
}

}  // namespace

void HoldAcrossFork(absl::Mutex& mutex) {
  Registry& registry = TheRegistry();
  const absl::MutexLock lock(&registry.mutex);
  registry.held_across_fork.push_back(&mutex);
}

void LockAllForFork() {
  Registry& registry = TheRegistry();
  registry.mutex.Lock();
  for (absl::Mutex* mutex : registry.held_across_fork) mutex->Lock();
}

void UnlockAllInParent() {
  Registry& registry = TheRegistry();
  for (absl::Mutex* mutex : registry.held_across_fork) mutex->Unlock();
  registry.mutex.Unlock();
}

void RenewAllInChild() {
  Registry& registry = TheRegistry();
  for (absl::Mutex* mutex : registry.held_across_fork) Renew(*mutex);
  Renew(registry.mutex);
}

}  // namespace snarl::record
