// SPDX-License-Identifier: Apache-2.0
//
// The gallery: which demos there are, and where each one's source and two programs stand. Read from the manifest that
// the build writes, one demo a line, in the order of the syllabus:
//
//   chapter/name<TAB>source<TAB>unsafe program<TAB>safe program        (relative paths start at the manifest's folder)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/verdict.h"

namespace snarl::cli {

struct Demo {
  std::string name;  // "chapter/name"
  std::string source;
  std::string unsafe_program;
  std::string safe_program;

  [[nodiscard]] const std::string& Program(Variant variant) const {
    return variant == Variant::kUnsafe ? unsafe_program : safe_program;
  }
  [[nodiscard]] std::string_view chapter() const;
  [[nodiscard]] std::string_view title() const;  // the name without its chapter
};

// Pure. Throws Fault, "path:line: what is expected".
[[nodiscard]] std::vector<Demo> ParseGallery(std::string_view text, const std::string& path);

// The demo of this name: "chapter/name", or the name alone where no other chapter has it. Throws Fault, with the
// nearest.
[[nodiscard]] const Demo& FindDemo(const std::vector<Demo>& gallery, std::string_view name);

// `asked`: --gallery, a manifest or the folder of a gallery.tsv. Where it is empty: $SNARL_GALLERY; then
// demos/gallery.tsv beside this program.
[[nodiscard]] std::vector<Demo> ReadGallery(const std::string& asked);

// Throws Fault, saying how to build it, where the program is not there to be played.
void RequireProgram(const Demo& demo, Variant variant);

}  // namespace snarl::cli
