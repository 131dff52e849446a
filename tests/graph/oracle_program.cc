// SPDX-License-Identifier: Apache-2.0
#include "graph/oracle_program.h"

#include <algorithm>

namespace snarl::graph::oracle {

namespace {

bool IsReadWrite(Kind kind) { return kind == Kind::kReadersFirst || kind == Kind::kWritersFirst; }

// Sections of locks, nested and overlapping.
std::vector<Step> RandomSections(testing::Random& random, const Program& program) {
  std::vector<Step> steps;
  std::vector<std::uint8_t> hand;  // what it has or may have; a lock entered again stands here twice
  std::vector<bool> certain(program.locks.size(), false);  // whether it surely has it
  const std::size_t length = 4 + random.Below(6);
  while (steps.size() < length || !hand.empty()) {
    const bool ends = steps.size() >= length;
    const auto lock = static_cast<std::uint8_t>(random.Below(static_cast<std::uint32_t>(program.locks.size())));
    const auto times = std::count(hand.begin(), hand.end(), lock);
    const bool again = program.locks[lock] == Kind::kRecursive && times == 1 && certain[lock] && random.OneIn(2);
    if (!ends && hand.size() < 3 && (times == 0 || again) && (hand.empty() || !random.OneIn(3))) {
      const Do what = random.OneIn(5) ? (random.OneIn(2) ? Do::kTry : Do::kTimed) : Do::kLock;
      steps.push_back({what, lock, IsReadWrite(program.locks[lock]) && random.OneIn(2)});
      hand.push_back(lock);
      if (!again) certain[lock] = what == Do::kLock;
    } else if (!hand.empty() && (ends || random.OneIn(2))) {
      if (ends && random.OneIn(30)) break;  // it leaves with a lock
      const std::size_t last = hand.size() - 1;
      const std::size_t place = random.OneIn(3) ? random.Below(static_cast<std::uint32_t>(hand.size())) : last;
      steps.push_back({Do::kUnlock, hand[place], false});
      hand.erase(hand.begin() + static_cast<std::ptrdiff_t>(place));
    }
  }
  return steps;
}

// Puts the step somewhere from `from` on; returns where.
std::size_t PutIn(testing::Random& random, std::vector<Step>& steps, Step step, std::size_t from) {
  const std::size_t place = from + random.Below(static_cast<std::uint32_t>(steps.size() - from + 1));
  steps.push_back(step);
  std::rotate(steps.begin() + static_cast<std::ptrdiff_t>(place), steps.end() - 1, steps.end());
  return place;
}

}  // namespace

Program RandomProgram(testing::Random& random) {
  Program program;
  const std::uint32_t threads = random.OneIn(3) ? 2 : 3 + random.Below(2);
  const std::uint32_t locks = 2 + random.Below(4);
  const bool plain = random.OneIn(2);
  for (std::uint32_t i = 0; i < locks; ++i)
    program.locks.push_back(plain ? Kind::kMutex : static_cast<Kind>(random.Below(4)));
  for (std::uint32_t i = 0; i < threads; ++i) program.threads.push_back(RandomSections(random, program));
  const bool starts_all = random.OneIn(2);
  for (std::uint8_t thread = 1; thread < threads; ++thread) {
    std::vector<Step>& creator = program.threads[starts_all || random.OneIn(2) ? 0 : random.Below(thread)];
    std::size_t created = 0;
    if (starts_all) {
      creator.push_back({Do::kCreate, thread, false});
      std::rotate(creator.begin(), creator.end() - 1, creator.end());
    } else {
      created = PutIn(random, creator, {Do::kCreate, thread, false}, 0);
    }
    if (random.OneIn(2)) PutIn(random, creator, {Do::kJoin, thread, false}, created + 1);
  }
  if (random.OneIn(4)) {
    program.semaphores.push_back(random.OneIn(4) ? 1 : 0);
    for (std::uint32_t pairs = 1 + random.Below(2); pairs > 0; --pairs) {
      PutIn(random, program.threads[random.Below(threads)], {Do::kPost, 0, false}, 0);
      PutIn(random, program.threads[random.Below(threads)], {Do::kTake, 0, false}, 0);
    }
  }
  return program;
}

std::string Program::Text() const {
  static constexpr const char* kNames[] = {"lock", "try", "timed", "unlock", "create", "join", "post", "take", "skip"};
  static constexpr const char* kKinds[] = {"mutex", "recursive", "readers-first", "writers-first"};
  std::string text = "locks:";
  for (const Kind kind : locks) text += std::string(" ") + kKinds[static_cast<std::size_t>(kind)];
  for (std::size_t i = 0; i < threads.size(); ++i) {
    text += "\n  T" + std::to_string(i) + ":";
    for (const Step& step : threads[i]) {
      text += std::string(" ") + kNames[static_cast<std::size_t>(step.what)] + (step.shared ? "-shared " : " ") +
              std::to_string(step.object) + ";";
    }
  }
  for (const int tokens : semaphores) text += "\n  semaphore of " + std::to_string(tokens);
  return text;
}

State Machine::Start() const {
  State state = {};
  state[0].started = true;
  return state;
}

bool Machine::Ended(const State& state, std::size_t thread) const {
  return state[thread].started && state[thread].step == program_.threads[thread].size();
}

bool Machine::Runs(const State& state, std::size_t thread) const {
  return thread < program_.threads.size() && state[thread].started &&
         state[thread].step < program_.threads[thread].size();
}

const Step& Machine::Next(const State& state, std::size_t thread) const {
  return program_.threads[thread][state[thread].step];
}

bool Machine::Requests(const State& state, std::size_t thread) const {
  if (!Runs(state, thread)) return false;
  const Step& step = Next(state, thread);
  return step.what == Do::kLock && HeldMode(state[thread], step.object) == Mode::kNone;
}

bool Machine::Granted(const State& state, std::size_t thread) const {
  const Step& step = Next(state, thread);
  if (HeldMode(state[thread], step.object) != Mode::kNone) return true;
  for (std::size_t other = 0; other < program_.threads.size(); ++other) {
    if (other == thread) continue;
    const Mode mode = HeldMode(state[other], step.object);
    if (mode == Mode::kExclusive || (mode == Mode::kShared && !step.shared)) return false;
    if (step.shared && state[other].queued && Next(state, other).object == step.object) return false;
  }
  return true;
}

bool Machine::Advance(State& state, std::size_t thread) const {
  const Step& step = Next(state, thread);
  Place& place = state[thread];
  const std::size_t at = 2 * step.object;
  const bool again = step.what <= Do::kUnlock && (place.again >> at & 3) != 0;
  switch (step.what) {
    case Do::kLock:
    case Do::kTry:
    case Do::kTimed:
      if (!Granted(state, thread)) {
        if (step.what != Do::kLock) break;
        if (step.shared || place.queued || program_.locks[step.object] != Kind::kWritersFirst) return false;
        place.queued = true;
        return true;
      }
      if (HeldMode(place, step.object) != Mode::kNone) {
        place.again = static_cast<std::uint16_t>(place.again + (1U << at));
      } else {
        const Mode mode = step.shared ? Mode::kShared : Mode::kExclusive;
        place.held = static_cast<std::uint16_t>(place.held | static_cast<unsigned>(mode) << at);
      }
      place.queued = false;
      break;
    case Do::kUnlock:
      if (again) {
        place.again = static_cast<std::uint16_t>(place.again - (1U << at));
      } else {
        place.held = static_cast<std::uint16_t>(place.held & ~(3U << at));
      }
      break;
    case Do::kCreate:
      state[step.object].started = true;
      break;
    case Do::kJoin:
      if (!Ended(state, step.object)) return false;
      break;
    case Do::kTake:
      if (Tokens(state, step.object) == 0) return false;
      break;
    case Do::kPost:
    case Do::kSkip:
      break;
  }
  ++place.step;
  return true;
}

int Machine::Tokens(const State& state, std::size_t semaphore) const {
  int tokens = program_.semaphores[semaphore];
  for (std::size_t thread = 0; thread < program_.threads.size(); ++thread) {
    for (std::size_t i = 0; i < state[thread].step; ++i) {
      const Step& step = program_.threads[thread][i];
      if (step.object != semaphore) continue;
      tokens += step.what == Do::kPost ? 1 : step.what == Do::kTake ? -1 : 0;
    }
  }
  return tokens;
}

}  // namespace snarl::graph::oracle
