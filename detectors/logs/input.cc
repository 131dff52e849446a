// SPDX-License-Identifier: Apache-2.0
#include "logs/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace snarl::logs {

Input::Input(const std::string& path) : own_(path != "-") {
  descriptor_ = own_ ? open(path.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  if (descriptor_ < 0) error_ = std::strerror(errno);
  ended_ = descriptor_ < 0;
}

Input::Input(const char* bytes, std::size_t size) : memory_(bytes, size) {}

Input::~Input() {
  if (own_ && descriptor_ >= 0) close(descriptor_);
}

void Input::Fill() {
  if (descriptor_ < 0) {
    const std::string_view piece = memory_.substr(0, kHead);
    buffer_ += piece;
    memory_.remove_prefix(piece.size());
    ended_ = piece.empty();
    return;
  }
  const std::size_t before = buffer_.size();
  buffer_.resize(kHead);
  ssize_t got = 0;
  do {
    got = read(descriptor_, buffer_.data() + before, kHead - before);
  } while (got < 0 && errno == EINTR);
  if (got < 0) error_ = std::strerror(errno);
  ended_ = got <= 0;
  buffer_.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
}

std::string_view Input::Head() {
  while (!ended_ && buffer_.size() < kHead) Fill();
  return buffer_;
}

std::string_view Input::Next() {
  if (!head_taken_) {
    head_taken_ = true;
    return Head();
  }
  buffer_.clear();
  if (!ended_) Fill();
  return buffer_;
}

}  // namespace snarl::logs
