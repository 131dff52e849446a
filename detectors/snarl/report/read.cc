// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/read.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

namespace snarl::report {
namespace {

using nlohmann::json;

// What is wrong, with the place in the document: "findings[2].threads[0].id: …".
struct Wrong {
  std::string what;
};

// A value together with its place, so that every complaint can say where.
class Node {
 public:
  Node(const json& value, std::string place) : value_(value), place_(std::move(place)) {}

  [[noreturn]] void Fail(const std::string& what) const { throw Wrong{place_.empty() ? what : place_ + ": " + what}; }

  void ExpectObject() const {
    if (!value_.is_object()) Fail("expected an object, found " + Found());
  }

  // Calls `use` with the member where there is one.
  template <typename Use>
  bool With(const char* name, Use use) const {
    const auto it = value_.find(name);
    if (it == value_.end()) return false;
    use(Node(*it, place_.empty() ? name : place_ + "." + name));
    return true;
  }

  void Read(const char* name, std::string& out) const {
    With(name, [&](const Node& node) { out = node.Text(); });
  }
  void Read(const char* name, bool& out) const {
    With(name, [&](const Node& node) {
      if (!node.value_.is_boolean()) node.Fail("expected true or false, found " + node.Found());
      out = node.value_.get<bool>();
    });
  }
  void Read(const char* name, std::uint64_t& out) const {
    With(name, [&](const Node& node) { out = node.Unsigned(); });
  }
  void Read(const char* name, std::int64_t& out) const {
    With(name, [&](const Node& node) {
      const bool fits = !node.value_.is_number_unsigned() ||
                        node.value_.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
      if (!node.value_.is_number_integer() || !fits) node.Fail("expected a whole number, found " + node.Found());
      out = node.value_.get<std::int64_t>();
    });
  }
  void Read(const char* name, int& out) const {
    std::int64_t wide = out;
    Read(name, wide);
    if (!std::in_range<int>(wide)) Fail(std::string(name) + " is out of range");
    out = static_cast<int>(wide);
  }

  // A word of one of the enumerations; the member has to be there.
  template <typename Enum>
  void ReadWord(const char* name, const char* meaning, Enum& out) const {
    const bool there = With(name, [&](const Node& node) {
      if (!Parse(node.Text(), out))
        node.Fail("\"" + node.Text() + "\" is no " + meaning + " of " + std::string(kFindingsSchema));
    });
    if (!there) Fail(std::string("the member \"") + name + "\" is missing");
  }

  template <typename Item>
  void ReadAll(const char* name, std::vector<Item>& out, void (*read)(const Node&, Item&)) const {
    With(name, [&](const Node& list) {
      if (!list.value_.is_array()) list.Fail("expected a list, found " + list.Found());
      out.resize(list.value_.size());
      for (std::size_t i = 0; i < out.size(); ++i) {
        const Node item(list.value_[i], list.place_ + "[" + std::to_string(i) + "]");
        item.ExpectObject();
        read(item, out[i]);
      }
    });
  }

  void ReadStats(std::map<std::string, std::uint64_t>& out) const {
    ExpectObject();
    for (const auto& [name, value] : value_.items()) {
      if (value.is_number()) out[name] = Node(value, place_ + "." + name).Unsigned();
    }
  }

  [[nodiscard]] std::string Text() const {
    if (!value_.is_string()) Fail("expected a text, found " + Found());
    return value_.get<std::string>();
  }

 private:
  [[nodiscard]] std::uint64_t Unsigned() const {
    if (!value_.is_number_unsigned()) Fail("expected a whole number from 0, found " + Found());
    return value_.get<std::uint64_t>();
  }
  [[nodiscard]] std::string Found() const {
    if (value_.is_structured()) return value_.is_array() ? "a list" : "an object";
    return value_.is_string() ? "a text" : value_.dump();
  }

