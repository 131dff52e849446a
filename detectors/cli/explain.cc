// SPDX-License-Identifier: Apache-2.0
#include "cli/explain.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "cli/collect.h"
#include "cli/deliver.h"
#include "cli/fault.h"
#include "cli/terminal.h"
#include "cli/words.h"
#include "views/card.h"
#include "views/kinds.h"

namespace snarl::cli {
namespace {

constexpr std::size_t kShortest = 4;  // of the beginning of a fingerprint

// A paragraph, with lines of at most `width` columns.
std::string Paragraph(std::string_view text, std::size_t width, const std::string& first, const std::string& later) {
  std::string out = first;
  std::size_t column = Columns(first);
  bool starts = true;
  for (const std::string_view word : Words(text)) {
    if (!starts && column + 1 + Columns(word) > width) {
      out += "\n" + later;
      column = Columns(later);
      starts = true;
    }
    if (!starts) out += " ";
    column += (starts ? 0 : 1) + Columns(word);
    out += word;
    starts = false;
  }
  return out + "\n";
}

std::string KindText(const views::KindPage& page, std::size_t width, bool colour) {
  std::string text = Paint(Style::kBold, std::string(report::Name(page.kind)) + ": " + std::string(page.title), colour);
  text += "\n\n" + Paragraph(std::string(page.what) + ".", width, "  ", "  ");
  text += "\n" + Paragraph(page.story, width, "  ", "  ");
  text += "\n" + Paint(Style::kBold, "What to do", colour) + "\n";
  for (const std::string_view cure : page.cures) {
    if (!cure.empty()) text += Paragraph(cure, width, "  - ", "    ");
  }
  text += "\n" + Paint(Style::kBold, "Who sees it", colour) + "\n" + Paragraph(page.seen_by, width, "  ", "  ");
  if (!page.demo.empty()) {
    const std::string demo(page.demo);
    text += "\n" + Paint(Style::kBold, "See it happen", colour) + "\n  snarl demo show " + demo +
            "\n  snarl demo play " + demo + "\n";
  }
  return text;
}

std::string AllKinds(bool colour) {
  std::string text;
  for (const views::KindPage& page : views::KindPages()) {
    const std::string name(report::Name(page.kind));
    constexpr std::size_t kColumn = 22;
    text += Paint(Style::kBold, name, colour) + std::string(kColumn - name.size(), ' ') + std::string(page.what) + "\n";
  }
  return text;
}

// The card whose fingerprint begins so.
views::Card FindCard(const ExplainArguments& arguments) {
  views::Cards cards;
  (void)Collect(arguments.files, {}, cards);
  std::vector<views::Card> found;
  for (const views::Card& card : cards.Sorted()) {
    if (card.finding.fingerprint.starts_with(arguments.what)) found.push_back(card);
  }
  if (found.empty()) throw Fault("no bug in these files has a fingerprint that begins with " + arguments.what);
  if (found.size() > 1) {
    throw Fault(std::to_string(found.size()) + " bugs in these files have a fingerprint that begins with " +
                arguments.what);
  }
  return found.front();
}

bool LooksLikeFingerprint(const std::string& word) {
  return word.size() >= kShortest && word.size() <= 16 &&
         std::ranges::all_of(word, [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
}

}  // namespace

int Explain(const ExplainArguments& arguments) {
  constexpr int kWidest = 100;
  const bool colour = IsColoured(arguments.style);
  const auto width = static_cast<std::size_t>(std::clamp(Width(stdout, kWidest), 40, kWidest));
  std::string text;
  report::Kind kind{};
  if (arguments.what.empty()) {
    text = AllKinds(colour);
  } else if (report::Parse(arguments.what, kind)) {
    text = KindText(views::PageOf(kind), width, colour);
  } else if (LooksLikeFingerprint(arguments.what)) {
    if (arguments.files.empty()) throw Fault("a fingerprint is looked for in reports; name some after it");
    const views::Card card = FindCard(arguments);
    text = Render({card}, arguments.style) + "\n" + KindText(views::PageOf(card.finding.kind), width, colour);
  } else {
    throw Fault("\"" + arguments.what + "\" is neither a kind of finding" + DidYouMean(arguments.what, KindNames()) +
                " nor a fingerprint; \"snarl explain\" lists the kinds");
  }
  Deliver(text, {"", /*page=*/true, arguments.style.no_pager});
  return kDone;
}

}  // namespace snarl::cli
