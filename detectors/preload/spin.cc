// SPDX-License-Identifier: Apache-2.0
//
// Spin locks. They have no room for a mark, so their ids come from the table.
#include "preload/address_table.h"
#include "preload/releasing.h"
#include "preload/taking.h"

namespace snarl::preload {

namespace {

const void* Address(pthread_spinlock_t* spin) noexcept { return const_cast<const int*>(spin); }

int Lock(pthread_spinlock_t* spin, How how, Site site, int (*block)(pthread_spinlock_t*)) noexcept {
  ThreadRecord* record = Watched();
  if (record == nullptr) return block(spin);
  const Request request{IdOfAddress(record::LockKind::kSpinLock, Address(spin), *record, site), Mode::kExclusive, how,
                        site, true};
  return TakeSlow(
      *record, request, [spin] { return libc.spin_trylock(spin); }, [=] { return block(spin); });
}

}  // namespace

SNARL_HOOK int pthread_spin_lock(pthread_spinlock_t* spin) {
  FindLibc();
  return Lock(spin, How::kBlocking, SNARL_CALLER(), libc.spin_lock);
}
SNARL_HOOK int pthread_spin_trylock(pthread_spinlock_t* spin) {
  FindLibc();
  return Lock(spin, How::kTry, SNARL_CALLER(), libc.spin_trylock);
}
SNARL_HOOK int pthread_spin_unlock(pthread_spinlock_t* spin) {
  ThreadRecord* record = Watched();
  if (record == nullptr) return libc.spin_unlock(spin);
  // Libc does not know who holds it.
  return ReleaseSlow(*record, IdOfAddress(record::LockKind::kSpinLock, Address(spin), *record, SNARL_CALLER()),
                     /*ours=*/false, [spin] { return libc.spin_unlock(spin); });
}
SNARL_HOOK int pthread_spin_init(pthread_spinlock_t* spin, int shared) {
  FindLibc();
  if (!report::Guest::inside()) ForgetAddress(Address(spin));
  return libc.spin_init(spin, shared);
}
SNARL_HOOK int pthread_spin_destroy(pthread_spinlock_t* spin) {
  if (Watched() != nullptr) {
    DestroysHeldSlow(KnownAtAddress(Address(spin)));
    ForgetAddress(Address(spin));
  }
  return libc.spin_destroy(spin);
}

}  // namespace snarl::preload