  const json& value_;
  std::string place_;
};

void ReadFrame(const Node& node, Frame& frame) {
  node.Read("function", frame.function);
  node.Read("file", frame.file);
  node.Read("line", frame.line);
  node.Read("module", frame.module);
  node.Read("offset", frame.offset);
}

void ReadHolding(const Node& node, Holding& holding) {
  node.Read("lock", holding.lock);
  node.Read("shared", holding.shared);
  node.ReadAll("taken", holding.taken, &ReadFrame);
}

void ReadThread(const Node& node, ThreadInfo& thread) {
  node.Read("id", thread.id);
  node.Read("name", thread.name);
  node.Read("os_id", thread.os_id);
  node.ReadAll("created", thread.created, &ReadFrame);
  node.ReadAll("holds", thread.holds, &ReadHolding);
  node.Read("waits_for", thread.waits_for);
  node.Read("waits_how", thread.waits_how);
  node.Read("waited_ms", thread.waited_ms);
  node.ReadAll("now", thread.now, &ReadFrame);
  node.Read("doing", thread.doing);
}

void ReadLock(const Node& node, LockInfo& lock) {
  node.Read("name", lock.name);
  node.Read("kind", lock.kind);
  node.Read("id", lock.id);
  node.ReadAll("made", lock.made, &ReadFrame);
}

void ReadStep(const Node& node, Step& step) {
  node.Read("thread", step.thread);
  node.Read("what", step.what);
  node.Read("held", step.held);
  node.Read("wanted", step.wanted);
  node.ReadAll("first", step.first, &ReadFrame);
  node.ReadAll("second", step.second, &ReadFrame);
}

void ReadFinding(const Node& node, Finding& finding) {
  node.ReadWord("kind", "kind", finding.kind);
  node.ReadWord("certainty", "certainty", finding.certainty);
  node.ReadWord("watcher", "watcher", finding.watcher);
  node.Read("summary", finding.summary);
  node.Read("advice", finding.advice);
  node.Read("fingerprint", finding.fingerprint);
  node.Read("count", finding.count);
  node.ReadAll("threads", finding.threads, &ReadThread);
  node.ReadAll("locks", finding.locks, &ReadLock);
  node.ReadAll("witness", finding.witness, &ReadStep);
}

void ReadDismissed(const Node& node, Dismissed& dismissed) {
  node.Read("cycle", dismissed.cycle);
  node.Read("reason", dismissed.reason);
}

FindingsDocument ReadDocument(const json& root) {
  const Node node(root, "");
  const std::string foreign = "no findings document: ";
  if (!root.is_object() || !root.contains("schema")) node.Fail(foreign + "it has no \"schema\"");
  if (!root["schema"].is_string() || root["schema"].get<std::string>() != kFindingsSchema) {
    const std::string found = root["schema"].dump(-1, ' ', false, json::error_handler_t::replace);
    node.Fail("its schema is " + found.substr(0, 60) + ", and this program reads \"" + std::string(kFindingsSchema) +
              "\"");
  }
  FindingsDocument document;
  node.With("process", [&](const Node& process) {
    process.ExpectObject();
    process.Read("pid", document.pid);
    process.Read("command", document.command);
  });
  if (!root.contains("findings")) node.Fail("the member \"findings\" is missing");
  node.ReadAll("findings", document.findings, &ReadFinding);
  node.ReadAll("dismissed", document.dismissed, &ReadDismissed);
  node.With("stats", [&](const Node& stats) { stats.ReadStats(document.stats); });
  return document;
}

std::string NotJson(std::string_view text, std::size_t byte) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return "it is empty";
  if (byte >= text.size()) return "it ends in the middle, after " + std::to_string(text.size()) + " bytes (truncated)";
  return "no JSON from byte " + std::to_string(byte);
}

}  // namespace

bool ReadFindings(std::string_view text, std::string_view name, FindingsDocument& document, std::string& error) {
  const std::string prefix = std::string(name) + ": ";
  try {
    document = ReadDocument(json::parse(text));
    return true;
  } catch (const json::parse_error& wrong) {
    error = prefix + NotJson(text, wrong.byte);
  } catch (const json::exception& wrong) {
    error = prefix + wrong.what();
  } catch (const Wrong& wrong) {
    error = prefix + wrong.what;
  }
  return false;
}

bool ReadFindingsFile(const std::string& path, FindingsDocument& document, std::string& error) {
  std::string text;
  return ReadWholeFile(path, text, error) && ReadFindings(text, path, document, error);
}

bool ReadWholeFile(const std::string& path, std::string& text, std::string& error) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream whole;
  // A folder opens like a file and fails only when it is read; an empty file fails only to give a first character.
  if (file && (file.peek() == std::ifstream::traits_type::eof() || whole << file.rdbuf()) && !file.bad()) {
    text = whole.str();
    return true;
  }
  error = path + ": " + (errno != 0 ? std::strerror(errno) : "it cannot be read");
  return false;
}

}  // namespace snarl::report
