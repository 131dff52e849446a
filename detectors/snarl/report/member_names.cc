// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/member_names.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "snarl/report/build_id.h"
#include "snarl/report/fork.h"
#include "snarl/report/guest.h"
#include "snarl/report/modules.h"
#include "snarl/report/name_helper.h"
#include "snarl/report/name_request.h"

namespace snarl::report {
namespace {

struct Names {
  absl::Mutex mu;
  Modules modules ABSL_GUARDED_BY(mu);
  std::vector<NamedModule> mentioned ABSL_GUARDED_BY(mu);  // those that were mentioned; their numbers stay
  absl::flat_hash_map<std::string, std::string> known ABSL_GUARDED_BY(mu);  // by the text of the request
  const Names* parent = nullptr;  // of the process that this one was forked from
};

// Never destroyed: a thread may still be reporting while statics die.
std::atomic<Names*> the_names{nullptr};

Names& TheNames() {
  Names* names = the_names.load(std::memory_order_acquire);
  if (names != nullptr) return *names;
  auto* fresh = new Names;
  if (the_names.compare_exchange_strong(names, fresh, std::memory_order_acq_rel)) return *fresh;
  delete fresh;
  return *names;
}

bool Locate(Names& names, std::uintptr_t address, FilePlace& place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(names.mu) {
  const Modules::Place found = names.modules.Find(address);
  if (found.module.empty() || found.module.find('\n') != std::string::npos) return false;
  const NamedModule module{found.module, BuildIdAt(address)};
  const auto known = std::find(names.mentioned.begin(), names.mentioned.end(), module);
  place = {static_cast<std::size_t>(known - names.mentioned.begin()), found.offset};
  if (known == names.mentioned.end()) names.mentioned.push_back(module);
  return true;
}

std::string RequestFor(Names& names, const TrailedLock& lock) ABSL_EXCLUSIVE_LOCKS_REQUIRED(names.mu) {
  NameRequest request;
  FilePlace place;
  if (Locate(names, reinterpret_cast<std::uintptr_t>(lock.address), place)) request.data = place;
  bool known = false;
  for (const TrailStep& step : lock.trail) {
    if (step.kind == TrailStep::Kind::kFrame) {
      known = Locate(names, static_cast<std::uintptr_t>(step.value), place);
      if (known) request.frames.push_back({place, {}});
    } else if (known) {
      request.frames.back().steps.push_back(step);
    }
  }
  std::string text;
  if (request.data || !request.frames.empty()) Write(request, text);
  return text;
}

void Ask(Names& names, const std::vector<std::string>& requests) ABSL_EXCLUSIVE_LOCKS_REQUIRED(names.mu) {
  std::string text;
  for (const NamedModule& module : names.mentioned) WriteModule(module, text);
  for (const std::string& request : requests) text += request;
  const std::string answer = AskNameHelper(text, requests.size());
  std::size_t at = 0;
  for (const std::string& request : requests) {
    const std::size_t end = answer.find('\n', at);
    names.known[request] = end == std::string::npos ? std::string() : answer.substr(at, end - at);
    at = end == std::string::npos ? answer.size() : end + 1;
  }
}

}  // namespace

std::vector<std::string> MemberNames(std::span<const TrailedLock> locks) {
  const Guest guest;
  Names& names = TheNames();
  const absl::MutexLock hold(&names.mu);
  std::vector<std::string> requests;
  std::vector<std::string> unknown;
  for (const TrailedLock& lock : locks) {
    const std::string& request = requests.emplace_back(RequestFor(names, lock));
    if (request.empty() || names.known.contains(request)) continue;
    if (std::find(unknown.begin(), unknown.end(), request) == unknown.end()) unknown.push_back(request);
  }
  if (!unknown.empty()) Ask(names, unknown);
  std::vector<std::string> found;
  for (const std::string& request : requests) found.push_back(request.empty() ? std::string() : names.known[request]);
  return found;
}

void ForgetMemberNamesAfterFork() {
  // The parent's may have been in the middle of something.
  auto* fresh = new Names;
  fresh->parent = the_names.load(std::memory_order_acquire);
  the_names.store(fresh, std::memory_order_release);
}

}  // namespace snarl::report
