// SPDX-License-Identifier: Apache-2.0
#include "graph/oracle_run.h"

#include <array>
#include <deque>
#include <iterator>

namespace snarl::graph::oracle {

namespace {

constexpr std::size_t kSteps = 1'000;

class Recorder {
 public:
  Recorder(const Program& program, testing::Random& random) : program_(program), random_(random), machine_(program) {
    for (std::size_t i = 0; i < program.semaphores.size(); ++i) {
      given_.emplace_back(static_cast<std::size_t>(program.semaphores[i]), 0);
    }
    segment_[0] = Begin(0, 0);
  }

  Run Play() {
    State state = machine_.Start();
    for (;;) {
      std::vector<std::size_t> ready;
      for (std::size_t thread = 0; thread < program_.threads.size(); ++thread) {
        State after = state;
        if (!machine_.Runs(state, thread)) continue;
        if (!asked_[thread] || machine_.Advance(after, thread)) ready.push_back(thread);
      }
      if (ready.empty()) return std::move(run_);
      Move(state, ready[random_.Below(static_cast<std::uint32_t>(ready.size()))]);
    }
  }

 private:
  // A thread first asks, which is recorded, and goes on when it can, which may be at once.
  void Move(State& state, std::size_t thread) {
    if (!asked_[thread] && machine_.Requests(state, thread)) Ask(state, thread);
    asked_[thread] = true;
    const State before = state;
    if (!machine_.Advance(state, thread) || state[thread].step == before[thread].step) return;
    asked_[thread] = false;
    const Step& step = machine_.Next(before, thread);
    if (step.what <= Do::kTimed && HeldMode(before[thread], step.object) == Mode::kNone) {
      taken_[thread][step.object] = {step.object, HeldMode(state[thread], step.object), before[thread].step,
                                     segment_[thread]};
    }
    Order(step, thread);
    if (machine_.Ended(state, thread)) graph_.ThreadEnded(static_cast<ThreadId>(thread + 1));
  }

  void Ask(const State& state, std::size_t thread) {
    const Step& step = machine_.Next(state, thread);
    Instance instance = {thread, state[thread].step, segment_[thread], step.object, step.shared, {}};
    std::vector<Held> held;
    for (std::size_t lock = 0; lock < program_.locks.size(); ++lock) {
      if (HeldMode(state[thread], lock) == Mode::kNone) continue;
      const Taken& taken = taken_[thread][lock];
      instance.held.push_back(taken);
      held.push_back({IdOf(lock), taken.mode == Mode::kShared, StackOf(thread, taken.step),
                      static_cast<SegmentId>(taken.segment)});
    }
    if (held.empty()) return;
    run_.instances.push_back(instance);
    OrderGraph::Answer answer = graph_.Add({.thread = static_cast<ThreadId>(thread + 1),
                                            .lock = IdOf(step.object),
                                            .shared = step.shared,
                                            .readers_block_readers = program_.locks[step.object] == Kind::kWritersFirst,
                                            .at = StackOf(thread, instance.step),
                                            .segment = static_cast<SegmentId>(segment_[thread]),
                                            .held = held});
    std::move(answer.cycles.begin(), answer.cycles.end(), std::back_inserter(run_.cycles));
    std::move(answer.dismissed.begin(), answer.dismissed.end(), std::back_inserter(run_.dismissed));
    run_.gave_up = run_.gave_up || answer.gave_up;
  }

  // What the step orders.
  void Order(const Step& step, std::size_t thread) {
    std::size_t& segment = segment_[thread];
    if (step.what == Do::kCreate) {
      segment_[step.object] = Begin(segment, 0);
      segment = Begin(segment, 0);
    } else if (step.what == Do::kJoin) {
      segment = Begin(segment, segment_[step.object]);
    } else if (step.what == Do::kPost) {
      given_[step.object].push_back(segment);
      segment = Begin(segment, 0);
    } else if (step.what == Do::kTake) {
      const std::size_t giver = given_[step.object].front();
      given_[step.object].pop_front();
      if (giver != 0) segment = Begin(segment, giver);
    }
  }

  std::size_t Begin(std::size_t before, std::size_t also_before) {
    segments_.Begin(static_cast<SegmentId>(before), static_cast<SegmentId>(also_before));
    return run_.past.Begin(before, also_before);
  }

  const Program& program_;
  testing::Random& random_;
  Machine machine_;
  Segments segments_;
  OrderGraph graph_{segments_};
  Run run_;
  std::array<bool, Program::kThreads> asked_ = {};
  std::array<std::size_t, Program::kThreads> segment_ = {};
  std::array<std::array<Taken, Program::kLocks>, Program::kThreads> taken_ = {};
  std::vector<std::deque<std::size_t>> given_;  // of each semaphore, in which segments its tokens were posted
};

}  // namespace

std::size_t Past::Begin(std::size_t before, std::size_t also_before) {
  std::vector<bool> all(past_.size() + 1, false);
  for (const std::size_t parent : {before, also_before}) {
    if (parent == 0) continue;
    all[parent] = true;
    for (std::size_t i = 0; i < past_[parent].size(); ++i) {
      if (past_[parent][i]) all[i] = true;
    }
  }
  for (std::vector<bool>& past : past_) past.resize(all.size(), false);
  past_.push_back(std::move(all));
  return past_.size() - 1;
}

LockId IdOf(std::size_t lock) { return MakeLockId(static_cast<std::uint32_t>(lock), 1); }
std::size_t LockOf(LockId id) { return Index(id); }
StackId StackOf(std::size_t thread, std::size_t step) { return static_cast<StackId>(thread * kSteps + step + 1); }
std::size_t StepOf(StackId stack) { return (static_cast<std::size_t>(stack) - 1) % kSteps; }
std::size_t ThreadOf(ThreadId thread) { return static_cast<std::size_t>(thread) - 1; }

Run RunOnce(const Program& program, testing::Random& random) { return Recorder(program, random).Play(); }

}  // namespace snarl::graph::oracle
