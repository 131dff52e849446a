// SPDX-License-Identifier: Apache-2.0
#include "attach/memory.h"

#include <sys/uio.h>

#include <algorithm>
#include <array>

namespace snarl::attach {

std::size_t ProcessMemory::Read(std::uint64_t address, void* out, std::size_t size) const {
  // Page by page, for the kernel gives a range whole or not at all, and a stack ends somewhere.
  constexpr std::uint64_t kPage = 4096;
  constexpr std::size_t kPieces = 64;
  std::size_t done = 0;
  while (done < size) {
    std::array<iovec, kPieces> pieces{};
    std::size_t count = 0;
    std::size_t wanted = 0;
    while (count < kPieces && done + wanted < size) {
      const std::uint64_t begin = address + done + wanted;
      const std::size_t length = std::min<std::size_t>(size - done - wanted, kPage - begin % kPage);
      // NOLINTNEXTLINE(performance-no-int-to-ptr): an address in another process
      pieces[count++] = {reinterpret_cast<void*>(begin), length};
      wanted += length;
    }
    const iovec here{static_cast<char*>(out) + done, wanted};
    const ssize_t got = process_vm_readv(pid_, &here, 1, pieces.data(), count, 0);
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
    if (static_cast<std::size_t>(got) < wanted) break;
  }
  return done;
}

}  // namespace snarl::attach
