// SPDX-License-Identifier: Apache-2.0
//
// Snarl's own reports as text. They are not read back, since json= writes all of them as data; but nobody should take a log that
// has some for one that has none.
//
// Thread safety: none.
#pragma once

#include <cstdint>
#include <string_view>

#include "logs/report_reader.h"

namespace snarl::logs {

class SnarlText : public ReportReader {
 public:
  using ReportReader::ReportReader;

  bool Take(std::string_view line, std::uint64_t number) override;
  void Finish() override;
  [[nodiscard]] bool open() const override { return false; }

 private:
  std::uint64_t first_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace snarl::logs
