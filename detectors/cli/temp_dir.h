// SPDX-License-Identifier: Apache-2.0
//
// A private folder for one run: made at construction, gone with everything in it at destruction.
#pragma once

#include <string>
#include <vector>

namespace snarl::cli {

class TempDir {
 public:
  // In $TMPDIR, else /tmp. Throws Fault where nothing can be made there.
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  [[nodiscard]] std::vector<std::string> Files() const;  // the names of what is in it, sorted
  [[nodiscard]] std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace snarl::cli
