// SPDX-License-Identifier: Apache-2.0
//
// What an order costs in the graph alone, without the recorder around it: new ones that agree with all before, known ones,
// and new ones in a component full of cycles that cannot happen. Items are calls of Add().
#include "snarl/graph/order_graph.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace snarl::graph {
namespace {

constexpr std::uint32_t kThreads = 20;

LockId Lock(std::uint32_t index) { return MakeLockId(index, 1); }

// Who requests what, and how many locks before it in `locks` are held meanwhile: compact, so that reading them costs nothing.
struct Order {
  std::uint32_t thread;
  std::uint32_t held;
};
struct Orders {
  std::vector<Order> orders;
  std::vector<std::uint32_t> locks;  // of each order what is held, and then what is requested

  void Add(std::uint32_t thread, std::initializer_list<std::uint32_t> held, std::uint32_t wanted) {
    orders.push_back({thread, static_cast<std::uint32_t>(held.size())});
    locks.insert(locks.end(), held);
    locks.push_back(wanted);
  }
};

void AddAll(OrderGraph& graph, const Orders& orders, std::uint32_t thread = 0) {
  const std::uint32_t* lock = orders.locks.data();
  std::array<Held, 16> hand;
  for (const Order& order : orders.orders) {
    for (std::uint32_t i = 0; i < order.held; ++i) hand[i].lock = Lock(*lock++);
    benchmark::DoNotOptimize(graph.Add({.thread = static_cast<ThreadId>(thread == 0 ? order.thread : thread),
                                        .lock = Lock(*lock++),
                                        .held = std::span(hand).first(order.held)}));
  }
}

// Each time to a graph of its own, whose end is not counted.
void AddToNew(benchmark::State& state, const Orders& orders) {
  for (auto _ : state) {
    auto graph = std::make_unique<OrderGraph>();
    AddAll(*graph, orders);
    state.PauseTiming();
    graph.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(orders.orders.size()));
}

// Distinct pairs of locks, always the lower one first.
Orders ConsistentPairs(std::uint32_t locks, std::size_t count) {
  std::mt19937 random(1);
  std::uniform_int_distribution<std::uint32_t> any(0, locks - 1);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  while (pairs.size() < count) {
    while (pairs.size() < count) {
      const auto [low, high] = std::minmax({any(random), any(random)});
      if (low != high) pairs.emplace_back(low, high);
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  }
  std::shuffle(pairs.begin(), pairs.end(), random);
  Orders orders;
  for (const auto& [low, high] : pairs) orders.Add(1, {low}, high);
  return orders;
}

void NewPairs(benchmark::State& state) {
  const Orders orders =
      ConsistentPairs(static_cast<std::uint32_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
  AddToNew(state, orders);
}
BENCHMARK(NewPairs)->Args({1'000, 300'000})->Args({100'000, 400'000})->Unit(benchmark::kMillisecond);

// Paths down a tree of locks, all new: each thread of the program takes `depth` locks below each other.
void NewNested(benchmark::State& state) {
  const auto depth = static_cast<std::uint32_t>(state.range(0));
  Orders orders;
  for (std::uint32_t start = 0; start < 20'000; ++start) {
    for (std::uint32_t level = 1; level < depth; ++level) {
      orders.orders.push_back({1, level});
      orders.locks.push_back(start);
      for (std::uint32_t below = 1; below <= level; ++below) orders.locks.push_back(20'000 + below * 100 + start % 100);
    }
  }
  AddToNew(state, orders);
}
BENCHMARK(NewNested)->Arg(4)->Arg(8)->Unit(benchmark::kMillisecond);

void KnownPairs(benchmark::State& state) {
  const Orders orders = ConsistentPairs(1'000, 4'096);
  OrderGraph graph;
  for (auto _ : state) AddAll(graph, orders);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(orders.orders.size()));
}
BENCHMARK(KnownPairs);

// Known pairs, each time by another thread.
void NewTakers(benchmark::State& state) {
  const Orders orders = ConsistentPairs(1'000, 4'096);
  OrderGraph graph;
  std::uint32_t thread = 0;
  for (auto _ : state) AddAll(graph, orders, ++thread);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(orders.orders.size()));
}
BENCHMARK(NewTakers);

// 2,000 locks, 20 threads, every order there is both ways round, all behind one gate lock.
void Gated(benchmark::State& state) {
  std::mt19937 random(1);
  std::uniform_int_distribution<std::uint32_t> any(1, 2'000);
  Orders orders;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const std::uint32_t first = any(random);
    const std::uint32_t second = any(random);
    if (first != second) orders.Add(1 + i % kThreads, {0, first}, second);
  }
  AddToNew(state, orders);
}
BENCHMARK(Gated)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace snarl::graph

BENCHMARK_MAIN();
