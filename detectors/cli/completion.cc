// SPDX-License-Identifier: Apache-2.0
#include "cli/completion.h"

#include <algorithm>

namespace snarl::cli {
namespace {

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Within single quotes, for all three shells.
std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c == '\n' ? ' ' : c;
    }
  }
  return out + "'";
}

std::string OptionNames(const CompletedVerb& verb) {
  std::string names;
  for (const CompletedOption& option : verb.options) names += (names.empty() ? "" : " ") + Joined(option.names);
  return names;
}

std::string Pattern(const CompletedVerb& verb, const CompletedOption& option) {
  std::string pattern;
  for (const std::string& name : option.names) {
    pattern += (pattern.empty() ? "" : "|") + Quoted(verb.path + ":" + name);
  }
  return pattern;
}

// The verb is the longest path of words without dashes that is one; what comes after it does not change it.
std::string Bash(const std::vector<CompletedVerb>& verbs) {
  std::string paths;
  std::string values;
  std::string words;
  for (const CompletedVerb& verb : verbs) {
    if (!verb.path.empty()) paths += (paths.empty() ? "" : "|") + Quoted(verb.path);
    words += "    " + Quoted(verb.path) + ")\n      options=" + Quoted(OptionNames(verb)) +
             "\n      words=" + Quoted(Joined(verb.verbs.empty() ? verb.words : verb.verbs)) + "\n      ;;\n";
    for (const CompletedOption& option : verb.options) {
      if (!option.takes_value) continue;
      values += "    " + Pattern(verb, option) + ")\n      values=" + Quoted(Joined(option.values)) +
                "\n      takes=1\n      ;;\n";
    }
  }
  return R"(# bash completion for snarl, made by "snarl completion bash"
_snarl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb='' options='' words='' values='' takes=''
  local i next
  for ((i = 1; i < COMP_CWORD; i++)); do
    next=${verb:+$verb }${COMP_WORDS[i]}
    case $next in
    )" + paths +
         R"() verb=$next ;;
    esac
  done
  # --format=te comes as three words where '=' breaks words
  if [ "$previous" = = ]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  elif [ "$current" = = ]; then
    current=''
  fi
  case $verb:$previous in
)" + values +
         R"(  esac
  case $verb in
)" + words +
         R"(  esac
  COMPREPLY=()
  if [ -n "$takes" ]; then
    [ -z "$values" ] || mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
    [ -n "$values" ] || compopt -o default 2>/dev/null
    return
  fi
  case $current in
  -*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current") ;;
  *)
    [ -z "$words" ] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    compopt -o default 2>/dev/null
    ;;
  esac
}
complete -F _snarl snarl
)";
}

std::string Fish(const std::vector<CompletedVerb>& verbs) {
  std::string text = "# fish completion for snarl, made by \"snarl completion fish\"\n";
  for (const CompletedVerb& verb : verbs) {
    std::string condition;
    for (std::size_t at = 0, end = 0; !verb.path.empty() && end != std::string::npos; at = end + 1) {
      end = verb.path.find(' ', at);
      condition += (condition.empty() ? "" : "; and ") + std::string("__fish_seen_subcommand_from ") +
                   verb.path.substr(at, end - at);
    }
    if (verb.path.empty()) condition = "__fish_use_subcommand";
    const std::string start = "complete -c snarl -n " + Quoted(condition);
    for (const std::string& name : verb.verbs) {
      const std::string path = verb.path.empty() ? name : verb.path + " " + name;
      const auto below = std::ranges::find(verbs, path, &CompletedVerb::path);
      text += start + " -f -a " + name + " -d " + Quoted(below == verbs.end() ? "" : below->what) + "\n";
    }
    if (!verb.words.empty()) text += start + " -a " + Quoted(Joined(verb.words)) + "\n";
    for (const CompletedOption& option : verb.options) {
      std::string line = start;
      for (const std::string& name : option.names) {
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      if (option.takes_value) line += option.values.empty() ? " -r" : " -x -a " + Quoted(Joined(option.values));
      text += line + " -d " + Quoted(option.what) + "\n";
    }
  }
  return text;
}

}  // namespace

std::string CompletionFor(std::string_view shell, const std::vector<CompletedVerb>& verbs) {
  if (shell == "fish") return Fish(verbs);
  if (shell == "bash") return Bash(verbs);
  return "#compdef snarl\nautoload -U +X compinit bashcompinit && compinit && bashcompinit\n" + Bash(verbs);
}

}  // namespace snarl::cli
