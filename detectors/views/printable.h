// SPDX-License-Identifier: Apache-2.0
//
// Text of strangers, made fit for where it is shown. Names of functions, threads, locks and files come out of logs: they
// may hold anything, also what would recolour a terminal, end a comment, or run as a command of a build server.
//
// Thread safety: no state. Cost: one pass.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace snarl::views {

// One line of UTF-8 for a person: a control character, a byte that is no UTF-8, and what turns the direction of writing
// becomes U+FFFD; line breaks and tabs become blanks.
[[nodiscard]] std::string Printable(std::string_view text);

// Printable, and safe inside XML and HTML, also in attributes.
[[nodiscard]] std::string Markup(std::string_view text);

// Printable, and plain words in Markdown: no link, mention, emphasis or tag.
[[nodiscard]] std::string MarkdownWords(std::string_view text);

// As inline code in Markdown, whatever backticks are in it.
[[nodiscard]] std::string MarkdownCode(std::string_view text);

// How many columns a UTF-8 text takes, taking one for each character; and the longest start of it that takes no more
// than `columns`, in bytes.
[[nodiscard]] std::size_t Columns(std::string_view text);
[[nodiscard]] std::size_t Fitting(std::string_view text, std::size_t columns);

}  // namespace snarl::views
