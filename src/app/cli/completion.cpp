#include "cli/completion.h"

#include <map>
#include <set>

#include "levada/base/text.h"

namespace levada::app {

namespace {

/// The words that may follow each path of commands: "" -> "airbyte run …", "run" -> "--stream …".
std::map<std::string, std::set<std::string>> words_by_path(const std::vector<CommandSpec>& commands) {
    std::map<std::string, std::set<std::string>> words;
    for (const CommandSpec& command : commands) {
        std::string path;
        for (const std::string& word : command.path) {
            words[path].insert(word);
            path += (path.empty() ? "" : " ") + word;
        }
        for (const OptionSpec& option : command.options) {
            words[path].insert("--" + option.name);
        }
        for (const OptionSpec& option : common_options()) {
            words[path].insert("--" + option.name);
        }
        words[path].insert("--help");
    }
    return words;
}

std::string joined(const std::set<std::string>& words) {
    return join(std::vector<std::string>(words.begin(), words.end()), " ");
}

std::string bash_script(const std::vector<CommandSpec>& commands) {
    std::string cases;
    for (const auto& [path, words] : words_by_path(commands)) {
        cases += "        \"" + path + "\") words=\"" + joined(words) + "\" ;;\n";
    }
    return "# bash completion of levada:  source <(levada completion bash)\n"
           "_levada() {\n"
           "    local current=\"${COMP_WORDS[COMP_CWORD]}\" path=\"\" words=\"\" word\n"
           "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
           "        [[ $word == -* ]] && break\n"
           "        path=\"${path:+$path }$word\"\n"
           "    done\n"
           "    case \"$path\" in\n" +
           cases +
           "        *) words=\"--help\" ;;\n"
           "    esac\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
           "    [[ ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- \"$current\"))\n"
           "}\n"
           "complete -F _levada levada\n";
}

std::string fish_script(const std::vector<CommandSpec>& commands) {
    std::string out = "# fish completion of levada:  levada completion fish | source\n";
    std::set<std::string> firsts;
    for (const CommandSpec& command : commands) {
        const std::string& first = command.path.front();
        if (firsts.insert(first).second) {
            out += "complete -c levada -n __fish_use_subcommand -a " + first + " -d '" +
                   replace_all(command.summary, "'", "\\'") + "'\n";
        }
        if (command.path.size() > 1) {
            out += "complete -c levada -n '__fish_seen_subcommand_from " + first + "' -a " + command.path[1] + "\n";
        }
        for (const OptionSpec& option : command.options) {
            out += "complete -c levada -n '__fish_seen_subcommand_from " + first + "' -l " + option.name + "\n";
        }
    }
    return out;
}

}  // namespace

Result<std::string> completion_script(const std::vector<CommandSpec>& commands, const std::string& shell) {
    if (shell == "bash") {
        return bash_script(commands);
    }
    if (shell == "zsh") {
        return "# zsh completion of levada:  source <(levada completion zsh)\n"
               "autoload -U +X bashcompinit && bashcompinit\n" +
               bash_script(commands);
    }
    if (shell == "fish") {
        return fish_script(commands);
    }
    return Error(ErrorCode::invalid_config, "wanted bash, zsh or fish, found \"" + shell + "\"");
}

}  // namespace levada::app
