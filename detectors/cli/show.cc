// SPDX-License-Identifier: Apache-2.0
#include "cli/show.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/collect.h"
#include "cli/deliver.h"
#include "cli/fault.h"
#include "cli/terminal.h"
#include "snarl/report/colour.h"
#include "views/build_server.h"
#include "views/document.h"
#include "views/html.h"
#include "views/markdown.h"
#include "views/picture.h"
#include "views/sarif.h"
#include "views/text.h"

namespace snarl::cli {
namespace {

using Cards = std::vector<views::Card>;

std::string AsText(const Cards& cards, views::Sources& sources, const ShowStyle& style) {
  constexpr int kWidest = 200;
  const int width = style.output.empty() ? Width(stdout, 100) : 100;
  const views::Look look{IsColoured(style), static_cast<std::size_t>(std::clamp(width, 40, kWidest))};
  return style.summary ? views::SummaryAsText(cards, sources, look) : views::CardsAsText(cards, sources, look);
}

struct Format {
  std::string_view name;
  std::string (*render)(const Cards&, views::Sources&, const ShowStyle&);
};

constexpr Format kFormats[] = {
    {"text", AsText},
    {"json", [](const Cards& cards, views::Sources&, const ShowStyle&) { return views::CardsAsJson(cards); }},
    {"markdown", [](const Cards& cards, views::Sources& sources,
                    const ShowStyle&) { return views::CardsAsMarkdown(cards, sources); }},
    {"github", [](const Cards& cards, views::Sources& sources,
                  const ShowStyle&) { return views::CardsAsGithub(cards, sources); }},
    {"gitlab", [](const Cards& cards, views::Sources& sources,
                  const ShowStyle&) { return views::CardsAsGitlab(cards, sources); }},
    {"junit",
     [](const Cards& cards, views::Sources& sources, const ShowStyle&) { return views::CardsAsJunit(cards, sources); }},
    {"sarif", [](const Cards& cards, views::Sources& sources,
                 const ShowStyle&) { return views::CardsAsSarif(cards, sources, SNARL_VERSION); }},
    {"html",
     [](const Cards& cards, views::Sources& sources, const ShowStyle&) { return views::CardsAsHtml(cards, sources); }},
    {"dot",
     [](const Cards& cards, views::Sources& sources, const ShowStyle&) { return views::CardsAsDot(cards, sources); }},
};

}  // namespace

std::vector<std::string> Formats() {
  std::vector<std::string> names;
  for (const Format& format : kFormats) names.emplace_back(format.name);
  return names;
}

bool IsColoured(const ShowStyle& style) {
  if (!style.output.empty()) return style.color == "always";
  return report::WantsColour(style.color, STDOUT_FILENO);
}

std::string Render(const Cards& cards, const ShowStyle& style) {
  if (style.summary && style.format != "text") throw Fault("--summary is for --format text");
  for (const std::string& root : style.source_roots) {
    if (access(root.c_str(), R_OK | X_OK) != 0)
      throw Fault("--source-root: " + root + " is no folder that can be read");
  }
  views::Sources sources(style.source_roots);
  const auto* format = std::ranges::find(kFormats, style.format, &Format::name);
  return format->render(cards, sources, style);
}

int Show(const ShowArguments& arguments) {
  const std::vector<report::Kind> kinds = ParseKinds(arguments.kinds);
  views::Cards cards;
  const Reading reading = Collect(arguments.files, kinds, cards);
  const ShowStyle& style = arguments.style;
  Deliver(Render(cards.Sorted(), style), {style.output, style.format == "text", style.no_pager});
  return reading.Status(cards.size() != 0);
}

}  // namespace snarl::cli
