// SPDX-License-Identifier: Apache-2.0
#include "views/sarif.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "snarl/report/json_writer.h"
#include "snarl/report/symbolize.h"
#include "views/kinds.h"
#include "views/printable.h"
#include "views/sides.h"
#include "views/words.h"

namespace snarl::views {
namespace {

using report::Finding;
using report::Frame;
using report::JsonWriter;

// RFC 3986: what stands in a path as it is; all else by its bytes.
std::string Uri(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x80 && std::isalnum(byte) != 0) || std::string_view("-._~/+,=@").find(c) != std::string_view::npos) {
      out += c;
    } else {
      constexpr std::string_view kHex = "0123456789ABCDEF";
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

// "lock-order-inversion" -> "LockOrderInversion"
std::string PascalCase(std::string_view words) {
  std::string name;
  bool starts = true;
  for (const char c : words) {
    if (c == '-') {
      starts = true;
      continue;
    }
    name += starts ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    starts = false;
  }
  return name;
}

class Writer {
 public:
  Writer(const Sources& sources, std::string_view version) : sources_(sources), version_(version) {}

  std::string Document(const std::vector<Card>& cards) {
    json_.BeginObject();
    json_.Key("$schema").String("https://json.schemastore.org/sarif-2.1.0.json");
    json_.Key("version").String("2.1.0");
    json_.Key("runs").BeginArray();
    json_.BeginObject();
    Tool();
    json_.Key("columnKind").String("utf16CodeUnits");
    json_.Key("originalUriBaseIds").BeginObject();
    json_.Key("SRCROOT").BeginObject();
    Text("description", "the folder that relative paths start at: --source-root, or where snarl show was called");
    json_.EndObject();
    json_.EndObject();
    json_.Key("results").BeginArray();
    for (const Card& card : cards) Result(card);
    json_.EndArray();
    json_.EndObject();
    json_.EndArray();
    json_.EndObject();
    return json_.text() + "\n";
  }

 private:
  void Text(const char* name, std::string_view text) {
    json_.Key(name).BeginObject();
    json_.Key("text").String(text);
    json_.EndObject();
  }

  void Tool() {
    json_.Key("tool").BeginObject();
    json_.Key("driver").BeginObject();
    json_.Key("name").String("Snarl");
    json_.Key("version").String(version_);
    json_.Key("rules").BeginArray();
    for (const KindPage& page : KindPages()) Rule(page);
    json_.EndArray();
    json_.EndObject();
    json_.EndObject();
  }

  void Rule(const KindPage& page) {
    json_.BeginObject();
    json_.Key("id").String(report::Name(page.kind));
    json_.Key("name").String(PascalCase(report::Name(page.kind)));
    Text("shortDescription", page.title);
    Text("fullDescription", std::string(page.what) + ".");
    std::string help = std::string(page.story) + "\n\nWhat to do:\n";
    for (const std::string_view cure : page.cures) {
      if (!cure.empty()) help.append("\n- ").append(cure);
    }
    help.append("\n\nWho sees it: ").append(page.seen_by).append("\n");
    json_.Key("help").BeginObject();
    json_.Key("text").String(help);
    json_.Key("markdown").String(help);
    json_.EndObject();
    json_.Key("defaultConfiguration").BeginObject();
    json_.Key("level").String(page.kind == report::Kind::kLockOrderInversion ? "warning" : "error");
    json_.EndObject();
    json_.EndObject();
  }

  void Result(const Card& card) {
    const Finding& finding = card.finding;
    json_.BeginObject();
    json_.Key("ruleId").String(report::Name(finding.kind));
    json_.Key("ruleIndex").Number(static_cast<int>(&PageOf(finding.kind) - KindPages().data()));
    json_.Key("level").String(IsError(finding.certainty) ? "error" : "warning");
    Text("message", Printable(PlainVerdict(finding)) + ".");
    json_.Key("locations").BeginArray();
    if (const Frame* frame = MainFrame(finding); frame != nullptr) Location(*frame, "");
    json_.EndArray();
    if (const std::vector<Side> sides = SidesOf(finding); !sides.empty()) CodeFlow(sides);
    json_.Key("partialFingerprints").BeginObject();
    json_.Key("snarlFingerprint/v1").String(finding.fingerprint);
    json_.EndObject();
    json_.Key("occurrenceCount").Unsigned(std::max<std::uint64_t>(finding.count, 1));
    json_.Key("properties").BeginObject();
    json_.Key("certainty").String(report::Name(finding.certainty));
    json_.Key("watcher").String(report::Name(finding.watcher));
    json_.Key("advice").String(Printable(AdviceOf(finding)));
    json_.Key("tests").BeginArray();
    for (const auto& [test, times] : card.tests.names()) json_.String(test);
    json_.EndArray();
    json_.EndObject();
    json_.EndObject();
  }

  // The sides of one thread are one thread flow; the steps of the witness keep their order over the flows.
  void CodeFlow(const std::vector<Side>& sides) {
    std::vector<std::string> threads;
    for (const Side& side : sides) {
      if (std::ranges::find(threads, side.thread) == threads.end()) threads.push_back(side.thread);
    }
    std::vector<std::vector<const Side*>> of_thread(threads.size());
    for (const Side& side : sides) {
      const auto at = std::ranges::find(threads, side.thread) - threads.begin();
      if (HasFrames(side)) of_thread[static_cast<std::size_t>(at)].push_back(&side);
    }
    if (std::ranges::all_of(of_thread, [](const auto& own) { return own.empty(); })) return;
    json_.Key("codeFlows").BeginArray();
    json_.BeginObject();
    json_.Key("threadFlows").BeginArray();
    for (std::size_t i = 0; i < threads.size(); ++i) {
      if (of_thread[i].empty()) continue;
      json_.BeginObject();
      json_.Key("id").String(Printable(threads[i]));
      Text("message", Printable(threads[i]));
      json_.Key("locations").BeginArray();
      for (const Side* side : of_thread[i]) Flow(*side);
      json_.EndArray();
      json_.EndObject();
    }
    json_.EndArray();
    json_.EndObject();
    json_.EndArray();
  }

  static bool HasFrames(const Side& side) {
    return std::ranges::any_of(side.blocks, [](const Block& block) { return !block.frames.empty(); });
  }

  // As it happened: where the thread was made, what it took, what it did.
  void Flow(const Side& side) {
    for (auto block = side.blocks.rbegin(); block != side.blocks.rend(); ++block) {
      if (block->frames.empty()) continue;
      json_.BeginObject();
      json_.Key("location");
      Location(*block->frames.front(), side.thread + " " + block->heading);
      json_.Key("stack").BeginObject();
      json_.Key("frames").BeginArray();
      for (const Frame* frame : block->frames) {
        json_.BeginObject();
        json_.Key("location");
        Location(*frame, "");
        if (!frame->module.empty()) json_.Key("module").String(Printable(frame->module));
        json_.EndObject();
      }
      json_.EndArray();
      json_.EndObject();
      json_.Key("importance").String(block == side.blocks.rend() - 1 ? "essential" : "important");
      json_.EndObject();
    }
  }

  void Location(const Frame& frame, const std::string& message) {
    json_.BeginObject();
    if (!frame.file.empty()) {
      const std::string path = sources_.Relative(frame.file);
      const bool relative = !path.starts_with('/');
      json_.Key("physicalLocation").BeginObject();
      json_.Key("artifactLocation").BeginObject();
      json_.Key("uri").String((relative ? "" : "file://") + Uri(path));
      if (relative) json_.Key("uriBaseId").String("SRCROOT");
      json_.EndObject();
      if (frame.line > 0) {
        json_.Key("region").BeginObject();
        json_.Key("startLine").Number(frame.line);
        json_.EndObject();
      }
      json_.EndObject();
    }
    json_.Key("logicalLocations").BeginArray();
    json_.BeginObject();
    json_.Key("fullyQualifiedName").String(Printable(FunctionOf(frame)));
    json_.Key("kind").String("function");
    json_.EndObject();
    json_.EndArray();
    if (!message.empty()) Text("message", Printable(message));
    json_.EndObject();
  }

  const Sources& sources_;
  const std::string_view version_;
  JsonWriter json_;
};

}  // namespace

std::string CardsAsSarif(const std::vector<Card>& cards, const Sources& sources, std::string_view version) {
  return Writer(sources, version).Document(cards);
}

}  // namespace snarl::views
