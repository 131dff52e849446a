// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a file, of standard input or of memory, a piece at a time, with a look at the beginning before anything is read.
//
// Thread safety: none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace snarl::logs {

class Input {
 public:
  // "-" is standard input. Where it cannot be opened, error() says so and there are no bytes.
  explicit Input(const std::string& path);
  // What is in memory, and stays there as long as this.
  Input(const char* bytes, std::size_t size);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // The first bytes, up to kHead; nothing is consumed.
  [[nodiscard]] std::string_view Head();

  // The next piece; empty at the end, and where reading failed. Valid until the next call.
  [[nodiscard]] std::string_view Next();

  // What went wrong, in the system's words; empty as long as nothing did.
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  static constexpr std::size_t kHead = std::size_t{64} << 10;

  void Fill();

  int descriptor_ = -1;
  bool own_ = false;
  bool ended_ = false;
  bool head_taken_ = false;
  std::string_view memory_;
  std::string buffer_;
  std::string error_;
};

}  // namespace snarl::logs
