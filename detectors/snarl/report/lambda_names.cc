// SPDX-License-Identifier: Apache-2.0
//
// What is done to every stack, wherever its frames are from; declared in symbolize.h. It needs no symbols, so that readers of
// other tools' reports can be built without what symbolize.cc needs.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "snarl/report/frames.h"
#include "snarl/report/symbolize.h"

namespace snarl::report {
namespace {

// Where the innermost template argument or parameter that ends at `end` begins: behind a '<', a comma or a blank that
// stands in no parentheses.
std::size_t ArgumentBegin(std::string_view name, std::size_t end) {
  int depth = 0;
  for (std::size_t at = end; at > 0; --at) {
    const char c = name[at - 1];
    if (c == ')') ++depth;
    if (c == '(') --depth;
    if (depth == 0 && (c == '<' || c == ',' || c == ' ')) return at;
  }
  return 0;
}

// The function that made the lambda which `name` has among its arguments; empty where there is none.
std::string LambdaMaker(std::string_view name) {
  for (const std::string_view spelling : {"::{lambda(", "::<lambda("}) {
    const std::size_t lambda = name.find(spelling);
    if (lambda == std::string_view::npos) continue;
    const std::size_t begin = ArgumentBegin(name, lambda);
    return std::string(name.substr(begin, lambda - begin));
  }
  return "";
}

}  // namespace

// g++ calls an inlined lambda "operator()" and nothing more; the calls it went through have it in their arguments.
void NameLambdas(Stack& stack) {
  constexpr std::size_t kCallsThrough = 12;
  for (std::size_t i = 0; i < stack.size(); ++i) {
    if (stack[i].function != "operator()" || !IsUserFrame(stack[i])) continue;
    for (std::size_t outer = i + 1; outer < std::min(stack.size(), i + kCallsThrough); ++outer) {
      const std::string maker = LambdaMaker(stack[outer].function);
      if (maker.empty()) continue;
      stack[i].function = maker + "::{lambda}::operator()";
      break;
    }
  }
}

void DropOwnFrames(Stack& stack) {
  const auto foreign = std::find_if_not(stack.begin(), stack.end(), IsOwnFrame);
  // A finding that points nowhere helps less than one that points at us.
  if (foreign != stack.end()) stack.erase(stack.begin(), foreign);
}

}  // namespace snarl::report
