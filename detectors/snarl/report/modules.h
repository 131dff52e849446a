// SPDX-License-Identifier: Apache-2.0
//
// The loaded modules: which file a program counter lies in, and how far from where that file was loaded.
//
// Thread safety: any thread; serialised by the caller. The loader's lock that it takes is held by the loader only while
// it links a module in, never while code of a module runs, so a program that hangs inside dlopen does not hang us too.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace snarl::report {

class Modules {
 public:
  struct Place {
    std::string module;
    std::uint64_t offset = 0;
  };

  // Empty where `pc` lies in no module.
  [[nodiscard]] Place Find(std::uintptr_t pc);

  // Grows with every module the program loads; a cache made at one value is incomplete at the next.
  [[nodiscard]] static std::uint64_t LoadCount();

 private:
  struct Segment {
    std::uintptr_t begin;
    std::uintptr_t end;
    std::uintptr_t base;
    std::size_t path;
  };
  friend struct ModuleScan;

  void Refresh();

  std::uint64_t changes_ = 0;
  std::vector<std::string> paths_;
  std::vector<Segment> segments_;
};

}  // namespace snarl::report
