// SPDX-License-Identifier: Apache-2.0
//
// The watchdog's own memory. A hook may run inside the host's malloc(), with its locks held; so nothing of ours, Abseil's and
// libstdc++'s inside this library may go there: operator new and, by the linker's --wrap, malloc() are these.
//
// Blocks of a few sizes, cut from large pieces of the kernel's and never given back; large blocks come from the kernel singly
// and go back. One short spin lock: these are slow paths only. When the kernel has no more, a reserve that was set aside at the
// start serves what is under way, and `memory_is_out` tells the recorder to watch nothing new.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "snarl/record/memory.h"
#include "snarl/report/guest.h"

extern "C" void* __real_mmap(void* address, std::size_t size, int protection, int flags, int file, off_t offset);

namespace snarl::preload {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kReserve = std::size_t{4} << 20;
constexpr std::size_t kReservePages = std::size_t{1} << 20;
constexpr std::size_t kLargestBlock = std::size_t{64} << 10;
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kKept = SIZE_MAX;  // a large block from the reserve, which goes back nowhere

// In front of every block, and as large as the alignment so that the block has it too.
struct alignas(kAlignment) Header {
  std::size_t size;    // of the block behind
  std::size_t mapped;  // of the mapping, for a large block; 0 for others; or kKept
  Header* next_unused;
};
static_assert(sizeof(Header) == kAlignment);

// Four sizes to each doubling, from 64 bytes.
std::size_t ClassOf(std::size_t size) noexcept {
  const std::size_t units = (size + 63) / 64;
  if (units <= 4) return units - 1;
  const auto shift = static_cast<std::size_t>(std::bit_width(units - 1)) - 3;
  return 4 * shift + ((units - 1) >> shift);
}
std::size_t SizeOf(std::size_t size_class) noexcept {
  if (size_class < 4) return (size_class + 1) * 64;
  const std::size_t shift = size_class / 4 - 1;
  return ((size_class % 4 + 4 + 1) << shift) * 64;
}
constexpr std::size_t kClasses = 48;

struct Heap {
  std::atomic_flag busy = ATOMIC_FLAG_INIT;
  std::array<Header*, kClasses> unused = {};
  std::byte* piece = nullptr;
  std::size_t left = 0;
  bool on_reserve = false;
};
constinit Heap heap;

// Only ever touched when the kernel has nothing left.
alignas(kAlignment) constinit std::array<std::byte, kReserve> reserve = {};
alignas(4096) constinit std::array<std::byte, kReservePages> reserve_pages = {};
constinit std::atomic<std::size_t> reserve_pages_used{0};

class HeapLock {
 public:
  HeapLock() noexcept {
    while (heap.busy.test_and_set(std::memory_order_acquire)) syscall(SYS_sched_yield);
  }
  ~HeapLock() { heap.busy.clear(std::memory_order_release); }
  HeapLock(const HeapLock&) = delete;
  HeapLock& operator=(const HeapLock&) = delete;
};

void* Map(std::size_t size) noexcept {
  void* piece = __real_mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return piece == MAP_FAILED ? nullptr : piece;
}

// What is under way may take from the reserve. What has an answer to no memory, as the symbolizer does, gets none.
enum class From { kKernel, kReserveToo };

// REQUIRES: the lock.
Header* Cut(std::size_t size, std::size_t mapped) noexcept {
  const std::size_t whole = (size + sizeof(Header) + kAlignment - 1) / kAlignment * kAlignment;
  if (heap.left < whole) return nullptr;
  auto* header = new (heap.piece) Header{size, mapped, nullptr};
  heap.piece += whole;
  heap.left -= whole;
  return header;
}
Header* CutReserve(std::size_t size, std::size_t mapped, From from) noexcept {
  record::memory_is_out.store(true, std::memory_order_relaxed);
  if (from == From::kKernel) return nullptr;
  if (!std::exchange(heap.on_reserve, true)) {
    heap.piece = reserve.data();
    heap.left = reserve.size();
  }
  return Cut(size, mapped);
}
Header* CutSmall(std::size_t size, From from) noexcept {
  if (heap.on_reserve) return CutReserve(size, 0, from);
  if (Header* header = Cut(size, 0)) return header;
  auto* piece = static_cast<std::byte*>(Map(kPiece));
  if (piece == nullptr) return CutReserve(size, 0, from);
  heap.piece = piece;
  heap.left = kPiece;
  return Cut(size, 0);
}

void* Allocate(std::size_t size, From from) noexcept {
  if (size == 0) size = 1;
  if (size > kLargestBlock) {
    const std::size_t mapped = size + sizeof(Header);
    void* piece = Map(mapped);
    if (piece == nullptr) {
      const HeapLock lock;
      Header* header = CutReserve(size, kKept, from);
      return header == nullptr ? nullptr : header + 1;
    }
    record::memory_in_use.fetch_add(mapped, std::memory_order_relaxed);
    return new (piece) Header{size, mapped, nullptr} + 1;
  }
  const std::size_t size_class = ClassOf(size);
  const HeapLock lock;
  Header* header = heap.unused[size_class];
  if (header != nullptr) {
    heap.unused[size_class] = header->next_unused;
  } else {
    header = CutSmall(SizeOf(size_class), from);
    if (header == nullptr) return nullptr;
    record::memory_in_use.fetch_add(SizeOf(size_class) + sizeof(Header), std::memory_order_relaxed);
  }
  return header + 1;
}

void Release(void* block) noexcept {
  if (block == nullptr) return;
  Header* header = static_cast<Header*>(block) - 1;
  if (header->mapped == kKept) return;
  if (header->mapped != 0) {
    record::memory_in_use.fetch_sub(header->mapped, std::memory_order_relaxed);
    munmap(header, header->mapped);
    return;
  }
  const std::size_t size_class = ClassOf(header->size);
  const HeapLock lock;
  header->next_unused = heap.unused[size_class];
  heap.unused[size_class] = header;
}

void* AllocateOrEnd(std::size_t size) {
  void* block = Allocate(size, From::kReserveToo);
  if (block == nullptr) {
    if (record::MemoryMayFail::here()) throw std::bad_alloc();
    // Nobody of ours can go on without it, and the host asked for none of this.
    constexpr char kLine[] = "SNARL: out of memory, and the reserve is used up\n";
    (void)!write(STDERR_FILENO, kLine, sizeof kLine - 1);
    std::abort();
  }
  return block;
}

}  // namespace

}  // namespace snarl::preload

