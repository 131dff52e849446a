// SPDX-License-Identifier: Apache-2.0
#include "views/picture.h"

#include <algorithm>
#include <map>
#include <utility>

#include "snarl/report/symbolize.h"
#include "views/printable.h"
#include "views/sides.h"
#include "views/words.h"

namespace snarl::views {
namespace {

using report::Finding;
using report::Kind;
using report::Stack;
using report::Step;

class Painter {
 public:
  Painter(const Finding& finding, const Sources& sources) : finding_(finding), sources_(sources) {}

  Picture Paint() {
    if (finding_.kind == Kind::kLockOrderInversion) {
      Orders();
    } else if (!finding_.witness.empty()) {
      for (const Step& step : finding_.witness) Part(step);
    }
    for (const report::ThreadInfo& thread : finding_.threads) Part(thread);
    return std::move(picture_);
  }

 private:
  std::size_t Get(Node::Shape shape, std::uint64_t id, const std::string& label) {
    const auto [it, fresh] = known_.emplace(std::pair(shape, id), picture_.nodes.size());
    if (fresh) picture_.nodes.push_back({shape, label});
    return it->second;
  }
  std::size_t Thread(std::uint64_t id) { return Get(Node::Shape::kThread, id, ThreadLabel(finding_, id)); }
  std::size_t Lock(std::uint64_t id) { return Get(Node::Shape::kLock, id, LockLabel(finding_, id)); }

  void Connect(std::size_t from, std::size_t to, std::string label, bool in_cycle) {
    for (Edge& edge : picture_.edges) {
      if (edge.from != from || edge.to != to) continue;
      edge.in_cycle = edge.in_cycle || in_cycle;
      return;
    }
    picture_.edges.push_back({from, to, std::move(label), in_cycle});
  }

  [[nodiscard]] std::string At(const Stack& stack) const {
    const report::Frame* frame = report::UserFrame(stack);
    const std::string place = frame == nullptr ? "" : PlaceOf(*frame, sources_);
    return place.empty() ? "" : "\n" + place;
  }

  // From lock to lock: whoever has the one goes on to the other.
  void Orders() {
    for (const Step& step : finding_.witness) {
      if (step.held == 0 || step.wanted == 0) continue;
      Connect(Lock(step.held), Lock(step.wanted), ThreadLabel(finding_, step.thread) + At(step.second), true);
    }
  }

  void Part(const Step& step) {
    const std::size_t thread = Thread(step.thread);
    if (step.held != 0 && step.wanted != 0) {
      Connect(Lock(step.held), thread, "held by" + At(step.first), true);
      Connect(thread, Lock(step.wanted), "waits for" + At(step.second), true);
    } else if (step.wanted != 0) {
      Connect(thread, Lock(step.wanted), step.what + At(step.second), false);
    } else if (step.held != 0) {
      Connect(Lock(step.held), thread, "held by", false);
    }
    if (finding_.kind == Kind::kDataRace || finding_.kind == Kind::kAtomicityViolation) {
      std::string name = VariableOf(finding_);
      if (name.empty()) name = "the same memory";
      Connect(thread, Get(Node::Shape::kMemory, 0, name), step.what + At(step.second), false);
    }
  }

  void Part(const report::ThreadInfo& thread) {
    if (finding_.kind == Kind::kLockOrderInversion) return;
    for (const report::Holding& holding : thread.holds) {
      Connect(Lock(holding.lock), Thread(thread.id), "held by" + At(holding.taken), false);
    }
    if (thread.waits_for != 0) Connect(Thread(thread.id), Lock(thread.waits_for), "waits for" + At(thread.now), false);
  }

  const Finding& finding_;
  const Sources& sources_;
  std::map<std::pair<Node::Shape, std::uint64_t>, std::size_t> known_;
  Picture picture_;
};

// The inside of a quoted string of DOT; a line break stays one.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (const char c : Printable(text.substr(0, end))) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    if (end == text.size()) break;
    out += "\\n";
    text.remove_prefix(end + 1);
  }
  return out + "\"";
}

const char* ShapeWord(Node::Shape shape) {
  switch (shape) {
    case Node::Shape::kThread:
      return "box";
    case Node::Shape::kLock:
      return "ellipse";
    case Node::Shape::kMemory:
      return "cylinder";
  }
  return "box";
}

}  // namespace

Picture PictureOf(const Finding& finding, const Sources& sources) { return Painter(finding, sources).Paint(); }

std::string CardsAsDot(const std::vector<Card>& cards, const Sources& sources) {
  std::string text =
      "digraph snarl {\n  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n";
  std::size_t number = 0;
  for (const Card& card : cards) {
    const std::string prefix = "c" + std::to_string(++number);
    const Picture picture = PictureOf(card.finding, sources);
    text += "  subgraph cluster_" + prefix + " {\n    label=" +
            Quoted(std::to_string(number) + ". " + std::string(report::Name(card.finding.kind)) + "\n" +
                   PlainVerdict(card.finding)) +
            ";\n";
    for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
      text += "    " + prefix + "_" + std::to_string(i) + " [shape=" + ShapeWord(picture.nodes[i].shape) +
              ", label=" + Quoted(picture.nodes[i].label) + "];\n";
    }
    // A box that holds nothing is not drawn.
    if (picture.nodes.empty()) text += "    " + prefix + "_0 [shape=plaintext, label=\"\"];\n";
    for (const Edge& edge : picture.edges) {
      text += "    " + prefix + "_" + std::to_string(edge.from) + " -> " + prefix + "_" + std::to_string(edge.to) +
              " [label=" + Quoted(edge.label) + (edge.in_cycle ? ", color=red, penwidth=2" : "") + "];\n";
    }
    text += "  }\n";
  }
  return text + "}\n";
}

}  // namespace snarl::views
