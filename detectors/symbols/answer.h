// SPDX-License-Identifier: Apache-2.0
//
// The door to this layer, which reads debug information (by libdw, of elfutils) for whoever asks for names of locks. It runs in
// a process of its own, and may take time and memory.
//
// Where the build found no libdw, nothing has a name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "snarl/report/name_request.h"

namespace snarl::symbols {

class DebugFiles;

class Answerer {
 public:
  Answerer();
  ~Answerer();
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;

  // One line without its end; empty where there is no name that is certain.
  [[nodiscard]] std::string Name(const report::NameRequest& request, const std::vector<report::NamedModule>& modules);

 private:
  std::unique_ptr<DebugFiles> files_;
};

}  // namespace snarl::symbols
