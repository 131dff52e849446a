// SPDX-License-Identifier: Apache-2.0
#include "views/sources.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <utility>

namespace snarl::views {
namespace {

namespace fs = std::filesystem;

bool IsWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string WithoutFinalSlash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

bool LiesBelow(const std::string& path, const std::string& root) {
  if (root == "/") return path.starts_with('/');
  return path.size() > root.size() && path.starts_with(root) && path[root.size()] == '/';
}

std::vector<std::string> ReadLines(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  return lines;
}

}  // namespace

Sources::Sources(std::vector<std::string> roots) {
  const std::size_t named = roots.size();
  roots.emplace_back(".");
  for (std::size_t i = 0; i < roots.size(); ++i) {
    std::error_code error;
    const fs::path spelt = fs::absolute(roots[i], error).lexically_normal();
    const fs::path path = fs::canonical(roots[i], error);
    if (error) continue;
    roots_.push_back({WithoutFinalSlash(path.string()), WithoutFinalSlash(spelt.string()), i < named});
  }
}

std::string Sources::Find(const std::string& file) const {
  for (const Root& root : roots_) {
    std::string_view rest = file;
    bool whole = true;
    while (!rest.empty()) {
      // The name alone may be another file's; below a root that a person named, it is meant.
      const bool name_only = rest.find('/') == std::string_view::npos;
      if (name_only && !whole && !root.named) break;
      std::error_code error;
      const fs::path path = whole && rest.starts_with('/') ? fs::path(rest) : fs::path(root.path) / rest;
      const fs::path found = fs::canonical(path, error);
      if (!error && LiesBelow(found.string(), root.path) && fs::is_regular_file(found, error) &&
          fs::file_size(found, error) <= kMostBytes && !error) {
        return found.string();
      }
      const std::size_t slash = rest.find('/', whole && rest.starts_with('/') ? 0 : 1);
      if (slash == std::string_view::npos) break;
      rest.remove_prefix(slash + 1);
      whole = false;
    }
  }
  return "";
}

const std::vector<std::string>& Sources::Lines(const std::string& file) {
  const auto it = read_.find(file);
  if (it != read_.end()) return it->second;
  const std::string path = file.empty() ? std::string() : Find(file);
  return read_.emplace(file, path.empty() ? std::vector<std::string>() : ReadLines(path)).first->second;
}

// Empty where the path lies below none.
std::string Sources::BelowRoot(const std::string& path) const {
  for (const Root& root : roots_) {
    for (const std::string& folder : {root.path, root.spelt}) {
      if (folder != "/" && LiesBelow(path, folder)) return path.substr(folder.size() + 1);
    }
  }
  return "";
}

std::string Sources::MakeRelative(const std::string& file) const {
  std::string normal = fs::path(file).lexically_normal().string();
  if (std::string below = BelowRoot(normal); !below.empty()) return below;
  if (const std::string found = Find(file); !found.empty()) {
    if (std::string below = BelowRoot(found); !below.empty()) return below;
  }
  return normal;
}

const std::string& Sources::Relative(const std::string& file) const {
  const auto it = relative_.find(file);
  if (it != relative_.end()) return it->second;
  return relative_.emplace(file, file.empty() ? std::string() : MakeRelative(file)).first->second;
}

Caret CaretUnder(std::string_view line, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word.empty()) continue;
    for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
      const bool starts = at == 0 || !IsWordCharacter(line[at - 1]) || !IsWordCharacter(word.front());
      const std::size_t end = at + word.size();
      const bool ends = end == line.size() || !IsWordCharacter(line[end]) || !IsWordCharacter(word.back());
      if (starts && ends) return {at, word.size()};
    }
  }
  return {std::min(line.find_first_not_of(" \t"), line.size()), 1};
}

}  // namespace snarl::views