void snarl::record::KeepMemoryOverFork() noexcept {
  // In a signal handler that interrupted one of our hooks the lock may be this thread's own.
  constexpr auto kOpen = [] {
    if (!snarl::report::Guest::inside()) snarl::preload::heap.busy.clear(std::memory_order_release);
  };
  pthread_atfork(
      [] {
        if (snarl::report::Guest::inside()) return;
        while (snarl::preload::heap.busy.test_and_set(std::memory_order_acquire)) syscall(SYS_sched_yield);
      },
      kOpen, kOpen);
}

using snarl::preload::Allocate;
using snarl::preload::AllocateOrEnd;
using snarl::preload::From;
using snarl::preload::Release;

void* operator new(std::size_t size) { return AllocateOrEnd(size); }
void* operator new[](std::size_t size) { return AllocateOrEnd(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return Allocate(size, From::kKernel); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return Allocate(size, From::kKernel); }
void* operator new(std::size_t size, std::align_val_t) { return AllocateOrEnd(size); }
void* operator new[](std::size_t size, std::align_val_t) { return AllocateOrEnd(size); }
void* operator new(std::size_t size, std::align_val_t, const std::nothrow_t&) noexcept {
  return Allocate(size, From::kKernel);
}
void* operator new[](std::size_t size, std::align_val_t, const std::nothrow_t&) noexcept {
  return Allocate(size, From::kKernel);
}
void operator delete(void* block) noexcept { Release(block); }
void operator delete[](void* block) noexcept { Release(block); }
void operator delete(void* block, std::size_t) noexcept { Release(block); }
void operator delete[](void* block, std::size_t) noexcept { Release(block); }
void operator delete(void* block, std::align_val_t) noexcept { Release(block); }
void operator delete[](void* block, std::align_val_t) noexcept { Release(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { Release(block); }
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept { Release(block); }

// What is linked into this library and calls malloc() or mmap() comes here.
extern "C" {
// Abseil ends the process where it has no page for what it knows of a thread.
void* __wrap_mmap(void* address, std::size_t size, int protection, int flags, int file, off_t offset) {
  void* pages = __real_mmap(address, size, protection, flags, file, offset);
  if (pages != MAP_FAILED || (flags & MAP_ANONYMOUS) == 0 || size > snarl::preload::kReservePages) return pages;
  snarl::record::memory_is_out.store(true, std::memory_order_relaxed);
  const std::size_t whole = (size + 4095) / 4096 * 4096;
  const std::size_t used = snarl::preload::reserve_pages_used.fetch_add(whole, std::memory_order_relaxed);
  if (used + whole > snarl::preload::kReservePages) return MAP_FAILED;
  return snarl::preload::reserve_pages.data() + used;
}
void* __wrap_malloc(std::size_t size) { return Allocate(size, From::kKernel); }
void __wrap_free(void* block) { Release(block); }
void* __wrap_calloc(std::size_t count, std::size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return nullptr;
  void* block = Allocate(count * size, From::kKernel);
  return block == nullptr ? nullptr : std::memset(block, 0, count * size);
}
void* __wrap_realloc(void* block, std::size_t size) {
  if (block == nullptr) return Allocate(size, From::kKernel);
  const std::size_t old = static_cast<snarl::preload::Header*>(block)[-1].size;
  if (old >= size) return block;
  void* larger = Allocate(size, From::kKernel);
  if (larger == nullptr) return nullptr;
  std::memcpy(larger, block, old);
  Release(block);
  return larger;
}
}
