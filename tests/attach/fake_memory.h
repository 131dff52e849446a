// SPDX-License-Identifier: Apache-2.0
//
// A process's memory, made up: words at addresses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <vector>

#include "attach/memory.h"

namespace snarl::attach {

class FakeMemory : public Memory {
 public:
  FakeMemory() = default;
  FakeMemory(std::uint64_t address, const std::vector<std::uint32_t>& words) { Put(address, words); }

  void Put(std::uint64_t address, const std::vector<std::uint32_t>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) words_[address + 4 * i] = words[i];
  }

  [[nodiscard]] std::size_t Read(std::uint64_t address, void* out, std::size_t size) const override {
    std::size_t done = 0;
    while (done + 4 <= size) {
      const auto found = words_.find(address + done);
      if (found == words_.end()) break;
      std::memcpy(static_cast<char*>(out) + done, &found->second, 4);
      done += 4;
    }
    return done;
  }

 private:
  std::map<std::uint64_t, std::uint32_t> words_;
};

}  // namespace snarl::attach
