// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "snarl/report/options.h"
#include "snarl/report/process_info.h"
#include "snarl/report/text.h"
#include "snarl/report/write.h"

namespace snarl::report {

int TextOutput::Descriptor() {
  const std::string& wanted = Current().log_path;
  if (wanted == log_path_) return file_ >= 0 ? file_ : STDERR_FILENO;
  if (file_ >= 0) close(file_);
  log_path_ = wanted;
  file_ = -1;
  if (wanted.empty()) return STDERR_FILENO;
  const std::string path = ExpandPath(wanted) + "." + std::to_string(getpid());
  file_ = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file_ >= 0) return file_;
  char buffer[128];
  WriteAll(STDERR_FILENO, "SNARL: cannot open " + path + ": " + strerror_r(errno, buffer, sizeof buffer) +
                              "; the report goes to standard error\n");
  return STDERR_FILENO;
}

void TextOutput::Print(std::string_view text) { WriteAll(Descriptor(), text); }

bool TextOutput::colour() { return WantsColour(Current().color, Descriptor()); }

bool DocumentFile::wanted(bool child) {
  const std::string& option = Current().json;
  if (option != option_) {
    option_ = option;
    path_ = ExpandPath(option);
    if (child && !path_.empty() && !per_process()) path_ += "." + std::to_string(getpid());
    complained_ = false;
  }
  return !path_.empty();
}

void DocumentFile::Replace(std::string_view text) {
  const std::string problem = ReplaceFile(path_, text);
  if (problem.empty() || complained_) return;
  complained_ = true;
  WriteAll(STDERR_FILENO, "SNARL: " + problem + "; there is no findings document\n");
}

}  // namespace snarl::report
