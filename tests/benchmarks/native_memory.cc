// SPDX-License-Identifier: Apache-2.0
//
// What a program, a lock and a thread cost in memory, in a program that knows of no watcher: resident bytes before and after each
// was used once, as scripts/bench reads it: one line "case|bytes for each".
//
//   native_memory [LOCKS [THREADS]]     1,000,000 and 200 where nothing is said
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

[[nodiscard]] double Resident() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  long pages = 0;
  if (file == nullptr || std::fscanf(file, "%*s %ld", &pages) != 1) std::abort();
  (void)std::fclose(file);
  return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// Without the pages of files, which are in memory once for all processes.
[[nodiscard]] double Anonymous() {
  std::FILE* file = std::fopen("/proc/self/smaps_rollup", "r");
  if (file == nullptr) std::abort();
  std::array<char, 256> line = {};
  long kilobytes = 0;
  while (std::fgets(line.data(), static_cast<int>(line.size()), file) != nullptr) {
    long some = 0;
    if (std::sscanf(line.data(), "Anonymous: %ld kB", &some) == 1) kilobytes += some;
  }
  (void)std::fclose(file);
  return static_cast<double>(kilobytes) * 1024;
}

void Say(const std::string& what, double bytes) { (void)std::printf("%s|%.1f\n", what.c_str(), bytes); }

pthread_barrier_t all_hold;
pthread_barrier_t all_seen;

// Two locks, one under the other, as the least that any thread of a watched program does.
void* HoldTwo(void* /*unused*/) {
  pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&inner);
  pthread_barrier_wait(&all_hold);
  pthread_barrier_wait(&all_seen);
  pthread_mutex_unlock(&inner);
  pthread_mutex_unlock(&outer);
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t locks = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
  const std::size_t threads = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 200;
  if (locks == 0 || threads == 0) return 2;

  Say("bytes a program, before it does anything", Resident());
  Say("bytes a program, of these in no file", Anonymous());
  std::vector<pthread_mutex_t> all(locks, pthread_mutex_t PTHREAD_MUTEX_INITIALIZER);
  double before = Resident();
  for (pthread_mutex_t& mutex : all) {
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
  }
  Say("bytes a lock, " + std::to_string(locks) + " alive", (Resident() - before) / static_cast<double>(locks));

  std::vector<pthread_t> started(threads);
  pthread_barrier_init(&all_hold, nullptr, static_cast<unsigned>(threads + 1));
  pthread_barrier_init(&all_seen, nullptr, static_cast<unsigned>(threads + 1));
  before = Resident();
  for (pthread_t& thread : started) {
    if (pthread_create(&thread, nullptr, HoldTwo, nullptr) != 0) return 1;
  }
  pthread_barrier_wait(&all_hold);
  Say("bytes a thread, " + std::to_string(threads) + " alive", (Resident() - before) / static_cast<double>(threads));
  pthread_barrier_wait(&all_seen);
  for (const pthread_t thread : started) pthread_join(thread, nullptr);
}
