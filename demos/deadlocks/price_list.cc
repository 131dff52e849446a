// SPDX-License-Identifier: Apache-2.0
//
// A reader becomes a writer: it asks for the price list alone, and waits until it has itself stopped reading.
//
// A shared lock lets any number of readers in, or one writer and nobody else. The clerk reads the price list, sees that a price
// is missing, and wants to add it; so he asks for the lock as a writer. The lock waits until all readers have gone. One of them is
// the clerk.
//
// With std::shared_mutex that is simply not allowed: a thread that has it may not ask for it again, in either way. The compiler
// lets it pass, the first call is often far up the stack, and the line runs only when a price is missing. A second thread is
// not needed at all: one thread deadlocks alone, every time.
//
//   unsafe  lock() while the shared lock is still in hand.
//   safe    lets go as a reader, asks anew as a writer, and then *looks again*: in between somebody else may have added the
//           price. There is no way to go from reader to writer without a gap, with this lock.
//
// VERDICT unsafe tsan: misses self-deadlock -- it keeps no list of readers to compare with
// VERDICT unsafe run: self-deadlock
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses self-deadlock -- it keeps no list of readers to compare with
// VERDICT unsafe drd: misses self-deadlock -- it does not look for deadlocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "demos/stage/stage.h"

namespace {

struct PriceList {
  std::shared_mutex mutex;
  std::map<std::string, int> cents;  // guarded by mutex
};

}  // namespace

namespace unsafe {

int PriceOf(PriceList& list, const std::string& what) {
  std::shared_lock read(list.mutex);
  const auto found = list.cents.find(what);
  if (found != list.cents.end()) return found->second;
  stage::Tell("No price for %s yet. The clerk wants to write one into the list that he is reading.", what.c_str());
  list.mutex.lock();  // <- self-deadlock, deadlock
  list.cents[what] = 250;
  list.mutex.unlock();
  return 250;
}

constexpr bool kComesBack = false;

}  // namespace unsafe

namespace safe {

int PriceOf(PriceList& list, const std::string& what) {
  {
    std::shared_lock read(list.mutex);
    const auto found = list.cents.find(what);
    if (found != list.cents.end()) return found->second;
  }
  stage::Tell("No price for %s yet. The clerk puts the list down, takes it to write, and looks again.", what.c_str());
  std::lock_guard write(list.mutex);
  return list.cents.try_emplace(what, 250).first->second;
}

constexpr bool kComesBack = true;

}  // namespace safe

int main() {
  PriceList list;
  stage::Cast cast;
  cast.Enter("clerk", [&] {
    const int cents = VARIANT::PriceOf(list, "plums");
    stage::Show(VARIANT::kComesBack && cents == 250, "Plums are %d cents.", cents);
  });
}
