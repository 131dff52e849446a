// SPDX-License-Identifier: Apache-2.0
//
// ThreadSanitizer's reports, as its runtimes of GCC 12 and LLVM 14 to 19 print them. The program's own output may stand
// between their lines.
//
// Thread safety: none. Memory: one report.
#pragma once

#include <cstdint>
#include <string_view>

#include "logs/report_reader.h"

namespace snarl::logs {

class TsanText : public ReportReader {
 public:
  using ReportReader::ReportReader;

  bool Take(std::string_view line, std::uint64_t number) override;
  void Finish() override;
  [[nodiscard]] bool open() const override { return report_.open(); }

 private:
  bool TakeBeginning(std::string_view line, std::uint64_t number);
  bool TakeFrame(std::string_view line);
  void End();
  void CutOff();

  OpenReport report_;
  bool ruled_ = false;  // a line of "=" came behind it
};

}  // namespace snarl::logs
