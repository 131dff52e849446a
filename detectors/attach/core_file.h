// SPDX-License-Identifier: Apache-2.0
//
// A core file: the memory and the registers of a process as it was when it died, or when somebody copied it (gcore). What was
// not written to it because it is in a file still (text) is read from that file.
//
// Thread safety: one thread.
#pragma once

#include <gelf.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attach/memory.h"
#include "attach/thread_now.h"

namespace snarl::attach {

class CoreFile : public Memory {
 public:
  // Throws Refused where it is no core file that can be read.
  explicit CoreFile(const std::string& path);
  ~CoreFile() override;

  [[nodiscard]] std::size_t Read(std::uint64_t address, void* out, std::size_t size) const override;

  [[nodiscard]] Elf* elf() const { return elf_.get(); }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::string& command() const { return command_; }
  [[nodiscard]] const std::vector<ThreadNow>& threads() const { return threads_; }
  // What is wrong with it, where it can be read all the same.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  struct Segment {
    std::uint64_t begin = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;  // in the core
  };
  struct Mapping {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t offset = 0;
    std::string path;
  };
  struct Closer {
    void operator()(Elf* elf) const { elf_end(elf); }
  };

  void RequireCore(const std::string& path) const;
  void ReadSegments(const std::string& path);
  void ReadNotes(Elf_Data* notes);
  void ReadNote(std::uint32_t type, std::string_view bytes);
  void ReadMappings(std::string_view bytes);
  [[nodiscard]] std::size_t ReadSegment(std::uint64_t address, void* out, std::size_t size) const;
  [[nodiscard]] std::size_t ReadFile(std::uint64_t address, void* out, std::size_t size) const;

  int file_ = -1;
  std::unique_ptr<Elf, Closer> elf_;
  pid_t pid_ = 0;
  std::string command_;
  std::vector<ThreadNow> threads_;
  std::vector<std::string> notes_;
  std::map<std::uint64_t, Segment> segments_;
  std::map<std::uint64_t, Mapping> mappings_;
  mutable std::map<std::string, int> files_;  // opened at need
};

}  // namespace snarl::attach
