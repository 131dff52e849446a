// SPDX-License-Identifier: Apache-2.0
//
// The seed of a random test: new every day of the year, printed with every failure, set again by SNARL_TEST_SEED.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace snarl::testing {

inline std::uint64_t Seed() {
  static const std::uint64_t seed = [] {
    if (const char* given = std::getenv("SNARL_TEST_SEED")) return std::stoull(given);
    return static_cast<unsigned long long>(std::chrono::system_clock::now().time_since_epoch() /
                                           std::chrono::hours(24));
  }();
  return seed;
}

class Random {
 public:
  explicit Random(std::uint64_t salt) : engine_(Seed() * 1'000'003 + salt) {}
  // A number within [0, below).
  std::uint32_t Below(std::uint32_t below) {
    return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(engine_);
  }
  bool OneIn(std::uint32_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace snarl::testing
