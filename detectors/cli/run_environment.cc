// SPDX-License-Identifier: Apache-2.0
#include "cli/run_environment.h"

#include <algorithm>
#include <cstddef>

namespace snarl::cli {

std::string PreloadList(std::string_view theirs, const std::string& library) {
  std::vector<std::string> names = {library};
  while (!theirs.empty()) {
    const std::size_t end = std::min(theirs.find_first_of(" :"), theirs.size());
    const std::string name(theirs.substr(0, end));
    theirs.remove_prefix(std::min(end + 1, theirs.size()));
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ":") + name;
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
