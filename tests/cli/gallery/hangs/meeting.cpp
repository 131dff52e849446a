// SPDX-License-Identifier: Apache-2.0
//
// Two robots meet in a corridor, and each waits
// for the other's side.
//
// VERDICT unsafe tsan: misses deadlock -- nobody is granted a lock after the hang
// VERDICT unsafe snarl: deadlock
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <mutex>

std::mutex left, right;

namespace unsafe {
void One() {
  left.lock();
  right.lock();  // <- deadlock
}
void Two() {
  right.lock();
  left.lock();  // <- snarl deadlock
}
}  // namespace unsafe

namespace safe {
void One() { std::scoped_lock both(left, right); }
void Two() { std::scoped_lock both(left, right); }
}  // namespace safe
