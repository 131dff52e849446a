// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/function_name.h"

#include <cxxabi.h>

#include <cctype>
#include <cstdlib>
#include <memory>

namespace snarl::report {
namespace {

constexpr std::string_view kAnonymous = "(anonymous namespace)::";
constexpr std::string_view kOperator = "operator";

char Closing(char open) { return open == '(' ? ')' : open == '<' ? '>' : open == '{' ? '}' : ']'; }

// From an opening bracket to just behind its partner; to the end where there is none.
std::size_t SkipBracket(std::string_view text, std::size_t at) {
  std::string closing;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '(' || c == '<' || c == '{' || c == '[') {
      closing += Closing(c);
    } else if (!closing.empty() && c == closing.back()) {
      closing.pop_back();
      if (closing.empty()) return at + 1;
    }
  }
  return text.size();
}

bool IsNameCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

// Length of the operator's symbol that `text` starts with: the longest, but "<<<char>" is "<<" and a template argument.
std::size_t SymbolLength(std::string_view text) {
  constexpr std::string_view kLong[] = {"<=>", "<<=", ">>=", "->*", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
                                        "++",  "--",  "+=",  "-=",  "*=", "/=", "%=", "^=", "&=", "|=", "->"};
  for (const std::string_view symbol : kLong) {
    if (text.starts_with(symbol)) return symbol.size();
  }
  return !text.empty() && std::string_view("<>=!+-*/%^&|~,").find(text[0]) != std::string_view::npos ? 1 : 0;
}

// Length of "operator()", "operator<<", "operator bool", … at `at`; 0 where no operator's name starts there.
std::size_t OperatorLength(std::string_view text, std::size_t at) {
  if (text.substr(at, kOperator.size()) != kOperator) return 0;
  if (at > 0 && IsNameCharacter(text[at - 1])) return 0;
  std::size_t end = at + kOperator.size();
  if (end < text.size() && IsNameCharacter(text[end])) return 0;
  if (text.substr(end, 2) == "()" || text.substr(end, 2) == "[]") return end + 2 - at;
  if (end < text.size() && text[end] == ' ') return std::min(text.find('(', end), text.size()) - at;
  end += SymbolLength(text.substr(end));
  return end - at;
}

// A parameter list is followed by the name of something local to the function, or it ends the name.
bool LocalNameFollows(std::string_view text, std::size_t& at) {
  std::string_view rest = text.substr(at);
  constexpr std::string_view kConst = " const";
  if (rest.substr(0, kConst.size()) == kConst) rest.remove_prefix(kConst.size());
  if (rest.substr(0, 2) != "::") return false;
  at = text.size() - rest.size();
  return true;
}

bool StartsLambda(std::string_view text, std::size_t at) {
  return text.substr(at, 7) == "{lambda" || text.substr(at, 8) == "{unnamed" || text.substr(at, 7) == "'lambda" ||
         text.substr(at, 8) == "'unnamed" || text.substr(at, 3) == "$_0" ||
         (text.substr(at, 2) == "$_" && at + 2 < text.size() &&
          std::isdigit(static_cast<unsigned char>(text[at + 2])) != 0);
}

}  // namespace

std::string Demangle(const char* symbol) {
  // A plain "g" would come back as the type it is the code of, "__float128".
  if (std::string_view(symbol).substr(0, 2) != "_Z") return symbol;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> plain(abi::__cxa_demangle(symbol, nullptr, nullptr, &status),
                                                          &std::free);
  std::string name = status == 0 && plain != nullptr ? plain.get() : symbol;
  // The parts an optimiser splits off are the same function to a reader.
  if (const std::size_t clone = name.find(" [clone "); clone != std::string::npos) name.resize(clone);
  return name;
}

std::string QualifiedName(std::string_view function) {
  std::string name;
  for (std::size_t at = 0; at < function.size();) {
    const char c = function[at];
    if (function.substr(at, kAnonymous.size()) == kAnonymous) {
      at += kAnonymous.size();
    } else if (const std::size_t length = OperatorLength(function, at); length != 0) {
      name += function.substr(at, length);
      at += length;
    } else if (c == '(') {
      at = SkipBracket(function, at);
      if (!LocalNameFollows(function, at) && !name.empty() && name != "decltype") break;
    } else if (c == '<' && name.empty()) {
      name += c;  // "<lambda()>", "<null>"
      ++at;
    } else if (c == '<' || c == '[') {
      at = SkipBracket(function, at);
    } else if (c == '{') {
      const std::size_t end = SkipBracket(function, at);
      name += function.substr(at, end - at);
      at = end;
    } else if (c == ' ') {
      name.clear();  // that was the return type
      ++at;
    } else if ((c == '*' || c == '&') && name.empty()) {
      ++at;
    } else {
      name += c;
      ++at;
    }
  }
  return name;
}

std::string PlainName(std::string_view function) {
  std::string name = QualifiedName(function);
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (!StartsLambda(name, at)) continue;
    name.resize(at >= 2 ? at - 2 : 0);
    break;
  }
  if (name == "operator()") return "";
  if (const std::size_t scope = name.rfind("::"); scope != std::string::npos) name.erase(0, scope + 2);
  return name;
}

}  // namespace snarl::report
