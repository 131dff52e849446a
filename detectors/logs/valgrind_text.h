// SPDX-License-Identifier: Apache-2.0
//
// What Helgrind and DRD print without --xml: lines that begin with "==PID==", of several processes at once.
//
// Thread safety: none. Memory: one error of each process, and where threads were created.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "logs/report_reader.h"
#include "logs/valgrind_finding.h"

namespace snarl::logs {

class ValgrindText : public ReportReader {
 public:
  using ReportReader::ReportReader;

  bool Take(std::string_view line, std::uint64_t number) override;
  void Finish() override;
  [[nodiscard]] bool open() const override;

 private:
  enum class Tool : std::uint8_t { kUnknown, kHelgrind, kDrd, kOther };

  struct Process {
    Tool tool = Tool::kUnknown;
    bool headed = false;  // the tool has said its name
    bool announcing = false;
    std::uint64_t announced_thread = 0;
    Announced announced;
    std::uint64_t thread = 0;  // "Thread 3:"
    std::uint64_t read = 0;    // errors
    OpenReport error;
  };

  void TakeText(Process& process, std::uint64_t pid, std::string_view text, std::uint64_t number);
  void TakeHelgrind(Process& process, std::uint64_t pid, std::string_view text, std::uint64_t number);
  void TakeDrd(Process& process, std::uint64_t pid, std::string_view text, std::uint64_t number);
  void TakeFrame(Process& process, report::Frame&& frame);
  void AddTitle(Process& process, std::string_view text);
  void Summary(Process& process, std::string_view text, std::uint64_t number);
  void Begin(Process& process, std::uint64_t pid, std::uint64_t number);
  void End(Process& process);

  std::map<std::uint64_t, Process> processes_;
};

}  // namespace snarl::logs
