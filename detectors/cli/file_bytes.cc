// SPDX-License-Identifier: Apache-2.0
#include "cli/file_bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace snarl::cli {

FileBytes::FileBytes(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info {};
  if (descriptor < 0 || fstat(descriptor, &info) != 0) {
    error_ = errno;
  } else if (!S_ISREG(info.st_mode)) {
    error_ = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
  } else if (info.st_size > 0) {  // no mapping is empty
    const auto size = static_cast<std::size_t>(info.st_size);
    void* const mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (mapped == MAP_FAILED) {
      error_ = errno;
    } else {
      data_ = static_cast<const char*>(mapped);
      size_ = size;
    }
  }
  if (descriptor >= 0) close(descriptor);
}

FileBytes::~FileBytes() {
  if (data_ != nullptr) munmap(const_cast<char*>(data_), size_);
}

}  // namespace snarl::cli
