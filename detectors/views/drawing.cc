// SPDX-License-Identifier: Apache-2.0
#include "views/drawing.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string_view>
#include <vector>

#include "views/printable.h"

namespace snarl::views {
namespace {

constexpr std::size_t kMostNodes = 16;
constexpr std::size_t kMostColumns = 34;
constexpr double kLetter = 7.2;  // of 12 px, in most fonts

struct Point {
  double x = 0;
  double y = 0;
};

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string Cut(std::string_view text) {
  std::string words = Printable(text);
  if (Columns(words) <= kMostColumns) return words;
  return words.substr(0, Fitting(words, kMostColumns - 1)) + "…";
}

std::vector<std::string> Lines(std::string_view label) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = std::min(label.find('\n'), label.size());
    lines.push_back(Cut(label.substr(0, end)));
    if (end == label.size()) return lines;
    label.remove_prefix(end + 1);
  }
}

class Drawing {
 public:
  Drawing(const Picture& picture, std::string id) : picture_(picture), id_(std::move(id)) {
    const auto count = static_cast<double>(picture.nodes.size());
    const double rx = 150 + 18 * count;
    const double ry = 70 + 22 * count;
    width_ = 2 * rx + 300;
    height_ = 2 * ry + 60;
    for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
      const double angle = std::numbers::pi * (2 * static_cast<double>(i) / count - 1);
      places_.push_back({width_ / 2 + rx * std::cos(angle), height_ / 2 + ry * std::sin(angle)});
    }
  }

  std::string Svg() {
    const std::string size = " width=\"" + std::to_string(std::lround(width_)) + "\"";
    std::string text = "<svg role=\"img\" aria-label=\"Who holds, takes and waits for what: " + Words() +
                       "\" viewBox=\"0 0 " + Number(width_) + " " + Number(height_) + "\"" + size + ">\n";
    for (const char* kind : {"edge", "cycle"}) {
      text += std::string("<marker id=\"") + id_ + "-" + kind +
              "\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
              "<path class=\"tip " +
              kind + "\" d=\"M0 0L10 5L0 10z\"/></marker>\n";
    }
    for (const Edge& edge : picture_.edges) text += Curve(edge);
    for (std::size_t i = 0; i < picture_.nodes.size(); ++i) text += Box(i);
    return text + "</svg>\n";
  }

 private:
  [[nodiscard]] double HalfWidth(std::size_t node) const {
    return static_cast<double>(Columns(Cut(picture_.nodes[node].label))) * kLetter / 2 + 12;
  }

  [[nodiscard]] std::string Box(std::size_t i) const {
    constexpr double kHalfHeight = 16;
    const Node& node = picture_.nodes[i];
    const double half = HalfWidth(i);
    const Point at = places_[i];
    const char* kind = node.shape == Node::Shape::kThread ? "thread" : "lock";
    const char* round = node.shape == Node::Shape::kThread ? "3" : "16";
    return "<rect class=\"node " + std::string(kind) + "\" x=\"" + Number(at.x - half) + "\" y=\"" +
           Number(at.y - kHalfHeight) + "\" width=\"" + Number(2 * half) + "\" height=\"32\" rx=\"" + round +
           "\"/><text class=\"name\" x=\"" + Number(at.x) + "\" y=\"" + Number(at.y + 4) + "\">" +
           Markup(Cut(node.label)) + "</text>\n";
  }

  // Where the line from `other` meets the box of the node.
  [[nodiscard]] Point Border(std::size_t node, Point other) const {
    const Point at = places_[node];
    const double dx = other.x - at.x;
    const double dy = other.y - at.y;
    const double by_x = dx == 0 ? 1e9 : (HalfWidth(node) + 2) / std::abs(dx);
    const double by_y = dy == 0 ? 1e9 : 18 / std::abs(dy);
    const double part = std::min({by_x, by_y, 1.0});
    return {at.x + dx * part, at.y + dy * part};
  }

  // Bent to one side, so that there and back are two curves.
  [[nodiscard]] std::string Curve(const Edge& edge) const {
    const Point from = places_[edge.from];
    const Point to = places_[edge.to];
    const Point bend = {(from.x + to.x) / 2 + (to.y - from.y) * 0.22, (from.y + to.y) / 2 - (to.x - from.x) * 0.22};
    const Point start = Border(edge.from, bend);
    const Point end = Border(edge.to, bend);
    const std::string kind = edge.in_cycle ? "cycle" : "edge";
    std::string text = "<path class=\"" + kind + "\" d=\"M" + Number(start.x) + " " + Number(start.y) + "Q" +
                       Number(bend.x) + " " + Number(bend.y) + " " + Number(end.x) + " " + Number(end.y) +
                       "\" marker-end=\"url(#" + id_ + "-" + kind + ")\"/>\n";
    const Point middle = {(start.x + end.x) / 4 + bend.x / 2, (start.y + end.y) / 4 + bend.y / 2};
    double y = middle.y - 2;
    for (const std::string& line : Lines(edge.label)) {
      text +=
          "<text class=\"label\" x=\"" + Number(middle.x) + "\" y=\"" + Number(y) + "\">" + Markup(line) + "</text>\n";
      y += 13;
    }
    return text;
  }

  [[nodiscard]] std::string Words() const {
    std::string words;
    for (const Edge& edge : picture_.edges) {
      words += Markup(picture_.nodes[edge.from].label) + ", " + Markup(edge.label) + ", " +
               Markup(picture_.nodes[edge.to].label) + ". ";
    }
    return words;
  }

  const Picture& picture_;
  const std::string id_;
  double width_ = 0;
  double height_ = 0;
  std::vector<Point> places_;
};

}  // namespace

std::string PictureAsSvg(const Picture& picture, const std::string& id) {
  if (picture.edges.empty() || picture.nodes.size() > kMostNodes) return "";
  return Drawing(picture, id).Svg();
}

}  // namespace snarl::views
