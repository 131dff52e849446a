// SPDX-License-Identifier: Apache-2.0
#include "graph/oracle_explore.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "absl/container/flat_hash_set.h"

namespace snarl::graph::oracle {

namespace {

// Calls visit(state) for every state that can be reached from `start`, until it returns false.
template <class Visit>
std::size_t ForAllStates(const Program& program, const State& start, Visit visit) {
  using Bits = std::array<std::uint64_t, Program::kThreads>;
  const Machine machine(program);
  absl::flat_hash_set<Bits> seen = {std::bit_cast<Bits>(start)};
  std::vector<State> work = {start};
  while (!work.empty()) {
    const State state = work.back();
    work.pop_back();
    if (!visit(machine, state)) break;
    for (std::size_t thread = 0; thread < program.threads.size(); ++thread) {
      if (!machine.Runs(state, thread)) continue;
      State next = state;
      if (machine.Advance(next, thread) && seen.insert(std::bit_cast<Bits>(next)).second) work.push_back(next);
    }
  }
  return seen.size();
}

bool StandsAt(const State& state, const Instance& instance) {
  unsigned held = 0;
  for (const Taken& taken : instance.held) held |= static_cast<unsigned>(taken.mode) << 2 * taken.lock;
  return state[instance.thread].step == instance.step && state[instance.thread].held == held;
}

bool StandAt(const State& state, const Chain& cycle) {
  return std::all_of(cycle.begin(), cycle.end(), [&](const Instance* member) { return StandsAt(state, *member); });
}

bool SharedLink(const Instance& requester, const Instance& holder) {
  return requester.shared && std::any_of(holder.held.begin(), holder.held.end(), [&](const Taken& taken) {
           return taken.lock == requester.lock && taken.mode == Mode::kShared;
         });
}

bool WriterQueued(const Machine& machine, const State& state, std::size_t lock) {
  for (std::size_t thread = 0; thread < state.size(); ++thread) {
    if (state[thread].queued && machine.Next(state, thread).object == lock) return true;
  }
  return false;
}

bool AnyShared(const Chain& cycle) {
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    if (SharedLink(*cycle[i], *cycle[(i + 1) % cycle.size()])) return true;
  }
  return false;
}

Reached ReachedIn(const Machine& machine, const State& state, const Chain& cycle) {
  if (!StandAt(state, cycle)) return {};
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    const bool shared = SharedLink(*cycle[i], *cycle[(i + 1) % cycle.size()]);
    if (shared && !WriterQueued(machine, state, cycle[i]->lock)) return {.together = true};
  }
  return {.together = true, .stuck = true};
}

// The deadlocks of one state: rings of threads, each waiting for a lock that the next one holds.
class Rings {
 public:
  Rings(const Program& program, const Run& run, const Machine& machine, const State& state, std::set<Chain>& found)
      : program_(program), run_(run), state_(state), found_(found) {
    for (std::size_t thread = 0; thread < program.threads.size(); ++thread) {
      waits_[thread] = machine.Requests(state, thread) && !machine.Granted(state, thread);
      if (waits_[thread]) ++waiting_;
    }
    if (waiting_ < 2) return;
    for (std::size_t thread = 0; thread < program.threads.size(); ++thread) {
      if (!waits_[thread]) continue;
      std::vector<std::size_t> ring = {thread};
      Extend(ring);
    }
  }

 private:
  [[nodiscard]] const Step& Wanted(std::size_t thread) const { return program_.threads[thread][state_[thread].step]; }
  [[nodiscard]] bool WaitsFor(std::size_t waiter, std::size_t holder) const {
    const Step& step = Wanted(waiter);
    const Mode mode = HeldMode(state_[holder], step.object);
    return mode == Mode::kExclusive ||
           (mode == Mode::kShared && (!step.shared || program_.locks[step.object] == Kind::kWritersFirst));
  }
  void Extend(std::vector<std::size_t>& ring) {
    if (ring.size() > 1 && WaitsFor(ring.back(), ring.front())) Keep(ring);
    // Each ring once, from its first thread on.
    for (std::size_t next = ring.front() + 1; next < program_.threads.size(); ++next) {
      if (!waits_[next] || !WaitsFor(ring.back(), next)) continue;
      if (std::find(ring.begin(), ring.end(), next) != ring.end()) continue;
      ring.push_back(next);
      Extend(ring);
      ring.pop_back();
    }
  }
  // Two that wait for one lock are in a shorter ring too.
  void Keep(const std::vector<std::size_t>& ring) {
    Chain chain;
    for (const std::size_t thread : ring) {
      for (const Instance* other : chain) {
        if (other->lock == Wanted(thread).object) return;
      }
      const auto instance = std::find_if(run_.instances.begin(), run_.instances.end(), [&](const Instance& candidate) {
        return candidate.thread == thread && StandsAt(state_, candidate);
      });
      if (instance == run_.instances.end()) return;
      chain.push_back(&*instance);
    }
    found_.insert(chain);
  }

