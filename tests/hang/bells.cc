// SPDX-License-Identifier: Apache-2.0
//
// Hangs of std::condition_variable.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "play.h"

// HANGS bell_never_rung: deadlock likely; threads main waits; locks bell
static void bell_never_rung() {
  static std::mutex mutex;
  static std::condition_variable bell;
  static bool rung = false;
  Thread("waits", [] {
    std::unique_lock hold(mutex);
    bell.wait(hold, [] { return rung; });
  }).join();
}

// HANGS bell_before_the_wait: lost-wakeup likely; threads main waits; locks bell
static void bell_before_the_wait() {
  static std::mutex mutex;
  static std::condition_variable bell;
  bell.notify_one();
  Thread("waits", [] {
    std::unique_lock hold(mutex);
    bell.wait(hold);
  }).join();
}

// The flag is set without the lock, between the look at it and the sleep.
// HANGS bell_between_look_and_sleep: lost-wakeup likely; threads waits ringer; locks bell
static void bell_between_look_and_sleep() {
  static std::mutex mutex;
  static std::condition_variable bell;
  static std::atomic<bool> rung = false;
  static Cue looked, has_rung;
  std::thread thread = Thread("waits", [] {
    std::unique_lock hold(mutex);
    bell.wait(hold, [] {
      const bool seen = rung;
      Give(&looked);
      Await(&has_rung);
      return seen;
    });
  });
  Thread("ringer", [] {
    Await(&looked);
    rung = true;
    bell.notify_one();
    Give(&has_rung);
  }).join();
  thread.join();
}

// HANGS one_of_two_is_told: lost-wakeup likely; threads main worker; locks stop
static void one_of_two_is_told() {
  static std::mutex mutex;
  static std::condition_variable stop;
  static bool stopped = false;
  static int where[2];
  static const auto work = [](int* here) {
    std::unique_lock hold(mutex);
    SayWhere(here);
    stop.wait(hold, [] { return stopped; });
  };
  std::thread one = Thread("worker", [] { work(&where[0]); });
  std::thread two = Thread("worker", [] { work(&where[1]); });
  AwaitAsleep(&where[0]);
  AwaitAsleep(&where[1]);
  {
    const std::lock_guard hold(mutex);
    stopped = true;
  }
  stop.notify_one();
  one.join();
  two.join();
}

// SILENT all_are_told
static void all_are_told() {
  static std::mutex mutex;
  static std::condition_variable stop;
  static bool stopped = false;
  static const auto work = [] {
    std::unique_lock hold(mutex);
    stop.wait(hold, [] { return stopped; });
  };
  std::thread one = Thread("worker", [] { work(); });
  std::thread two = Thread("worker", [] { work(); });
  LetItLook();
  {
    const std::lock_guard hold(mutex);
    stopped = true;
  }
  stop.notify_all();
  one.join();
  two.join();
}

// HANGS bell_under_another_lock: deadlock likely; threads waits ringer; locks outer bell
static void bell_under_another_lock() {
  static std::mutex outer, mutex;
  static std::condition_variable bell;
  static bool rung = false;
  static Cue held;
  std::thread thread = Thread("waits", [] {
    const std::lock_guard hold_outer(outer);
    std::unique_lock hold(mutex);
    Give(&held);
    bell.wait(hold, [] { return rung; });
  });
  Thread("ringer", [] {
    Await(&held);
    const std::lock_guard hold_outer(outer);
    const std::lock_guard hold(mutex);
    rung = true;
    bell.notify_one();
  }).join();
  thread.join();
}

// A place for one in each direction.
struct Mailbox {
  std::mutex mutex;
  std::condition_variable room;
  std::condition_variable mail;
  bool full = false;

  void Put() {
    std::unique_lock hold(mutex);
    room.wait(hold, [&] { return !full; });
    full = true;
    mail.notify_one();
  }
  void Get() {
    std::unique_lock hold(mutex);
    mail.wait(hold, [&] { return full; });
    full = false;
    room.notify_one();
  }
};
// Both are full, and both sides put before they get.
// HANGS full_queues: deadlock likely; threads client server; locks to_client.room to_server.room
static void full_queues() {
  static Mailbox to_server, to_client;
  static const auto talk = [](Mailbox& out, Mailbox& in) {
    out.Put();
    in.Get();
    out.Put();
    out.Put();
    in.Get();
  };
  std::thread client = Thread("client", [] { talk(to_server, to_client); });
  Thread("server", [] { talk(to_client, to_server); }).join();
  client.join();
}

// SILENT talking_queues
static void talking_queues() {
  static Mailbox to_server, to_client;
  std::thread client = Thread("client", [] {
    for (int i = 0; i < 20'000; ++i) to_server.Put(), to_client.Get();
  });
  Thread("server", [] {
    for (int i = 0; i < 20'000; ++i) to_server.Get(), to_client.Put();
  }).join();
  client.join();
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"bell_never_rung", bell_never_rung},
      {"bell_before_the_wait", bell_before_the_wait},
      {"bell_between_look_and_sleep", bell_between_look_and_sleep},
      {"one_of_two_is_told", one_of_two_is_told},
      {"all_are_told", all_are_told},
      {"bell_under_another_lock", bell_under_another_lock},
      {"full_queues", full_queues},
      {"talking_queues", talking_queues},
  };
  return PlayOne(cases, count, words);
}
