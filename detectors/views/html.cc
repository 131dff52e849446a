// SPDX-License-Identifier: Apache-2.0
#include "views/html.h"

#include <set>
#include <string_view>

#include "snarl/report/text.h"
#include "views/drawing.h"
#include "views/excerpt.h"
#include "views/html_parts.h"
#include "views/kinds.h"
#include "views/picture.h"
#include "views/printable.h"
#include "views/sides.h"
#include "views/suppress.h"
#include "views/text.h"
#include "views/words.h"

namespace snarl::views {
namespace {

constexpr std::size_t kMostSides = 16;
constexpr std::size_t kMostExcerpts = 4;

class Page {
 public:
  Page(const std::vector<Card>& cards, Sources& sources) : cards_(cards), sources_(sources) {}

  std::string Print() {
    const std::string title = cards_.empty() ? "No concurrency bug was reported" : CountWords(cards_);
    text_ =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'\">\n<title>Snarl: " +
        title + "</title>\n<style>";
    text_.append(kStyle).append("</style>\n</head>\n<body>\n<header><h1>").append(title).append("</h1></header>\n");
    if (!cards_.empty()) {
      Filters();
      Table();
      text_ += "<main>\n";
      std::size_t number = 0;
      for (const Card& card : cards_) Article(card, ++number);
      text_.append("</main>\n<script>").append(kScript).append("</script>\n");
    }
    return std::move(text_) + "</body>\n</html>\n";
  }

 private:
  // Shown by the script only: without it they would do nothing.
  void Filters() {
    text_ += "<form role=\"search\"><label>Kind <select id=\"kind\"><option value=\"\">all</option>";
    std::set<report::Kind> kinds;
    for (const Card& card : cards_) kinds.insert(card.finding.kind);
    for (const report::Kind kind : kinds) text_ += "<option>" + std::string(report::Name(kind)) + "</option>";
    text_ +=
        "</select></label> <label>Words <input id=\"words\" type=\"search\" autocomplete=\"off\"></label> "
        "<output id=\"count\" for=\"kind words\"></output></form>\n";
  }

  void Table() {
    text_ +=
        "<nav aria-label=\"All bugs\">\n<table>\n<thead><tr><th scope=\"col\">Bug</th><th scope=\"col\">Where</th><th "
        "scope=\"col\">What</th><th scope=\"col\">Times</th></tr></thead>\n<tbody>\n";
    std::size_t number = 0;
    for (const Card& card : cards_) {
      const report::Frame* frame = MainFrame(card.finding);
      const std::string id = std::to_string(++number);
      text_ += "<tr><td><a href=\"#bug-" + id + "\">" + id + ". " + std::string(report::Name(card.finding.kind)) +
               "</a></td><td class=\"place\">" + (frame == nullptr ? "" : Markup(PlaceOf(*frame, sources_))) +
               "</td><td>" + Markup(PlainVerdict(card.finding)) + "</td><td>" + std::to_string(card.finding.count) +
               "</td></tr>\n";
    }
    text_ += "</tbody>\n</table>\n</nav>\n";
  }

