// SPDX-License-Identifier: Apache-2.0
//
// The source behind a frame: the line itself, and its path as somebody elsewhere writes it.
//
// A report comes from another machine or folder as a rule, so a file is looked for below the roots: its whole path, then
// without the first folder, and so on. Only what lies below a root is ever opened: a log is a stranger's text, and the
// lines that it asks for go into pages and comments.
//
// Thread safety: one thread. Memory: the files that were shown, of at most kMostBytes each.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace snarl::views {

class Sources {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{8} << 20U;

  // `roots`: where sources lie, as --source-root gave them; the current folder comes last by itself.
  explicit Sources(std::vector<std::string> roots = {});

  // The lines of the file, or none where it is not there or not to be shown. Valid as long as *this.
  [[nodiscard]] const std::vector<std::string>& Lines(const std::string& file);

  // The path as seen from the root that the file lies below, or was found below; unchanged where that is none.
  [[nodiscard]] const std::string& Relative(const std::string& file) const;

 private:
  struct Root {
    std::string path;    // canonical, no final '/'
    std::string spelt;   // as it was given, absolute, no final '/'
    bool named = false;  // by --source-root
  };
  [[nodiscard]] std::string Find(const std::string& file) const;
  [[nodiscard]] std::string BelowRoot(const std::string& path) const;
  [[nodiscard]] std::string MakeRelative(const std::string& file) const;

  std::vector<Root> roots_;
  std::map<std::string, std::vector<std::string>> read_;
  mutable std::map<std::string, std::string> relative_;  // what has been asked
};

// Where the caret goes under a line: at the first of these words that stands in it as a whole word, else at its first
// letter. In bytes.
struct Caret {
  std::size_t at = 0;
  std::size_t length = 1;
};
[[nodiscard]] Caret CaretUnder(std::string_view line, const std::vector<std::string>& words);

}  // namespace snarl::views
