// SPDX-License-Identifier: Apache-2.0
//
// The part of the store that keeps who did a dependency, and decides who is kept where there are too many.
#include <algorithm>
#include <utility>

#include "snarl/graph/dependencies.h"

namespace snarl::graph {

bool Dependencies::Knows(const Dependency& dependency, const Wanted& wanted) const {
  for (Number i = dependency.takers; i != 0; i = takers_[i].next) {
    const Circumstances::Circumstance& taker = circumstances_.At(takers_[i].circumstance);
    if (taker.thread != wanted.request.thread) continue;
    if (wanted.request.hand_over_capped) return true;
    if (taker.segment == wanted.request.segment &&
        std::equal(wanted.held.begin(), wanted.held.end(), &circumstances_.TakenAt(taker.taken),
                   [](const Held& held, const Taken& taken) { return held.segment == taken.segment; })) {
      return true;
    }
  }
  return false;
}

// Puts the instance in its place among the takers, and out what it has no place beside. False where there is none for it.
bool Dependencies::Place(Dependency& dependency, const Wanted& wanted, Number taker) {
  std::size_t threads = 0;
  std::size_t own = 0;
  ThreadId last = ThreadId::kNone;
  Number* third = nullptr;      // what leads to the oldest of the thread's last ones
  Number* after_own = nullptr;  // where a further one of its instances belongs
  Number* end = &dependency.takers;
  for (; *end != 0; end = &takers_[*end].next) {
    const ThreadId thread = ThreadOf(*end);
    if (thread != last) ++threads;
    last = thread;
    if (thread != wanted.request.thread) continue;
    if (++own == kFirstKept + 1) third = end;
    after_own = &takers_[*end].next;
  }
  if (own == 0) {
    if (threads == kThreadsKept) {
      if (!Evict(dependency)) return false;
      for (end = &dependency.takers; *end != 0;) end = &takers_[*end].next;
    }
    *end = taker;
    return true;
  }
  takers_[taker].next = std::exchange(*after_own, taker);
  if (own == kFirstKept + kLastKept) {
    const Number gone = *third;
    *third = takers_[gone].next;
    GiveTaker(gone);
  }
  return true;
}

// Makes place by the first thread in the list that has ended; false where all live.
bool Dependencies::Evict(Dependency& dependency) {
  if (ended_.empty()) return false;
  for (Number* link = &dependency.takers; *link != 0; link = &takers_[*link].next) {
    const ThreadId thread = ThreadOf(*link);
    const auto word = ended_.find(static_cast<std::uint64_t>(thread) / 64);
    if (word == ended_.end() || (word->second >> static_cast<std::uint64_t>(thread) % 64 & 1) == 0) continue;
    while (*link != 0 && ThreadOf(*link) == thread) {
      const Number gone = *link;
      *link = takers_[gone].next;
      GiveTaker(gone);
    }
    return true;
  }
  return false;
}

Dependencies::Number Dependencies::NewTaker(const Wanted& wanted) {
  const Number circumstance = circumstances_.Share(wanted.request, wanted.held);
  const Number made = takers_.Take();
  takers_[made] = {circumstance, 0};
  return made;
}

void Dependencies::GiveTaker(Number taker) {
  circumstances_.Leave(takers_[taker].circumstance);
  takers_.Give(taker);
}

void Dependencies::Discard(const Interned& interned) { GiveTaker(interned.taker); }

void Dependencies::ThreadEnded(ThreadId thread) {
  ended_[static_cast<std::uint64_t>(thread) / 64] |= std::uint64_t{1} << static_cast<std::uint64_t>(thread) % 64;
}

}  // namespace snarl::graph