  void Article(const Card& card, std::size_t number) {
    const report::Finding& finding = card.finding;
    const KindPage& kind = PageOf(finding.kind);
    const std::string id = "bug-" + std::to_string(number);
    const std::string name(report::Name(finding.kind));
    text_ += "<article id=\"" + id + "\" data-kind=\"" + name + "\" aria-labelledby=\"" + id + "-h\">\n<h2 id=\"" + id +
             "-h\">" + std::to_string(number) + ". <span class=\"kind\">" + std::string(kind.title) + "</span> (" +
             std::string(report::Name(finding.certainty)) + ")</h2>\n<p class=\"verdict\">" +
             Markup(PlainVerdict(finding)) + "</p>\n";
    if (const std::string cycle = report::CycleAsText(finding); !cycle.empty()) {
      text_ += "<p>Cycle: " + Markup(cycle) + "</p>\n";
    }
    text_ += PictureAsSvg(PictureOf(finding, sources_), id + "-p");
    const std::vector<Side> sides = SidesOf(finding);
    Sides(sides);
    const std::vector<std::string> subjects = Subjects(finding);
    for (const report::Frame* frame : KeyFrames(sides, kMostExcerpts)) Source(*frame, subjects);
    text_ += "<dl>\n";
    Row("Seen", Markup(SeenWords(card)));
    Row("To do", Markup(AdviceOf(finding)));
    for (const SuppressionLine& line : HowToSuppress(finding)) {
      Row("Suppress", "<code>" + Markup(line.text) + "</code> in " + Markup(line.where));
    }
    Row("Fingerprint", "<code>" + Markup(finding.fingerprint) + "</code>");
    text_ += "</dl>\n<details><summary>What is a " + name + "?</summary>\n<p>" + Markup(kind.story) + "</p>\n<ul>\n";
    for (const std::string_view cure : kind.cures) {
      if (!cure.empty()) text_ += "<li>" + Markup(cure) + "</li>\n";
    }
    text_ += "</ul>\n<p>" + Markup(kind.seen_by) + "</p>\n</details>\n</article>\n";
  }

  void Row(const char* name, const std::string& markup) {
    text_.append("<dt>").append(name).append("</dt><dd>").append(markup).append("</dd>\n");
  }

  void Sides(const std::vector<Side>& sides) {
    if (sides.empty()) return;
    text_ += "<div class=\"sides\">\n";
    for (std::size_t i = 0; i < std::min(sides.size(), kMostSides); ++i) {
      text_ += "<section><h3>" + Markup(sides[i].thread) + "</h3>\n";
      for (const Block& block : sides[i].blocks) {
        text_ += "<p>" + Markup(block.heading) + "</p>\n";
        if (block.frames.empty()) continue;
        text_ += "<ol>\n";
        for (const report::Frame* frame : block.frames) {
          const std::string place = Markup(PlaceOf(*frame, sources_));
          text_ += "<li><code>" + Markup(FunctionOf(*frame)) + "</code>";
          if (!place.empty()) text_ += " <span class=\"place\">" + place + "</span>";
          text_ += "</li>\n";
        }
        text_ += "</ol>\n";
        if (block.left_out > 0) text_ += "<p class=\"left\">and " + std::to_string(block.left_out) + " more</p>\n";
      }
      text_ += "</section>\n";
    }
    text_ += "</div>\n";
    if (sides.size() > kMostSides) {
      text_ += "<p class=\"left\">and " + std::to_string(sides.size() - kMostSides) + " more threads or steps</p>\n";
    }
  }

  void Source(const report::Frame& frame, const std::vector<std::string>& subjects) {
    const std::vector<ExcerptLine> lines = Excerpt(frame, subjects, sources_);
    if (lines.empty()) return;
    const std::string place = Markup(PlaceOf(frame, sources_));
    text_ += "<p class=\"place\">" + place + "</p>\n<pre tabindex=\"0\" aria-label=\"source of " + place + "\">";
    for (const ExcerptLine& line : lines) {
      std::string number = std::to_string(line.number);
      number.insert(0, 5 - std::min<std::size_t>(number.size(), 5), ' ');
      if (!line.marked) {
        text_ += number + " | " + Markup(line.text) + "\n";
        continue;
      }
      const std::string_view text = line.text;
      const std::size_t from = Fitting(text, line.caret.at);
      const std::size_t length = Fitting(text.substr(from), line.caret.length);
      text_ += "<span class=\"hit\">" + number + " | " + Markup(text.substr(0, from)) + "<u>" +
               Markup(text.substr(from, length)) + "</u>" + Markup(text.substr(from + length)) + "</span>\n";
    }
    text_ += "</pre>\n";
  }

  const std::vector<Card>& cards_;
  Sources& sources_;
  std::string text_;
};

}  // namespace

std::string CardsAsHtml(const std::vector<Card>& cards, Sources& sources) { return Page(cards, sources).Print(); }

}  // namespace snarl::views
