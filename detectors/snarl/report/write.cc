// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/write.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace snarl::report {
namespace {

std::string ErrorText(const char* what, const std::string& path, int error) {
  char buffer[128];
  // The GNU form: the result need not be the buffer.
  return std::string(what) + " " + path + ": " + strerror_r(error, buffer, sizeof buffer);
}

std::string TemporaryBeside(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  return path.substr(0, name) + "." + path.substr(name) + "." + std::to_string(getpid()) + ".tmp";
}

std::string WriteAsItIs(const std::string& path, std::string_view text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return ErrorText("cannot open", path, errno);
  const bool written = WriteAll(fd, text);
  const int error = errno;
  close(fd);
  return written ? "" : ErrorText("cannot write", path, error);
}

// A pipe that nobody reads, or a file as large as files may be, must not end the host by a signal.
class WithoutSignals {
 public:
  WithoutSignals() noexcept {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGPIPE);
    sigaddset(&signals_, SIGXFSZ);
    sigpending(&pending_);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  ~WithoutSignals() {
    const int error = errno;
    constexpr timespec kAtOnce{0, 0};
    if (error == EPIPE && sigismember(&pending_, SIGPIPE) == 0) TakeBack(SIGPIPE, kAtOnce);
    if (error == EFBIG && sigismember(&pending_, SIGXFSZ) == 0) TakeBack(SIGXFSZ, kAtOnce);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = error;
  }
  WithoutSignals(const WithoutSignals&) = delete;
  WithoutSignals& operator=(const WithoutSignals&) = delete;

 private:
  static void TakeBack(int signal, const timespec& limit) noexcept {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    while (sigtimedwait(&one, nullptr, &limit) < 0 && errno == EINTR) {
    }
  }

  sigset_t signals_;
  sigset_t pending_;
  sigset_t before_;
};

}  // namespace

bool WriteAll(int fd, std::string_view text) {
  const WithoutSignals quiet;
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string ReplaceFile(const std::string& path, std::string_view text) {
  struct stat info {};
  if (stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    if (S_ISDIR(info.st_mode)) return ErrorText("cannot write", path, EISDIR);
    return WriteAsItIs(path, text);
  }
  const std::string temporary = TemporaryBeside(path);
  // A file of that name is what a killed process with our id left behind.
  const int fd = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (fd < 0) return ErrorText("cannot create", temporary, errno);
  int error = WriteAll(fd, text) ? 0 : errno;
  if (close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return "";
  unlink(temporary.c_str());
  return ErrorText("cannot write", path, error);
}

}  // namespace snarl::report
