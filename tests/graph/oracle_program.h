// SPDX-License-Identifier: Apache-2.0
//
// The oracle's programs: a few threads, each a straight line of steps on a few locks, and what such a step may do. Small enough
// that every one of its schedules can be played.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "random.h"

namespace snarl::graph::oracle {

enum class Kind : std::uint8_t { kMutex, kRecursive, kReadersFirst, kWritersFirst };
enum class Do : std::uint8_t { kLock, kTry, kTimed, kUnlock, kCreate, kJoin, kPost, kTake, kSkip };

struct Step {
  Do what = Do::kLock;
  std::uint8_t object = 0;  // a lock, a thread, or a semaphore
  bool shared = false;
};

struct Program {
  static constexpr std::size_t kThreads = 4;
  static constexpr std::size_t kLocks = 8;

  std::vector<Kind> locks;
  std::vector<int> semaphores;             // what they hold at first
  std::vector<std::vector<Step>> threads;  // the first runs from the start, the others once they are created

  [[nodiscard]] std::string Text() const;
};

// A thread never asks for a lock that it may have already, but for a recursive one.
Program RandomProgram(testing::Random& random);

enum class Mode : std::uint8_t { kNone, kShared, kExclusive };

// Where one thread is.
struct Place {
  std::uint8_t step = 0;
  bool started = false;
  bool queued = false;      // as a writer, at a lock that then lets no reader in
  std::uint8_t unused = 0;  // so that states can be compared by their bytes
  std::uint16_t held = 0;   // two bits a lock: its Mode
  std::uint16_t again = 0;  // two bits a lock: how often it was entered again
};
using State = std::array<Place, Program::kThreads>;

inline Mode HeldMode(const Place& place, std::size_t lock) { return static_cast<Mode>(place.held >> 2 * lock & 3); }

// The rules of the game.
class Machine {
 public:
  explicit Machine(const Program& program) : program_(program) {}

  [[nodiscard]] State Start() const;
  [[nodiscard]] bool Ended(const State& state, std::size_t thread) const;
  // Whether the thread stands before a step.
  [[nodiscard]] bool Runs(const State& state, std::size_t thread) const;
  [[nodiscard]] const Step& Next(const State& state, std::size_t thread) const;
  // Whether it stands before a request for a lock that it does not have yet, and could wait for without end.
  [[nodiscard]] bool Requests(const State& state, std::size_t thread) const;
  // Whether it would get the lock of its next step now.
  [[nodiscard]] bool Granted(const State& state, std::size_t thread) const;
  // The state after its next step; false where it has to wait. A writer's coming to a queue is a step too.
  [[nodiscard]] bool Advance(State& state, std::size_t thread) const;

 private:
  [[nodiscard]] int Tokens(const State& state, std::size_t semaphore) const;

  const Program& program_;
};

}  // namespace snarl::graph::oracle
