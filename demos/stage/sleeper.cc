// SPDX-License-Identifier: Apache-2.0
#include "demos/stage/sleeper.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string_view>

#include "demos/stage/company.h"

namespace stage {

namespace {

// Some ten milliseconds: on the way into the wait it may sleep for a moment too, and clocks may tick in steps of four.
constexpr int kLooks = 50;

// By system calls alone, which order nothing between the threads.
bool Sleeps(int tid) {
  std::array<char, 64> path{};
  std::snprintf(path.data(), path.size(), "/proc/self/task/%d/stat", tid);
  const int file = open(path.data(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  std::array<char, 256> line{};
  const ssize_t length = read(file, line.data(), line.size());
  close(file);
  if (length <= 0) return false;
  const std::string_view text(line.data(), static_cast<std::size_t>(length));
  const std::size_t name = text.rfind(") ");
  return name != text.npos && name + 2 < text.size() && text[name + 2] == 'S';
}

}  // namespace

void Sleeper::SayWhere() { tid_.store(static_cast<int>(syscall(SYS_gettid)), std::memory_order_relaxed); }

void Sleeper::Await() const {
  int asleep = 0;
  const bool sleeps = Poll([&] {
    const int tid = tid_.load(std::memory_order_relaxed);
    asleep = tid != 0 && Sleeps(tid) ? asleep + 1 : 0;
    return asleep == kLooks;
  });
  if (!sleeps) MissCue("somebody who was to sleep");
}

}  // namespace stage
