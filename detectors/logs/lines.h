// SPDX-License-Identifier: Apache-2.0
//
// Bytes into lines, as they come. Of a line only the beginning is kept: no report has a longer one.
//
// Thread safety: none. Cost: linear; memory: one line of at most kLongest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace snarl::logs {

class Lines {
 public:
  static constexpr std::size_t kLongest = std::size_t{64} << 10;

  // `first`: the number of the first line.
  explicit Lines(std::uint64_t first) : number_(first) {}

  // Calls `take(line, number, size)` for each line that ends in `bytes`; `line` has no newline, and `size` is larger than
  // its own where it was cut.
  template <typename Take>
  void Feed(std::string_view bytes, Take take) {
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
      const std::string_view piece = bytes.substr(0, end);
      if (size_ == 0) {
        take(piece.substr(0, kLongest), number_, piece.size());
      } else {
        Keep(piece);
        take(std::string_view(kept_), number_, size_);
        Clear();
      }
      ++number_;
      bytes.remove_prefix(end + 1);
    }
    Keep(bytes);
  }

  // What stands behind the last newline.
  template <typename Take>
  void Finish(Take take) {
    if (size_ != 0) take(std::string_view(kept_), number_, size_);
    Clear();
  }

 private:
  void Keep(std::string_view piece) {
    size_ += piece.size();
    if (kept_.size() < kLongest) kept_.append(piece.substr(0, kLongest - kept_.size()));
  }
  void Clear() {
    kept_.clear();
    size_ = 0;
  }

  std::uint64_t number_;
  std::string kept_;
  std::size_t size_ = 0;
};

}  // namespace snarl::logs
