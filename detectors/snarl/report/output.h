// SPDX-License-Identifier: Apache-2.0
//
// The two places a report goes to: text (standard error, or log_path's file) and the findings document (json=). Both
// say once, on standard error, that they cannot be written, and the program goes on.
//
// Thread safety: serialised by the caller, the sink.
#pragma once

#include <string>
#include <string_view>

namespace snarl::report {

class TextOutput {
 public:
  // Whole, as a rule by one write(2).
  void Print(std::string_view text);
  [[nodiscard]] bool colour();

 private:
  int Descriptor();

  std::string log_path_;  // the option that file_ was opened for
  int file_ = -1;
};

class DocumentFile {
 public:
  // Whether json= names a file. Looks at the option anew, so that Configure() counts. A `child` of the process that the option
  // was meant for gets a file of its own beside it, with its process id behind the name.
  [[nodiscard]] bool wanted(bool child = false);
  // Whether each process gets a file of its own (%p).
  [[nodiscard]] bool per_process() const { return option_.find("%p") != std::string::npos; }
  // A name with a dot in front is a tool's own file, as `snarl demo play` has one: nobody wants to be led there.
  [[nodiscard]] bool hidden() const { return path_[path_.rfind('/') + 1] == '.'; }
  [[nodiscard]] const std::string& path() const { return path_; }
  void Replace(std::string_view text);

 private:
  std::string option_;
  std::string path_;
  bool complained_ = false;
};

}  // namespace snarl::report
