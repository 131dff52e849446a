// SPDX-License-Identifier: Apache-2.0
//
// Thread states: is it alive, is it done, and how long shall I wait?
//
// A Python thread can be asked is_alive(), and join(timeout=1) waits for it, but not for longer than that. A
// std::thread can do neither: it has join(), which waits for ever, and joinable(), which only says that nobody has
// joined yet. So the first thing people build is a flag: the thread lowers it as its last act, everyone else looks at
// it now and then.
//
// Two things are wrong with the flag. The first: it is a plain bool, written by one thread and read by another, a
// data race. The compiler may read it once and never again, and then the loop that waits for it waits for ever; it
// may also let the reader see the flag before the work that was done ahead of it. The second is subtler, and an
// atomic flag has it as well: the thread lowers the flag while it is still running. "Not alive" is announced by the
// living, who still have their tools to put away. Watch the last line of the play.
//
// A std::future answers all of the lesson's questions. wait_for(0) is is_alive(), wait_for(10 ms) is join with a
// timeout, wait() is join, and the future of std::async is ready only when its task is over, with everything it wrote
// visible to whoever waited. (Where you need the bare flag, make it a std::atomic<bool>, and join before you believe
// it.)
//
//   unsafe  a plain flag, polled; and the thread that it calls finished still has its hands full
//   safe    std::async and std::future::wait_for
//
// LESSON: Thread States and Control
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the flag has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "demos/stage/stage.h"
#include "snarl/watchdog.h"

namespace {

using std::chrono::milliseconds;

// The lesson's two seconds of work, ended by a cue rather than by a clock.
void LongTask(const stage::Cue& enough) {
  stage::Tell("Starting long task...");
  enough.Await();
  stage::Tell("Long task finished!");
}

const char* YesNo(bool answer) { return answer ? "True" : "False"; }

}  // namespace

namespace unsafe {

class Thread {
 public:
  // `put_away_the_tools` is what the thread still has to do when its task is over.
  void Start(stage::Cast& cast, std::function<void()> task, std::function<void()> put_away_the_tools);
  [[nodiscard]] bool IsAlive() const;
  void Join(milliseconds timeout) const {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (IsAlive() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(milliseconds(1));
  }

 private:
  bool alive_ = false;
};

void Thread::Start(stage::Cast& cast, std::function<void()> task, std::function<void()> put_away_the_tools) {
  alive_ = true;
  cast.Enter("long task", [this, task = std::move(task), put_away_the_tools = std::move(put_away_the_tools)] {
    task();
    alive_ = false;  // <- data-race
    put_away_the_tools();
  });
}

bool Thread::IsAlive() const {
  return alive_;  // <- data-race
}

void Play() {
  stage::Cue enough("the long task may end");
  stage::Cue lowered("the flag is down");
  stage::Cue seen("main has seen the flag");
  bool tools_put_away = false;
  stage::Cast cast;
  // On the heap: clang takes a local for private as soon as IsAlive() is inlined here, and leaves the read unwatched.
  const auto thread = std::make_unique<Thread>();
  stage::Tell("Before starting - Is thread alive? %s", YesNo(thread->IsAlive()));
  thread->Start(
      cast, [&] { LongTask(enough); },
      [&] {
        lowered.Give();
        seen.Await();
        tools_put_away = true;
      });
  stage::Tell("After starting - Is thread alive? %s", YesNo(thread->IsAlive()));
  thread->Join(milliseconds(10));
  stage::Tell("After 10 ms - Is thread alive? %s", YesNo(thread->IsAlive()));
  enough.Give();
  lowered.Await();
  thread->Join(milliseconds(1000));
  const bool alive = thread->IsAlive();
  stage::Show(!alive && !seen.given(), "After completion - Is thread alive? %s. And yet it still puts its tools away.",
              YesNo(alive));
  seen.Give();
  cast.Leave();
  stage::Show(tools_put_away, "After a real join - now it is over.");
}

}  // namespace unsafe

namespace safe {

bool IsAlive(const std::future<void>& thread) {
  return thread.valid() && thread.wait_for(milliseconds(0)) != std::future_status::ready;
}

void Play() {
  stage::Cue enough("the long task may end");
  bool tools_put_away = false;
  std::future<void> thread;
  stage::Show(!IsAlive(thread), "Before starting - Is thread alive? %s", YesNo(IsAlive(thread)));
  thread = std::async(std::launch::async, [&] {
    snarl::SetThreadName("long task");
    LongTask(enough);
    tools_put_away = true;
  });
  stage::Show(IsAlive(thread), "After starting - Is thread alive? %s", YesNo(IsAlive(thread)));
  thread.wait_for(milliseconds(10));
  stage::Show(IsAlive(thread), "After 10 ms - Is thread alive? %s", YesNo(IsAlive(thread)));
  enough.Give();
  thread.wait();
  stage::Show(!IsAlive(thread) && tools_put_away, "After completion - Is thread alive? %s, and its tools are put away.",
              YesNo(IsAlive(thread)));
}

}  // namespace safe

int main() { VARIANT::Play(); }