  const Program& program_;
  const Run& run_;
  const State& state_;
  std::set<Chain>& found_;
  std::array<bool, Program::kThreads> waits_ = {};
  std::size_t waiting_ = 0;
};

// The program with all locks left out but those that a member holds at its request. There it stays, or it waits for a writer's
// turn: then no reader passes another.
enum class AtRequest : bool { kStays, kWaits };
Program OnlyHeld(Program program, const Chain& cycle, AtRequest at_request) {
  for (std::size_t thread = 0; thread < program.threads.size(); ++thread) {
    const auto member =
        std::find_if(cycle.begin(), cycle.end(), [&](const Instance* m) { return m->thread == thread; });
    for (std::size_t i = 0; i < program.threads[thread].size(); ++i) {
      Step& step = program.threads[thread][i];
      if (step.what > Do::kUnlock) continue;
      const bool kept = member != cycle.end() && std::any_of((*member)->held.begin(), (*member)->held.end(),
                                                             [&](const Taken& taken) { return taken.step == i; });
      step.what = kept ? Do::kLock : Do::kSkip;
    }
    if (member == cycle.end()) continue;
    Step& request = program.threads[thread][(*member)->step];
    request = at_request == AtRequest::kWaits ? Step{Do::kLock, request.object, false}
                                              : Step{Do::kJoin, static_cast<std::uint8_t>(thread), false};
  }
  return program;
}

// The program with all threads running from the start, and no joins.
bool TogetherUnordered(Program program, const Chain& cycle) {
  for (std::vector<Step>& steps : program.threads) {
    for (Step& step : steps) {
      if (step.what == Do::kCreate || step.what == Do::kJoin) step.what = Do::kSkip;
    }
  }
  State start = {};
  for (std::size_t thread = 0; thread < program.threads.size(); ++thread) start[thread].started = true;
  bool together = false;
  ForAllStates(program, start, [&](const Machine&, const State& state) {
    together = StandAt(state, cycle);
    return !together;
  });
  return together;
}

bool TogetherByHeldAlone(const Program& program, const Chain& cycle) {
  const Program lifted = OnlyHeld(program, cycle, AtRequest::kStays);
  bool together = false;
  ForAllStates(lifted, Machine(lifted).Start(), [&](const Machine&, const State& state) {
    together = StandAt(state, cycle);
    return !together;
  });
  return together;
}

// One member's request comes after another's is over, but its lock was taken before.
bool HeldOver(const Past& past, const Chain& cycle) {
  return std::any_of(cycle.begin(), cycle.end(), [&](const Instance* a) {
    return std::any_of(cycle.begin(), cycle.end(),
                       [&](const Instance* b) { return a != b && past.Precedes(a->segment, b->segment); });
  });
}

// Whether the program can come to a standstill with a member at its request.
bool StandsStill(const Program& program, const Chain& cycle) {
  bool still = false;
  ForAllStates(program, Machine(program).Start(), [&](const Machine& machine, const State& state) {
    still = std::any_of(cycle.begin(), cycle.end(), [&](const Instance* member) { return StandsAt(state, *member); });
    for (std::size_t thread = 0; thread < program.threads.size() && still; ++thread) {
      State next = state;
      still = !machine.Runs(state, thread) || !machine.Advance(next, thread);
    }
    return !still;
  });
  return still;
}

}  // namespace

Explored Explore(const Program& program, const Run& run, const std::vector<Chain>& cycles) {
  Explored explored;
  explored.reached.resize(cycles.size());
  explored.states = ForAllStates(program, Machine(program).Start(), [&](const Machine& machine, const State& state) {
    for (std::size_t i = 0; i < cycles.size(); ++i) {
      const Reached reached = ReachedIn(machine, state, cycles[i]);
      explored.reached[i].together |= reached.together;
      explored.reached[i].stuck |= reached.stuck;
    }
    Rings(program, run, machine, state, explored.deadlocks);
    return true;
  });
  return explored;
}

Apart WhyApart(const Program& program, const Past& past, const Chain& cycle, Reached reached) {
  if (reached.stuck) return Apart::kNot;
  if (reached.together) return Apart::kNoWriter;
  if (!TogetherByHeldAlone(program, cycle)) {
    if (!HeldOver(past, cycle)) return Apart::kUnknown;
    if (StandsStill(program, cycle)) return Apart::kHeldOver;
    if (!StandsStill(OnlyHeld(program, cycle, AtRequest::kWaits), cycle)) return Apart::kUnknown;
    return AnyShared(cycle) ? Apart::kNoWriter : Apart::kHistorical;
  }
  return TogetherUnordered(program, cycle) ? Apart::kCoupling : Apart::kHistorical;
}

}  // namespace snarl::graph::oracle
