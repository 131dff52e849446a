// SPDX-License-Identifier: Apache-2.0
//
// Who is running? The current thread, the number of active threads, and the register that somebody has to keep.
//
// Read a book while you listen to music and you are two threads already, three with the one who gave you both. In
// Python each of them can ask threading.current_thread() for its name and threading.active_count() for how many there
// are. C++ tells a thread its own id (std::this_thread::get_id()) and nothing about the others. So people keep a
// register: a thread signs in when it starts, and whoever wants to know counts the names.
//
// Here the register is a chain. Each newcomer notes who signed in last ("before me came main"), then makes itself the
// last. If two newcomers note the same name before either has signed, then both hang themselves on main, and the
// chain goes on through the one who wrote second. The other one is running, and on no list. Python's own register has
// the same two steps and a lock around them; that is the part that is easily forgotten when one builds it again.
//
// A counter would have been wrong by one. A chain loses a whole thread: nobody will ever wait for it, or stop it.
//
//   unsafe  both newcomers read the end of the chain, then both replace it: 2 threads on the register instead of 3
//   safe    signing in, signing out and counting each hold the register's lock for the whole step
//
// LESSON: The `threading` Module Basics
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the register has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <cstddef>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace unsafe {

struct Entry {
  const char* name;
  Entry* before = nullptr;
};

struct Register {
  Entry* last = nullptr;
};

void SignIn(Register& active, Entry& me, auto meanwhile) {
  stage::Tell("I'm running in thread: %s", me.name);
  Entry* const before = active.last;  // <- data-race
  me.before = before;
  meanwhile();
  active.last = &me;  // <- data-race
}

void Play() {
  Register active;
  Entry main_entry{"main"};
  Entry reading_entry{"reading"};
  Entry listening_entry{"listening"};
  SignIn(active, main_entry, [] {});

  stage::Cue reading_looked("reading looks at the register");
  stage::Cue listening_looked("listening looks at the register");
  stage::Cue reading_signed("reading signs");
  stage::Cast cast;
  cast.Enter("reading", [&] {
    SignIn(active, reading_entry, [&] {
      reading_looked.Give();
      listening_looked.Await();
    });
    reading_signed.Give();
  });
  cast.Enter("listening", [&] {
    reading_looked.Await();
    SignIn(active, listening_entry, [&] {
      listening_looked.Give();
      reading_signed.Await();
    });
  });
  cast.Leave();

  int count = 0;
  for (const Entry* entry = active.last; entry != nullptr; entry = entry->before) {
    stage::Tell("On the register: %s", entry->name);
    ++count;
  }
  stage::Show(count == 2, "Number of active threads: %d (should be 3).", count);
}

}  // namespace unsafe

namespace safe {

class Register {
 public:
  void SignIn(const std::string& name) {
    stage::Tell("I'm running in thread: %s", name.c_str());
    const snarl::lock_guard hold(mutex_);
    names_.push_back(name);
  }
  void SignOut(const std::string& name) {
    const snarl::lock_guard hold(mutex_);
    std::erase(names_, name);
  }
  std::size_t active_count() {
    const snarl::lock_guard hold(mutex_);
    return names_.size();
  }

 private:
  snarl::mutex mutex_{"register"};
  std::vector<std::string> names_ SNARL_GUARDED_BY(mutex_);
};

// A thread is on the register for as long as this object lives, and no way out of the scope forgets to sign out.
class Presence {
 public:
  Presence(Register& active, std::string name) : active_(active), name_(std::move(name)) { active_.SignIn(name_); }
  ~Presence() { active_.SignOut(name_); }
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;

 private:
  Register& active_;
  std::string name_;
};

void Play() {
  Register active;
  const Presence here(active, "main");
  stage::Cue counted("main has counted");
  stage::Cast cast;
  for (const char* name : {"reading", "listening"}) {
    cast.Enter(name, [&active, &counted, name] {
      const Presence me(active, name);
      counted.Await();
    });
  }
  while (active.active_count() < 3) std::this_thread::yield();
  stage::Show(active.active_count() == 3, "Number of active threads: %zu.", active.active_count());
  counted.Give();
  cast.Leave();
  stage::Show(active.active_count() == 1, "Number of active threads when they are done: %zu.", active.active_count());
}

}  // namespace safe

int main() { VARIANT::Play(); }
