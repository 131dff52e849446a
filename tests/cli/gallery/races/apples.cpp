// SPDX-License-Identifier: Apache-2.0
//
// Two shoppers count apples on one list.
//
// Each reads the number, adds its own, and writes it back. Both may read before either writes.
//
//   unsafe  nobody waits for anybody, and an apple is lost
//   safe    the list is held while it is changed
//
// LESSON: The shopping list
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- no lock is involved
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <mutex>

namespace {
int apples = 0;
}  // namespace

namespace unsafe {
void Buy() {
  const int before = apples;  // <- data-race
  apples = before + 1;        // <- tsan data-race
}
}  // namespace unsafe

namespace safe {
std::mutex list;
void Buy() {
  const std::lock_guard hold(list);
  const int before = apples;
  apples = before + 1;
}
}  // namespace safe

int main() { VARIANT::Buy(); }
