// SPDX-License-Identifier: Apache-2.0
#include "logs/read.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "logs/input.h"
#include "logs/snarl_json.h"
#include "logs/text.h"
#include "logs/xml_file.h"

namespace snarl::logs {

namespace {

void ReadText(Input& input, const std::string& file, Sink& sink) {
  const bool binary = input.Head().find('\0') != std::string_view::npos;
  Text text(file, sink);
  for (std::string_view piece = input.Next(); !piece.empty(); piece = input.Next()) text.Feed(piece);
  text.Finish();
  // A log may have a stray zero in it; what has no report either is no log.
  if (binary && text.taken() == 0) sink.Complain(file, 1, "this is not text, and no report is in it");
}

void ReadInput(Input& input, const std::string& file, Sink& sink) {
  const std::string_view head = input.Head();
  if (LooksLikeXml(head)) {
    ReadXml(input, file, sink);
  } else if (LooksLikeJson(head)) {
    ReadSnarlJson(input, file, sink);
  } else {
    ReadText(input, file, sink);
  }
  if (!input.error().empty()) sink.Complain(file, 0, input.error());
}

}  // namespace

void ReadFile(const std::string& path, Sink& sink) {
  Input input(path);
  ReadInput(input, path == "-" ? "<stdin>" : path, sink);
}

void ReadBytes(std::string_view bytes, const std::string& name, Sink& sink) {
  Input input(bytes.data(), bytes.size());
  ReadInput(input, name, sink);
}

void ReadTree(const std::string& folder, Sink& sink) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  while (!error && at != fs::recursive_directory_iterator()) {
    std::error_code ignored;
    const fs::directory_entry& entry = *at;
    const bool link = entry.is_symlink(ignored);
    if (!link && entry.is_regular_file(ignored)) files.push_back(entry.path().string());
    // A folder that may not be entered is skipped by name; the others of its parent are read.
    if (!link && entry.is_directory(ignored) && access(entry.path().c_str(), R_OK | X_OK) != 0) {
      sink.Complain(entry.path().string(), 0, std::generic_category().message(errno));
      at.disable_recursion_pending();
    }
    at.increment(error);
  }
  if (error) sink.Complain(folder, 0, error.message());
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) ReadFile(file, sink);
}

void Read(const std::string& path, Sink& sink) {
  std::error_code error;
  if (path != "-" && std::filesystem::is_directory(path, error)) {
    ReadTree(path, sink);
  } else {
    ReadFile(path, sink);
  }
}

}  // namespace snarl::logs
