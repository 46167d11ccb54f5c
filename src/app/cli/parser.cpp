#include "cli/parser.h"

#include <algorithm>
#include <set>

#include "levada/base/text.h"

namespace levada::app {

namespace {

bool is_help(std::string_view word) {
    return word == "--help" || word == "-h";
}

/// The longest command whose path the words begin with.
const CommandSpec* find_command(const std::vector<CommandSpec>& commands, const std::vector<std::string>& words) {
    const CommandSpec* best = nullptr;
    for (const CommandSpec& command : commands) {
        const bool is_match =
            command.path.size() <= words.size() && std::equal(command.path.begin(), command.path.end(), words.begin());
        if (is_match && (best == nullptr || command.path.size() > best->path.size())) {
            best = &command;
        }
    }
    return best;
}

/// The words up to the first option that name a group of commands.
std::vector<std::string> group_of(const std::vector<CommandSpec>& commands, const std::vector<std::string>& words) {
    std::vector<std::string> group;
    for (const std::string& word : words) {
        std::vector<std::string> longer = group;
        longer.push_back(word);
        const bool is_group = std::any_of(commands.begin(), commands.end(), [&](const CommandSpec& command) {
            return command.path.size() > longer.size() &&
                   std::equal(longer.begin(), longer.end(), command.path.begin());
        });
        if (!is_group) {
            return group;
        }
        group = std::move(longer);
    }
    return group;
}

Error unknown_command(const std::vector<CommandSpec>& commands,
                      const std::vector<std::string>& group,
                      const std::string& word) {
    std::set<std::string> names;
    for (const CommandSpec& command : commands) {
        if (command.path.size() > group.size() && std::equal(group.begin(), group.end(), command.path.begin())) {
            names.insert(command.path[group.size()]);
        }
    }
    const std::string prefix = group.empty() ? "" : join(group, " ") + " ";
    std::string message = "there is no command \"" + prefix + word + "\"";
    if (const auto near = nearest(word, std::vector<std::string>(names.begin(), names.end()))) {
        message += "; did you mean \"" + prefix + *near + "\"?";
    }
    return Error(ErrorCode::invalid_config, message).hint("levada " + prefix + "--help");
}

/// Reads the words after a command's name.
class ArgumentParser {
public:
    ArgumentParser(const CommandSpec& command, std::vector<std::string> words)
        : command_(command), words_(std::move(words)) {
        options_ = command.options;
        options_.insert(options_.end(), common_options().begin(), common_options().end());
    }

    Result<Arguments> parse() {
        for (const OptionSpec& option : options_) {
            if (!option.otherwise.empty()) {
                arguments_.set(option.name, option.otherwise);
            }
        }
        while (at_ < words_.size()) {
            const std::string& word = words_[at_++];
            if (word == "--" && !is_only_operands_) {
                is_only_operands_ = true;
            } else if (!is_only_operands_ && word.size() > 1 && word.starts_with('-')) {
                LEVADA_CHECK(take_option(word));
            } else {
                LEVADA_CHECK(take_operand(word));
            }
        }
        LEVADA_CHECK(demand_required());
        return std::move(arguments_);
    }

private:
    Error wrong(const std::string& message) const {
        return Error(ErrorCode::invalid_config, message).hint("levada " + join(command_.path, " ") + " --help");
    }

    Status take_option(const std::string& word) {
        const std::size_t equals = word.find('=');
        const std::string name = word.starts_with("--") ? word.substr(2, equals - 2) : word;
        const auto option =
            std::find_if(options_.begin(), options_.end(), [&](const OptionSpec& spec) { return spec.name == name; });
        if (option == options_.end()) {
            return unknown_option(word.substr(0, equals));
        }
        if (option->value_name.empty()) {
            if (equals != std::string::npos) {
                return wrong("--" + name + " takes no value");
            }
            arguments_.set(name, "true");
            return ok();
        }
        std::string value;
        if (equals != std::string::npos) {
            value = word.substr(equals + 1);
        } else if (at_ < words_.size()) {
            value = words_[at_++];
        } else {
            return wrong("--" + name + " needs a value: " + option->value_name);
        }
        return set_value(*option, std::move(value));
    }

