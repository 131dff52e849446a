// SPDX-License-Identifier: Apache-2.0
#include "graph/oracle_rules.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace snarl::graph::oracle {

namespace {

const Taken* Holding(const Instance& instance, std::size_t lock) {
  for (const Taken& taken : instance.held) {
    if (taken.lock == lock) return &taken;
  }
  return nullptr;
}

bool SameThread(const Instance& a, const Instance& b) { return a.thread == b.thread; }

bool Gated(const Instance& a, const Instance& b) {
  return std::any_of(a.held.begin(), a.held.end(), [&](const Taken& taken) {
    const Taken* other = Holding(b, taken.lock);
    return other != nullptr && (taken.mode == Mode::kExclusive || other->mode == Mode::kExclusive);
  });
}

bool Waits(const Program& program, const Instance& requester, const Instance& holder) {
  const Taken* taken = Holding(holder, requester.lock);
  return taken != nullptr &&
         (!requester.shared || taken->mode == Mode::kExclusive || program.locks[requester.lock] == Kind::kWritersFirst);
}

template <class Pair>
bool AnyTwo(const Chain& chain, Pair pair) {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    for (std::size_t j = 0; j < chain.size(); ++j) {
      if (i != j && pair(*chain[i], *chain[j])) return true;
    }
  }
  return false;
}

// Whether one member is past its request before another takes the lock by which the cycle goes.
bool InOrder(const Past& past, const Chain& chain) {
  for (std::size_t j = 0; j < chain.size(); ++j) {
    const Instance& before = *chain[(j + chain.size() - 1) % chain.size()];
    const Taken* taken = Holding(*chain[j], before.lock);
    if (taken == nullptr) return false;
    for (const Instance* other : chain) {
      if (other != chain[j] && past.Precedes(other->segment, taken->segment)) return true;
    }
  }
  return false;
}

void Extend(const Program& program, const Run& run, Ordered ordered, Chain& chain, std::set<Locks>& found) {
  if (chain.size() > 1 && Admits(program, run.past, chain, ordered)) {
    Locks locks;
    for (const Instance* instance : chain) locks.push_back(instance->lock);
    found.insert(Rotated(locks));
  }
  if (chain.size() == program.threads.size()) return;
  for (const Instance& next : run.instances) {
    if (Holding(next, chain.back()->lock) == nullptr) continue;
    chain.push_back(&next);
    Extend(program, run, ordered, chain, found);
    chain.pop_back();
  }
}

}  // namespace

Locks Rotated(Locks locks) {
  std::rotate(locks.begin(), std::min_element(locks.begin(), locks.end()), locks.end());
  return locks;
}

bool Admits(const Program& program, const Past& past, const Chain& chain, Ordered ordered) {
  const auto same_lock = [](const Instance& a, const Instance& b) { return a.lock == b.lock; };
  if (AnyTwo(chain, same_lock) || AnyTwo(chain, SameThread) || AnyTwo(chain, Gated)) return false;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (!Waits(program, *chain[i], *chain[(i + 1) % chain.size()])) return false;
  }
  return ordered == Ordered::kDoesNot || !InOrder(past, chain);
}

std::set<Locks> Admitted(const Program& program, const Run& run, Ordered ordered) {
  std::set<Locks> found;
  for (const Instance& first : run.instances) {
    Chain chain = {&first};
    Extend(program, run, ordered, chain, found);
  }
  return found;
}

bool Breaks(const Program& program, const Past& past, const Chain& chain, Reason reason) {
  switch (reason) {
    case Reason::kOneThread:
      return AnyTwo(chain, SameThread);
    case Reason::kGateLock:
      return AnyTwo(chain, Gated);
    case Reason::kReaders:
      for (std::size_t i = 0; i < chain.size(); ++i) {
        if (!Waits(program, *chain[i], *chain[(i + 1) % chain.size()])) return true;
      }
      return false;
    case Reason::kOrdered:
      return InOrder(past, chain);
  }
  return false;
}

const Instance* Find(const Run& run, const OrderEdge& edge) {
  for (const Instance& instance : run.instances) {
    if (instance.thread == ThreadOf(edge.thread) && StackOf(instance.thread, instance.step) == edge.wanted_at &&
        IdOf(instance.lock) == edge.wanted && Holding(instance, LockOf(edge.held.lock)) != nullptr) {
      return &instance;
    }
  }
  return nullptr;
}

bool TooMany(const Run& run) {
  using Key = std::tuple<std::size_t, std::size_t, bool, std::vector<std::pair<std::size_t, Mode>>>;
  std::map<Key, std::set<std::vector<std::size_t>>> segments;
  for (const Instance& instance : run.instances) {
    std::vector<std::pair<std::size_t, Mode>> held;
    std::vector<std::size_t> when = {instance.segment};
    for (const Taken& taken : instance.held) {
      held.emplace_back(taken.lock, taken.mode);
      when.push_back(taken.segment);
    }
    auto& seen = segments[{instance.thread, instance.lock, instance.shared, held}];
    seen.insert(when);
    if (seen.size() > 4) return true;
  }
  return false;
}

}  // namespace snarl::graph::oracle
