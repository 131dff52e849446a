// SPDX-License-Identifier: Apache-2.0
//
// Locks used wrong, each beside the same thing done right.
#include <memory>
#include <mutex>

#include "scenes/scene.h"
#include "snarl/mutex.h"
#include "snarl/watchdog.h"

namespace scenes {
namespace {

int UnlockByAnother() {
  static snarl::mutex mine{"mine"};
  static Cue held;
  static Cue unlocked;
  std::thread owner([] {
    mine.lock();
    held.Give();
    unlocked.Await();
  });
  held.Await();
  // What the native mutex makes of it is undefined; so the owner must not unlock it once more.
  mine.unlock();
  snarl::FlushAndExit(0);
}

int UnlockTwice() {
  snarl::mutex once{"once"};
  once.lock();
  once.unlock();
  once.unlock();
  return 0;
}

int UnlockNeverLocked() {
  snarl::mutex never{"never"};
  never.unlock();
  return 0;
}

int UnlockOnce() {
  snarl::mutex once{"once"};
  once.lock();
  once.unlock();
  return 0;
}

int DestroyHeld() {
  auto held = std::make_unique<snarl::recursive_mutex>("held");
  held->lock();
  held.reset();
  return 0;
}

int DestroyFree() {
  auto once_held = std::make_unique<snarl::recursive_mutex>("once held");
  once_held->lock();
  once_held->unlock();
  once_held.reset();
  return 0;
}

int EndsHolding() {
  static snarl::mutex kept{"kept"};
  std::thread([] { kept.lock(); }).join();
  return 0;
}

int EndsEmptyHanded() {
  static snarl::mutex given_back{"given back"};
  std::thread([] { std::lock_guard hold(given_back); }).join();
  return 0;
}

}  // namespace

const std::vector<Scene>& MisuseScenes() {
  static const std::vector<Scene> scenes = {
      {"unlock_by_another", &UnlockByAnother},
      {"unlock_twice", &UnlockTwice},
      {"unlock_never_locked", &UnlockNeverLocked},
      {"unlock_once", &UnlockOnce},
      {"destroy_held", &DestroyHeld},
      {"destroy_free", &DestroyFree},
      {"ends_holding", &EndsHolding},
      {"ends_empty_handed", &EndsEmptyHanded},
  };
  return scenes;
}

}  // namespace scenes
