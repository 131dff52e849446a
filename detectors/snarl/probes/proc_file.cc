// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/proc_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <cstring>

namespace snarl::probes {

namespace {

class Opened {
 public:
  Opened(const char* path, int flags) noexcept : descriptor_(open(path, flags | O_RDONLY | O_CLOEXEC)) {}
  ~Opened() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

bool ReadProc(const char* path, ProcText& text) {
  const Opened file(path, 0);
  if (file.descriptor() < 0) return false;
  const ssize_t length = read(file.descriptor(), text.data(), text.size() - 1);
  if (length <= 0) return false;
  text[static_cast<std::size_t>(length)] = '\0';
  return true;
}

bool ReadProcOfThread(std::uint32_t os_id, const char* file, ProcText& text) {
  std::array<char, 64> path;
  std::snprintf(path.data(), path.size(), "/proc/self/task/%u/%s", os_id, file);
  return ReadProc(path.data(), text);
}

bool AnyLine(const char* path, bool unreadable, absl::FunctionRef<bool(const char* line)> answers) {
  const Opened file(path, 0);
  if (file.descriptor() < 0) return unreadable;
  ProcText text;
  std::size_t kept = 0;
  for (;;) {
    const ssize_t length = read(file.descriptor(), text.data() + kept, text.size() - kept - 1);
    if (length <= 0) break;
    kept += static_cast<std::size_t>(length);
    text[kept] = '\0';
    char* line = text.data();
    for (char* end = std::strchr(line, '\n'); end != nullptr; line = end + 1, end = std::strchr(line, '\n')) {
      *end = '\0';
      if (answers(line)) return true;
    }
    kept -= static_cast<std::size_t>(line - text.data());
    std::memmove(text.data(), line, kept);
    if (kept + 1 < text.size()) continue;
    text[kept] = '\0';
    if (answers(text.data())) return true;
    kept = 0;
  }
  text[kept] = '\0';
  return kept != 0 && answers(text.data());
}

bool AnyNumber(const char* path, bool unreadable, absl::FunctionRef<bool(std::uint32_t number, int folder)> answers) {
  const Opened folder(path, O_DIRECTORY);
  if (folder.descriptor() < 0) return unreadable;
  alignas(dirent64) ProcText block;
  for (;;) {
    const long length = syscall(SYS_getdents64, folder.descriptor(), block.data(), block.size());
    if (length < 0) return unreadable;
    if (length == 0) return false;
    for (long at = 0; at < length;) {
      const auto* entry = reinterpret_cast<const dirent64*>(block.data() + at);
      at += entry->d_reclen;
      std::uint32_t number = 0;
      const char* const name = entry->d_name;
      const bool is_number = std::from_chars(name, name + std::strlen(name), number).ec == std::errc();
      if (is_number && answers(number, folder.descriptor())) return true;
    }
  }
}

}  // namespace snarl::probes
