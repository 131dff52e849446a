// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/modules.h"

#include <link.h>
#include <unistd.h>

#include <climits>

namespace snarl::report {
namespace {

std::string ExecutablePath() {
  char path[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  return length > 0 ? std::string(path, static_cast<std::size_t>(length)) : std::string();
}

// The loader tells the same two counters with every module, so the first is enough.
int ReadCounters(dl_phdr_info* info, std::size_t, void* counters) {
  auto* out = static_cast<std::uint64_t*>(counters);
  out[0] = info->dlpi_adds;
  out[1] = info->dlpi_subs;
  return 1;
}

}  // namespace

struct ModuleScan {
  static int Add(dl_phdr_info* info, std::size_t, void* data) {
    auto& modules = *static_cast<Modules*>(data);
    // The executable comes first and has no name.
    const bool unnamed = info->dlpi_name == nullptr || info->dlpi_name[0] == '\0';
    const std::size_t path = modules.paths_.size();
    modules.paths_.push_back(!unnamed ? info->dlpi_name : path == 0 ? ExecutablePath() : std::string());
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const auto& header = info->dlpi_phdr[i];
      if (header.p_type != PT_LOAD) continue;
      const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
      modules.segments_.push_back({begin, begin + header.p_memsz, info->dlpi_addr, path});
    }
    return 0;
  }
};

std::uint64_t Modules::LoadCount() {
  std::uint64_t counters[2] = {0, 0};
  dl_iterate_phdr(ReadCounters, counters);
  return counters[0];
}

void Modules::Refresh() {
  std::uint64_t counters[2] = {0, 0};
  dl_iterate_phdr(ReadCounters, counters);
  if (!segments_.empty() && changes_ == counters[0] + counters[1]) return;
  changes_ = counters[0] + counters[1];
  paths_.clear();
  segments_.clear();
  dl_iterate_phdr(ModuleScan::Add, this);
}

Modules::Place Modules::Find(std::uintptr_t pc) {
  Refresh();
  for (const Segment& segment : segments_) {
    if (pc >= segment.begin && pc < segment.end) return {paths_[segment.path], pc - segment.base};
  }
  return {};
}

}  // namespace snarl::report
