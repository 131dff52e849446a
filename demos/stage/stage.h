// SPDX-License-Identifier: Apache-2.0
//
// The stage on which demos play: cues put threads in order in time, a cast starts and joins them, and a demo that hangs
// ends by itself once the watchdog has said so. In a plain demo, on bare std and pthread primitives, there is no watchdog:
// it hangs, as any program would, until somebody ends it.
//
// Nothing here may order memory between two threads of a cast while they play, or it would hide from ThreadSanitizer the
// very race that the demo shows: cues are relaxed atomics, polled. Only the start of a thread and its join order memory,
// as they do in any program.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace stage {

// A demo whose cue never comes, or whose bug did not happen, ends with this status: a demo may show a hang, not be one.
inline constexpr int kMissedCue = 70;

// "Now." One thread gives it, any number await it. Orders time, not memory (both relaxed). Await() ends the whole program
// with kMissedCue where the cue does not come within thirty seconds.
class Cue {
 public:
  explicit Cue(const char* name = "a cue") : name_(name) {}
  void Give() { given_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool given() const { return given_.load(std::memory_order_relaxed); }
  void Await() const;

 private:
  const char* name_;
  std::atomic<bool> given_{false};
};

// The threads of a demo. Enter() starts one under a name that every watcher shows. Leave() (or the destructor) waits for
// all of them and joins; while it waits in a demo with the library, the first finding of a kind that means "this will never
// end" (deadlock, self-deadlock, orphaned-lock, lost-wakeup) ends the program by snarl::FlushAndExit(0), after the report is
// written.
//   Thread safety: one thread, as a rule main, uses it.
class Cast {
 public:
  Cast() = default;
  ~Cast() { Leave(); }
  Cast(const Cast&) = delete;
  Cast& operator=(const Cast&) = delete;

  Cast& Enter(const std::string& name, std::function<void()> part);
  void Leave();

 private:
  struct Player {
    std::thread thread;
    std::atomic<bool> done{false};
  };
  std::vector<std::unique_ptr<Player>> players_;
};

// Starts both threads first and only then plays `first` to its end, then `second`: one after the other in time, with
// nothing that orders one before the other in memory. (A thread started later would be ordered after the first.)
void PlayInTurn(const std::string& first_name, std::function<void()> first, const std::string& second_name,
                std::function<void()> second);

// One line of the story, on standard output, whole. printf-style; the newline is added. Orders no memory.
[[gnu::format(printf, 1, 2)]] void Tell(const char* format, ...);

// Says the line; then, where `happened` is false, ends the program with kMissedCue: the bug that this demo declares did
// not show. Use it for what the *variant* must visibly do ("Final count: 3 apples (should be 4)").
[[gnu::format(printf, 2, 3)]] void Show(bool happened, const char* format, ...);

// ---- what follows is there only for demos with the library ----

// Waits (polling, at most thirty seconds, then kMissedCue) until the watchdog has reported `count` findings of this kind.
// For loops that would never end: `while (!stage::Reported("livelock")) …` and for the one who waits for it.
void AwaitReport(std::string_view kind, std::size_t count = 1);
[[nodiscard]] bool Reported(std::string_view kind);

// Options of the watchdog for this demo ("livelock_ms=300"), set before the play; SNARL_OPTIONS still wins.
void Options(std::string_view options);

}  // namespace stage
