// SPDX-License-Identifier: Apache-2.0
//
// What a watched process asks `snarl names` for a lock, as text; the two ends of one pipe. One word or number a line would
// do for a machine, but a person debugs it. All numbers are decimal. A line is
//
//   module BUILD PATH              the next module, with its build id or "-" for none; they count from 0
//   data MODULE OFFSET             the lock lies in a module, so far from where that was loaded
//   frame MODULE OFFSET            a frame begins, the innermost first; the offset is that of its return address
//   base REGISTER OFFSET           what is known of the frame (trail.h), as are the next five
//   inside OFFSET
//   register REGISTER OFFSET
//   slot PLACE OFFSET
//   behind-register REGISTER INNER OFFSET
//   behind-slot PLACE INNER OFFSET
//   name                           now answer, with one line: the name, or nothing
//
// Modules stay known from one question to the next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "snarl/report/trail.h"

namespace snarl::report {

struct NamedModule {
  std::string path;
  std::string build_id;  // hex digits; may be empty

  friend bool operator==(const NamedModule&, const NamedModule&) = default;
};

// An address in a loaded file.
struct FilePlace {
  std::size_t module = 0;
  std::uint64_t offset = 0;
};

struct NamedFrame {
  FilePlace at;  // the return address
  Trail steps;   // without a kFrame
};

struct NameRequest {
  std::optional<FilePlace> data;
  std::vector<NamedFrame> frames;
};

void Write(const NameRequest& request, std::string& text);
void WriteModule(const NamedModule& module, std::string& text);

// Takes the lines as they come.
class NameRequests {
 public:
  enum class Took : std::uint8_t { kLine, kRequest, kRefused };

  // kRequest: `request` is whole, and the caller takes it. kRefused: the line means nothing, and nothing that follows will.
  Took Take(std::string_view line, NameRequest& request);

  [[nodiscard]] const std::vector<NamedModule>& modules() const { return modules_; }

 private:
  bool TakeStep(std::string_view word, std::string_view rest);

  std::vector<NamedModule> modules_;
  NameRequest next_;
};

}  // namespace snarl::report
