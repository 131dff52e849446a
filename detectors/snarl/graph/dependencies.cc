// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/dependencies.h"

#include <algorithm>
#include <utility>

namespace snarl::graph {

namespace {

std::uint64_t Word(LockId lock, bool shared) { return static_cast<std::uint64_t>(lock) << 1 | (shared ? 1 : 0); }

std::uint32_t HashOf(const Request& request, std::span<const Held> held) {
  std::uint64_t hash = Mixed(0, Word(request.lock, request.shared));
  for (const Held& h : held) hash = Mixed(hash, Word(h.lock, h.shared));
  return static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace

bool Dependencies::Is(Number number, const Wanted& wanted) const {
  const Dependency& dependency = dependencies_[number];
  return dependency.lock == wanted.request.lock && dependency.shared == wanted.request.shared &&
         dependency.held_count == wanted.held.size() &&
         std::equal(wanted.held.begin(), wanted.held.end(), &held_[dependency.held],
                    [](const Held& a, const HeldLock& b) { return a.lock == b.lock && a.shared == b.shared; });
}

std::span<const Held> Dependencies::Sorted(std::span<const Held> held) {
  const auto by_lock = [](const Held& a, const Held& b) { return a.lock < b.lock; };
  if (std::is_sorted(held.begin(), held.end(), by_lock)) return held;
  sorted_.assign(held.begin(), held.end());
  std::sort(sorted_.begin(), sorted_.end(), by_lock);
  return sorted_;
}

// Where the hand is not sorted, the hash is another one; no matter.
void Dependencies::Prefetch(const Request& request) const {
  known_.prefetch(Wanted{request, {}, HashOf(request, request.held)});
  lists_.Prefetch(Index(request.lock));
  for (const Held& held : request.held) lists_.Prefetch(Index(held.lock));
}

Dependencies::Interned Dependencies::Intern(const Request& request) {
  Wanted wanted = {request, Sorted(request.held), 0};
  wanted.hash = HashOf(request, wanted.held);

  if (const auto known = known_.find(wanted); known != known_.end()) {
    Dependency& dependency = dependencies_[known->number];
    if (Knows(dependency, wanted)) return {};
    const Number taker = NewTaker(wanted);
    const bool kept = Place(dependency, wanted, taker);
    return {.dependency = known->number, .taker = taker, .kept = kept, .what = &dependency};
  }
  if (!Name(request.lock)) return {};
  for (const Held& held : wanted.held) {
    if (!Name(held.lock)) return {};
  }
  __builtin_prefetch(lists_[Index(request.lock)].in.end(), 1);
  for (const Held& held : wanted.held) __builtin_prefetch(lists_[Index(held.lock)].out.end(), 1);
  const Number taker = NewTaker(wanted);
  const Number made = NewDependency(wanted);
  dependencies_[made].takers = taker;
  return {.dependency = made, .taker = taker, .is_new = true, .kept = true, .what = &dependencies_[made]};
}

// Makes sure of the lock's lists; false for one that is gone already. (Its generation counts up, and may wrap.)
bool Dependencies::Name(LockId lock) {
  Lists& lists = lists_.Touch(Index(lock));
  const std::uint32_t ahead = Generation(lock) - lists.generation;
  if (ahead == 0) return !lists.removed;
  if (ahead > 0x80000000U) return false;
  if (!lists.out.empty() || !lists.in.empty()) Remove(MakeLockId(Index(lock), lists.generation));
  lists.generation = Generation(lock);
  lists.removed = false;
  return true;
}

Dependencies::Number Dependencies::NewDependency(const Wanted& wanted) {
  const auto count = static_cast<Number>(wanted.held.size());
  const Number made = dependencies_.Take();
  const Number held = held_.Take(count);
  known_.insert({wanted.hash, made});
  dependencies_[made] = {.lock = wanted.request.lock,
                         .held = held,
                         .held_count = count,
                         .hash = wanted.hash,
                         .shared = wanted.request.shared,
                         .readers_block_readers = wanted.request.readers_block_readers};
  for (Number i = 0; i < count; ++i) {
    held_[held + i] = {.lock = wanted.held[i].lock, .dependency = made, .shared = wanted.held[i].shared};
  }
  return made;
}

void Dependencies::Append(EdgeList& list, Edge edge) {
  outside_ -= Outside(list);
  list.push_back(edge);
  outside_ += Outside(list);
}

void Dependencies::Link(Number held) {
  HeldLock& link = held_[held];
  const std::uint32_t from = Index(link.lock);
  const std::uint32_t to = Index(dependencies_[link.dependency].lock);
  EdgeList& out = lists_[from].out;
  EdgeList& in = lists_[to].in;
  link.place_out = static_cast<std::uint32_t>(out.size());
  link.place_in = static_cast<std::uint32_t>(in.size());
  Append(out, {held, to});
  Append(in, {held, from});
  ++edges_;
}

// The last edge of each list takes the place.
void Dependencies::Unlink(const HeldLock& held) {
  EdgeList& out = lists_[Index(held.lock)].out;
  EdgeList& in = lists_[Index(dependencies_[held.dependency].lock)].in;
  held_[out.back().held].place_out = held.place_out;
  out[held.place_out] = out.back();
  out.pop_back();
  held_[in.back().held].place_in = held.place_in;
  in[held.place_in] = in.back();
  in.pop_back();
  --edges_;
}

void Dependencies::Drop(Number index) {
  Dependency& dependency = dependencies_[index];
  for (Number i = 0; i < dependency.held_count; ++i) Unlink(held_[dependency.held + i]);
  while (dependency.takers != 0) {
    const Number taker = std::exchange(dependency.takers, takers_[dependency.takers].next);
    GiveTaker(taker);
  }
  known_.erase(Numbered{dependency.hash, index});
  held_.Give(dependency.held, dependency.held_count);
  dependencies_.Give(index);
}

bool Dependencies::Remove(LockId lock) {
  const Lists* found = lists_.Find(Index(lock));
  if (found == nullptr || found->generation != Generation(lock) || found->removed) return false;
  while (!found->in.empty()) Drop(held_[found->in.back().held].dependency);
  while (!found->out.empty()) HoldsNoMore(held_[found->out.back().held].dependency, lock);
  Lists& lists = lists_[Index(lock)];
  outside_ -= Outside(lists.out) + Outside(lists.in);
  lists.out.shrink_to_fit();
  lists.in.shrink_to_fit();
  lists.removed = true;
  return true;
}

// What was held beside the lock stays, without it, unless nothing is left. Its edges were in the order before.
void Dependencies::HoldsNoMore(Number index, LockId lock) {
  const Dependency& dependency = dependencies_[index];
  std::vector<Held> held;
  const auto fill = [&](const Taker& taker) {
    held.clear();
    for (Number i = 0; i < dependency.held_count; ++i) {
      const HeldLock& h = held_[dependency.held + i];
      const Taken& taken = TakenAt(taker.taken + i);
      if (h.lock != lock) held.push_back({h.lock, h.shared, taken.at, taken.segment});
    }
  };
  for (Number i = dependency.takers; i != 0; i = takers_[i].next) {
    const Taker taker = TakerAt(i);
    fill(taker);
    if (held.empty()) break;
    const Interned rest = Intern({.thread = taker.thread,
                                  .lock = dependency.lock,
                                  .shared = dependency.shared,
                                  .readers_block_readers = dependency.readers_block_readers,
                                  .at = taker.at,
                                  .segment = taker.segment,
                                  .held = held});
    if (rest.is_new) {
      for (Number k = 0; k < rest.what->held_count; ++k) Link(rest.what->held + k);
    }
    if (rest.taker != 0 && !rest.kept) Discard(rest);
  }
  Drop(index);
}

std::span<const Dependencies::Edge> Dependencies::Out(std::uint32_t lock) const {
  const Lists* lists = lists_.Find(lock);
  return lists == nullptr ? std::span<const Edge>() : lists->out;
}

std::span<const Dependencies::Edge> Dependencies::In(std::uint32_t lock) const {
  const Lists* lists = lists_.Find(lock);
  return lists == nullptr ? std::span<const Edge>() : lists->in;
}

void Dependencies::From(ComponentOrder::Node node, std::vector<ComponentOrder::Node>& out) const {
  for (const Edge& edge : Out(node)) out.push_back(edge.other);
}

void Dependencies::To(ComponentOrder::Node node, std::vector<ComponentOrder::Node>& in) const {
  for (const Edge& edge : In(node)) in.push_back(edge.other);
}

std::size_t Dependencies::bytes() const {
  return dependencies_.bytes() + held_.bytes() + takers_.bytes() + circumstances_.bytes() + lists_.bytes() + outside_ +
         known_.capacity() * (sizeof(Numbered) + 1) + ended_.capacity() * (2 * sizeof(std::uint64_t) + 1);
}

}  // namespace snarl::graph
