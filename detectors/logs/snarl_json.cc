// SPDX-License-Identifier: Apache-2.0
#include "logs/snarl_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "snarl/report/fingerprint.h"
#include "snarl/report/read.h"

namespace snarl::logs {
namespace {

constexpr std::size_t kLargest = std::size_t{256} << 20;

std::string ToolName(report::Watcher watcher) {
  switch (watcher) {
    case report::Watcher::kSnarl:
      return "Snarl";
    case report::Watcher::kTsan:
      return "ThreadSanitizer";
    case report::Watcher::kHelgrind:
      return "Helgrind";
    case report::Watcher::kDrd:
      return "DRD";
    case report::Watcher::kAbsl:
      return "Abseil";
    case report::Watcher::kAsan:
      return "AddressSanitizer";
  }
  return "";
}

}  // namespace

bool LooksLikeJson(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] != '{') return false;
  // A program may print braces, or one object per line, into the log that its reports stand in.
  const std::size_t next = head.find_first_not_of(" \t\r\n", first + 1);
  if (next != std::string_view::npos && head[next] != '"' && head[next] != '}') return false;
  return head.find("\"schema\"") != std::string_view::npos || head.find("ThreadSanitizer: ") == std::string_view::npos;
}

void ReadSnarlJson(Input& input, const std::string& file, Sink& sink) {
  std::string text;
  for (std::string_view piece = input.Next(); !piece.empty(); piece = input.Next()) {
    text += piece;
    if (text.size() <= kLargest) continue;
    sink.Complain(file, 0, "a JSON document of more than 256 MiB");
    return;
  }
  report::FindingsDocument document;
  std::string error;
  if (!report::ReadFindings(text, "", document, error)) {
    sink.Complain(file, 1, error.substr(std::min<std::size_t>(2, error.size())));
    return;
  }
  for (report::Finding& finding : document.findings) {
    if (finding.fingerprint.empty()) finding.fingerprint = report::Fingerprint(finding);
    const Origin origin{file, 1, "", ToolName(finding.watcher), static_cast<std::uint64_t>(document.pid)};
    sink.Take(std::move(finding), origin);
  }
}

}  // namespace snarl::logs
