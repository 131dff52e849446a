// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/answered.h"

#include <algorithm>

namespace snarl::graph {

std::uint64_t AnsweredCycles::Key(Kind kind, std::span<const LockId> locks) {
  const auto start = static_cast<std::size_t>(std::min_element(locks.begin(), locks.end()) - locks.begin());
  std::uint64_t key = (2 * locks.size() + static_cast<std::uint64_t>(kind)) * 0x9e3779b97f4a7c15U;
  for (std::size_t i = 0; i < locks.size(); ++i) {
    key = (key ^ static_cast<std::uint64_t>(locks[(start + i) % locks.size()])) * 0xff51afd7ed558ccdU;
    key = (key ^ (key >> 33)) * 0xc4ceb9fe1a85ec53U;
    key ^= key >> 29;
  }
  return key;
}

void AnsweredCycles::Insert(Kind kind, std::span<const LockId> locks) {
  const std::uint64_t key = Key(kind, locks);
  if (!keys_.insert(key).second) return;
  for (const LockId lock : locks) {
    std::vector<std::uint64_t>& of_lock = by_lock_[lock];
    if (of_lock.size() == of_lock.capacity()) {
      listed_ -= std::erase_if(of_lock, [this](std::uint64_t other) { return !keys_.contains(other); });
      of_lock.reserve(2 * of_lock.size() + 1);
    }
    of_lock.push_back(key);
    ++listed_;
  }
}

void AnsweredCycles::Forget(LockId lock) {
  const auto of_lock = by_lock_.find(lock);
  if (of_lock == by_lock_.end()) return;
  for (const std::uint64_t key : of_lock->second) keys_.erase(key);
  listed_ -= of_lock->second.size();
  by_lock_.erase(of_lock);
}

std::size_t AnsweredCycles::bytes() const {
  return keys_.capacity() * (sizeof(std::uint64_t) + 1) +
         by_lock_.capacity() * (sizeof(LockId) + sizeof(std::vector<std::uint64_t>) + 1) +
         2 * listed_ * sizeof(std::uint64_t);
}

}  // namespace snarl::graph
