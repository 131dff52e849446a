// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/thread_name.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "snarl/record/lasting.h"
#include "snarl/report/guest.h"

namespace snarl::record {

namespace {

struct Gone {
  std::string name;
  std::uint32_t os_id = 0;
};

struct Names {
  absl::Mutex mutex;
  absl::flat_hash_map<std::uint64_t, std::string> given ABSL_GUARDED_BY(mutex);
  absl::flat_hash_map<std::uint64_t, Gone> gone ABSL_GUARDED_BY(mutex);
};

Names& TheNames() { return Lasting<Names>(); }

}  // namespace

// read(2) and not a stream: streams take memory of the host's, whose allocator may be what this thread is in the middle of.
std::string KernelName(std::uint32_t os_id) {
  const std::string path = "/proc/self/task/" + std::to_string(os_id) + "/comm";
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return "";
  std::array<char, 32> text;
  const ssize_t length = read(file, text.data(), text.size());
  close(file);
  std::string name(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  while (!name.empty() && name.back() == '\n') name.pop_back();
  return name;
}

std::string ThreadName(graph::ThreadId thread) {
  const auto id = static_cast<std::uint64_t>(thread);
  Names& names = TheNames();
  {
    const absl::MutexLock lock(&names.mutex);
    if (const auto given = names.given.find(id); given != names.given.end()) return given->second;
    if (const auto gone = names.gone.find(id); gone != names.gone.end()) return gone->second.name;
  }
  const ThreadRecord* record = FindThread(thread);
  return record == nullptr ? std::string() : KernelName(record->os_id.load(std::memory_order_relaxed));
}

std::uint32_t ThreadOsId(graph::ThreadId thread) {
  if (const ThreadRecord* record = FindThread(thread)) return record->os_id.load(std::memory_order_relaxed);
  Names& names = TheNames();
  const absl::MutexLock lock(&names.mutex);
  const auto gone = names.gone.find(static_cast<std::uint64_t>(thread));
  return gone == names.gone.end() ? 0 : gone->second.os_id;
}

void NameSelf(const std::string& name) noexcept {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
  const ThreadRecord* record = Self();
  if (record == nullptr) return;
  const report::Guest guest;
  Names& names = TheNames();
  const absl::MutexLock lock(&names.mutex);
  names.given[record->id.load(std::memory_order_relaxed)] = name;
}

void KeepName(const ThreadRecord& record) {
  const std::uint64_t id = record.id.load(std::memory_order_relaxed);
  const std::uint32_t os_id = record.os_id.load(std::memory_order_relaxed);
  Gone gone{record.noted ? KernelName(os_id) : "", os_id};
  Names& names = TheNames();
  const absl::MutexLock lock(&names.mutex);
  if (const auto given = names.given.find(id); given != names.given.end()) {
    gone.name = std::move(given->second);
    names.given.erase(given);
  }
  if (record.noted) names.gone.emplace(id, std::move(gone));
}

}  // namespace snarl::record
