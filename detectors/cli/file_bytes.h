// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a file, mapped and not copied: programs are large, and only their headers are looked at.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace snarl::cli {

class FileBytes {
 public:
  explicit FileBytes(const std::string& path);
  ~FileBytes();
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  // Empty where there are none, or none that may be read; then error() says why.
  [[nodiscard]] std::string_view bytes() const { return {data_, size_}; }
  [[nodiscard]] int error() const { return error_; }  // errno; 0: none

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  int error_ = 0;
};

}  // namespace snarl::cli
