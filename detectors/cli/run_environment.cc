// SPDX-License-Identifier: Apache-2.0
#include "cli/run_environment.h"

#include <algorithm>
#include <cstddef>

namespace snarl::cli {
namespace {

// AddressSanitizer, ThreadSanitizer, LeakSanitizer and HWASan as shared libraries: g++'s names, then clang's.
bool IsRuntime(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  for (const char* which : {"asan", "tsan", "lsan", "hwasan"}) {
    if (name.starts_with(std::string("lib") + which + ".so")) return true;
    if (name.starts_with(std::string("libclang_rt.") + which)) return true;
  }
  return false;
}

}  // namespace

std::string PreloadList(std::string_view theirs, const std::string& library, const std::vector<std::string>& needed) {
  std::vector<std::string> first;
  std::vector<std::string> last;
  const auto add = [](std::vector<std::string>& list, const std::string& name) {
    if (std::ranges::find(list, name) == list.end()) list.push_back(name);
  };
  while (!theirs.empty()) {
    const std::size_t end = std::min(theirs.find_first_of(" :"), theirs.size());
    const std::string name(theirs.substr(0, end));
    theirs.remove_prefix(std::min(end + 1, theirs.size()));
    if (!name.empty() && name != library) add(IsRuntime(name) ? first : last, name);
  }
  if (first.empty()) {
    for (const std::string& name : needed) {
      if (IsRuntime(name)) add(first, name);
    }
  }
  std::string list;
  for (const std::string& name : first) list += name + ":";
  list += library;
  for (const std::string& name : last) list += ":" + name;
  return list;
}

std::string AsanOptions(std::string_view theirs) {
  return "verify_asan_link_order=0" + (theirs.empty() ? "" : ":" + std::string(theirs));
}

std::vector<std::string> WithVariable(std::vector<std::string> environment, const std::string& name,
                                      const std::string& value) {
  std::erase_if(environment, [&](const std::string& variable) { return variable.starts_with(name + "="); });
  environment.push_back(name + "=" + value);
  return environment;
}

}  // namespace snarl::cli
