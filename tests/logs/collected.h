// SPDX-License-Identifier: Apache-2.0
//
// A sink that keeps what it is told, and files to read from, for tests of the readers.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "logs/read.h"

namespace snarl::logs {

struct Collected final : Sink {
  struct Taken {
    report::Finding finding;
    Origin origin;
  };

  Collected() = default;
  explicit Collected(std::string_view text) { ReadBytes(text, "a.log", *this); }

  void Take(report::Finding&& finding, const Origin& origin) override { taken.push_back({std::move(finding), origin}); }
  void Complain(const std::string& file, std::uint64_t line, const std::string& text) override {
    complaints.push_back(file + ":" + std::to_string(line) + ": " + text);
  }

  std::vector<Taken> taken;
  std::vector<std::string> complaints;
};

// A folder that is there as long as this is.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "snarl-logs-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  // Writes the file, and the folders that it is in, and says where it is.
  std::string Write(const std::string& name, std::string_view text) const {
    const std::filesystem::path file = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace snarl::logs
