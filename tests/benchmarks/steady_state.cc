// SPDX-License-Identifier: Apache-2.0
//
// Under the interposing library: after warm-up, taking and releasing known chains of locks allocates nothing and writes no
// cache line that another thread writes too. Not by trust: all memory of the library's is made read-only, each write faults, is
// noted, and is let through one instruction at a time.
//
//   steady_state                status 0 where that is so, else 1 with what was written
//   steady_state new-orders     the same with orders that are new, which cannot be so
//
// x86-64 only: it steps with the trap flag.
#include <dirent.h>
#include <link.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

struct Range {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  bool data = false;  // the library's own variables: the locks of its memory and of its graph are there
};

// No allocation in here: the memory that is watched must not grow by us.
struct State {
  std::array<Range, 256> ranges = {};
  std::size_t range_count = 0;
  std::array<std::array<std::uintptr_t, 1024>, 2> lines = {};  // written, by thread
  std::array<std::size_t, 2> line_count = {};
  std::size_t thread = 0;
  long data_writes = 0;
  long mappings = 0;  // since the watch began
  std::uintptr_t open_page = 0;
  bool watching = false;
};
State state;

constexpr std::uintptr_t kPage = 4096;
constexpr std::uintptr_t kLine = 64;

const Range* RangeOf(std::uintptr_t address) {
  for (std::size_t i = 0; i < state.range_count; ++i) {
    if (address >= state.ranges[i].begin && address < state.ranges[i].end) return &state.ranges[i];
  }
  return nullptr;
}

void Add(std::uintptr_t begin, std::uintptr_t end, bool data) {
  if (state.range_count == state.ranges.size()) std::abort();
  state.ranges[state.range_count++] = {begin, end, data};
}

void Protect(int how) {
  for (std::size_t i = 0; i < state.range_count; ++i) {
    const Range& range = state.ranges[i];
    if (mprotect(reinterpret_cast<void*>(range.begin), range.end - range.begin, how) != 0) std::abort();
  }
}

// The page that is written to, and the next: an instruction may write over the border.
void Open(int how) {
  const bool next = RangeOf(state.open_page + kPage) != nullptr;
  mprotect(reinterpret_cast<void*>(state.open_page), next ? 2 * kPage : kPage, how);
}

void OnWrite(int /*signal*/, siginfo_t* info, void* context) {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  const Range* range = RangeOf(address);
  if (range == nullptr || !state.watching || state.open_page != 0) {
    (void)signal(SIGSEGV, SIG_DFL);
    return;
  }
  if (range->data) ++state.data_writes;
  auto& lines = state.lines[state.thread];
  std::size_t& count = state.line_count[state.thread];
  if (std::find(lines.data(), lines.data() + count, address / kLine) == lines.data() + count && count < lines.size()) {
    lines[count++] = address / kLine;
  }
  state.open_page = address / kPage * kPage;
  Open(PROT_READ | PROT_WRITE);
  static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_EFL] |= 0x100;  // trap after the next instruction
}

void OnStep(int /*signal*/, siginfo_t* /*info*/, void* context) {
  Open(PROT_READ);
  state.open_page = 0;
  static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_EFL] &= ~0x100LL;
}

// Nothing that the library hooks: its work on it would be seen.
void Yield() { syscall(SYS_sched_yield); }

// The library's watching thread writes too, when it looks, and cannot take our signals. It is told to look once an hour
// (hang_probe_ms), so it has only to be asleep: seen so often that it does not merely wait for a processor in between.
void AwaitWatchingThread() {
  for (int asleep = 0; asleep < 100;) {
    bool is_there = false;  // it was started with the first thread, and bears its name a little later
    bool is_asleep = true;
    DIR* tasks = opendir("/proc/self/task");
    if (tasks == nullptr) std::abort();
    while (const dirent* task = readdir(tasks)) {
      std::FILE* stat = std::fopen((std::string("/proc/self/task/") + task->d_name + "/stat").c_str(), "r");
      if (stat == nullptr) continue;
      std::array<char, 64> name = {};
      char how = 0;
      if (std::fscanf(stat, "%*d (%60[^)]) %c", name.data(), &how) == 2 && std::string_view(name.data()) == "snarl") {
        is_there = true;
        is_asleep = is_asleep && how == 'S';
      }
      (void)std::fclose(stat);
    }
    closedir(tasks);
    asleep = is_there && is_asleep ? asleep + 1 : 0;
    Yield();
  }
}

// The library's variables. Not what lies behind them in memory: there are things of libc's that the kernel writes to (rseq).
int AddData(dl_phdr_info* object, std::size_t /*size*/, void* /*unused*/) {
  if (std::strstr(object->dlpi_name, "libsnarl_preload") == nullptr) return 0;
  std::uintptr_t relocated_end = 0;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = object->dlpi_phdr[i];
    if (part.p_type == PT_GNU_RELRO) relocated_end = object->dlpi_addr + part.p_vaddr + part.p_memsz;
  }
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = object->dlpi_phdr[i];
    if (part.p_type != PT_LOAD || (part.p_flags & PF_W) == 0) continue;
    const std::uintptr_t begin =
        std::max<std::uintptr_t>(object->dlpi_addr + part.p_vaddr, relocated_end) / kPage * kPage;
    const std::uintptr_t end = (object->dlpi_addr + part.p_vaddr + part.p_memsz + kPage - 1) / kPage * kPage;
    if (begin < end) Add(begin, end, true);
  }
  return 1;
}