    Status set_value(const OptionSpec& option, std::string value) {
        const bool is_allowed = option.choices.empty() ||
                                std::find(option.choices.begin(), option.choices.end(), value) != option.choices.end();
        if (!is_allowed) {
            return wrong("--" + option.name + ": wanted one of " + join(option.choices, ", ") + ", found \"" + value +
                         "\"");
        }
        arguments_.set(option.name, std::move(value));
        return ok();
    }

    Error unknown_option(const std::string& word) const {
        std::vector<std::string> names;
        names.reserve(options_.size());
        for (const OptionSpec& option : options_) {
            names.push_back("--" + option.name);
        }
        std::string message = "there is no option " + word;
        if (const auto near = nearest(word, names)) {
            message += "; did you mean " + *near + "?";
        }
        return wrong(message);
    }

    Status take_operand(const std::string& word) {
        if (operand_ >= command_.operands.size()) {
            return wrong("unexpected argument \"" + word + "\"");
        }
        arguments_.set(command_.operands[operand_++].name, word);
        return ok();
    }

    Status demand_required() const {
        for (const OperandSpec& operand : command_.operands) {
            if (operand.is_required && !arguments_.has(operand.name)) {
                return wrong("argument " + operand.name + " is missing: " + operand.help);
            }
        }
        for (const OptionSpec& option : options_) {
            if (option.is_required && !arguments_.has(option.name)) {
                return wrong("option --" + option.name + " " + option.value_name + " is missing: " + option.help);
            }
        }
        return ok();
    }

    const CommandSpec& command_;
    std::vector<std::string> words_;
    std::vector<OptionSpec> options_;
    Arguments arguments_;
    std::size_t at_ = 0;
    std::size_t operand_ = 0;
    bool is_only_operands_ = false;
};

}  // namespace

namespace {

/// How many words the common option at `at` takes; 0 when it is none.
std::size_t common_option_length(const std::vector<std::string>& words, std::size_t at) {
    for (const OptionSpec& option : common_options()) {
        if (words[at] == "--" + option.name) {
            return option.value_name.empty() || at + 1 == words.size() ? 1 : 2;
        }
        if (words[at].starts_with("--" + option.name + "=")) {
            return 1;
        }
    }
    return 0;
}

/// Options of every command may also stand before the command: they are moved behind all else.
std::vector<std::string> command_first(const std::vector<std::string>& words) {
    std::size_t at = 0;
    while (at < words.size()) {
        const std::size_t length = common_option_length(words, at);
        if (length == 0) {
            break;
        }
        at += length;
    }
    std::vector<std::string> ordered(words.begin() + static_cast<std::ptrdiff_t>(at), words.end());
    const auto end_of_options = std::find(ordered.begin(), ordered.end(), "--");
    ordered.insert(end_of_options, words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
    return ordered;
}

}  // namespace

Result<Invocation> parse_command_line(const std::vector<CommandSpec>& commands, const std::vector<std::string>& given) {
    const std::vector<std::string> words = command_first(given);
    const auto end_of_options = std::find(words.begin(), words.end(), "--");
    const bool wants_help = std::any_of(words.begin(), end_of_options, is_help);
    const CommandSpec* command = find_command(commands, words);
    const std::vector<std::string> group = group_of(commands, words);
    if (command == nullptr) {
        if (group.size() == words.size() || (wants_help && is_help(words[group.size()]))) {
            return Invocation{nullptr, {}, help_of(commands, group)};
        }
        if (words[group.size()] == "--version") {
            return parse_command_line(commands, {"version"});
        }
        return unknown_command(commands, group, words[group.size()]);
    }
    if (wants_help) {
        return Invocation{nullptr, {}, help_of(commands, command->path)};
    }
    const std::vector<std::string> rest(words.begin() + static_cast<std::ptrdiff_t>(command->path.size()), words.end());
    LEVADA_TRY(Arguments arguments, ArgumentParser(*command, rest).parse());
    return Invocation{command, std::move(arguments), {}};
}

}  // namespace levada::app