// ---- the program ----

std::array<pthread_mutex_t, 200> locks;
pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
bool new_orders = false;

[[gnu::noinline]] void Take(std::size_t outer, std::size_t inner) {
  pthread_mutex_lock(&locks[outer]);
  pthread_mutex_lock(&locks[inner]);
  pthread_mutex_unlock(&locks[inner]);
  pthread_mutex_unlock(&locks[outer]);
}
[[gnu::noinline]] void Read() {
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);
}

void Play(std::size_t rounds, bool may_be_new) {
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i + 1 < 20; ++i) Take(i, i + 1);
    if (may_be_new && new_orders) Take(20, 21 + round % 150);
    Read();
  }
}

// One thread works while the other stands: what each writes is then known.
std::atomic<std::size_t> turn{0};
void* Work(void* argument) {
  const auto number = static_cast<std::size_t>(reinterpret_cast<std::uintptr_t>(argument));
  while (turn.load(std::memory_order_acquire) != number) Yield();
  Play(100, false);
  turn.store(1 - number, std::memory_order_release);
  while (turn.load(std::memory_order_acquire) != number) Yield();
  state.thread = number;
  AwaitWatchingThread();
  Protect(PROT_READ);
  state.watching = true;
  Play(50, true);
  state.watching = false;
  Protect(PROT_READ | PROT_WRITE);
  // The first stays until the second is through: at its end it would write too.
  turn.store(number == 0 ? 1 : 2, std::memory_order_release);
  while (turn.load(std::memory_order_acquire) != 2) Yield();
  return nullptr;
}

}  // namespace

// The library's memory comes from here.
extern "C" void* mmap(void* at, std::size_t size, int rights, int flags, int file, off_t offset) noexcept {
  const long result = syscall(SYS_mmap, at, size, rights, flags, file, offset);
  if (result < 0 && result > -static_cast<long>(kPage)) return MAP_FAILED;
  if (state.watching) ++state.mappings;
  if ((flags & MAP_ANONYMOUS) != 0 && (rights & PROT_WRITE) != 0 && !state.watching) {
    const auto begin = static_cast<std::uintptr_t>(result);
    Add(begin, begin + (size + kPage - 1) / kPage * kPage, false);
  }
  return reinterpret_cast<void*>(result);
}
extern "C" int munmap(void* at, std::size_t size) noexcept {
  for (std::size_t i = 0; i < state.range_count; ++i) {
    if (state.ranges[i].begin == reinterpret_cast<std::uintptr_t>(at))
      state.ranges[i] = state.ranges[--state.range_count];
  }
  return static_cast<int>(syscall(SYS_munmap, at, size));
}

int main(int argc, char** argv) {
  new_orders = argc > 1 && std::string_view(argv[1]) == "new-orders";
  for (pthread_mutex_t& mutex : locks) mutex = PTHREAD_MUTEX_INITIALIZER;
  struct sigaction action = {};
  action.sa_flags = SA_SIGINFO;
  action.sa_sigaction = OnWrite;
  sigaction(SIGSEGV, &action, nullptr);
  action.sa_sigaction = OnStep;
  sigaction(SIGTRAP, &action, nullptr);

  if (dl_iterate_phdr(&AddData, nullptr) == 0) return std::puts("the library is not preloaded"), 2;
  std::array<pthread_t, 2> threads = {};
  for (std::size_t i = 0; i < 2; ++i) {
    if (pthread_create(&threads[i], nullptr, Work, reinterpret_cast<void*>(static_cast<std::uintptr_t>(i))) != 0)
      return 2;
  }
  while (turn.load(std::memory_order_acquire) != 2) Yield();
  for (const pthread_t thread : threads) pthread_join(thread, nullptr);

  std::size_t shared = 0;
  for (std::size_t i = 0; i < state.line_count[0]; ++i) {
    const auto* other = state.lines[1].data();
    if (std::find(other, other + state.line_count[1], state.lines[0][i]) != other + state.line_count[1]) ++shared;
  }
  (void)std::fprintf(stderr,
                     "1,950 takings by each of two threads: %zu and %zu lines written, %zu of them by both, %ld writes "
                     "to the library's "
                     "variables, %ld mappings\n",
                     state.line_count[0], state.line_count[1], shared, state.data_writes, state.mappings);
  // A thread that writes nothing is not watched at all.
  if (state.line_count[0] == 0 || state.line_count[1] == 0) return 2;
  return shared == 0 && state.data_writes == 0 && state.mappings == 0 ? 0 : 1;
}
