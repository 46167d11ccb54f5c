#include "cli/parser.h"

#include <algorithm>

#include "levada/base/text.h"

namespace levada::app {

namespace {

constexpr std::size_t kColumnWidthMax = 30;

struct Row {
    std::string left;
    std::string right;
};

void append_rows(std::string& out, const std::string& title, const std::vector<Row>& rows) {
    if (rows.empty()) {
        return;
    }
    std::size_t width = 0;
    for (const Row& row : rows) {
        width = std::max(width, std::min(row.left.size(), kColumnWidthMax));
    }
    out += "\n" + title + ":\n";
    for (const Row& row : rows) {
        out += "  " + row.left + std::string(width > row.left.size() ? width - row.left.size() : 0, ' ') + "  " +
               row.right + "\n";
    }
}

bool begins_with(const CommandSpec& command, const std::vector<std::string>& path) {
    return command.path.size() >= path.size() && std::equal(path.begin(), path.end(), command.path.begin());
}

Row row_of(const OptionSpec& option) {
    std::string left = "--" + option.name;
    std::string right = option.help;
    if (!option.value_name.empty()) {
        left += " " + option.value_name;
    }
    if (!option.choices.empty()) {
        right += " One of: " + join(option.choices, ", ") + ".";
    }
    if (!option.otherwise.empty()) {
        right += " Default: \"" + option.otherwise + "\".";
    }
    if (option.is_required) {
        right += " Required.";
    }
    return {std::move(left), std::move(right)};
}

std::string help_of_command(const CommandSpec& command) {
    std::string out = command.summary + "\n\nUsage: levada " + join(command.path, " ");
    std::vector<Row> operands;
    for (const OperandSpec& operand : command.operands) {
        out += operand.is_required ? " " + operand.name : " [" + operand.name + "]";
        operands.push_back({operand.name, operand.help});
    }
    out += " [OPTIONS]\n";
    append_rows(out, "Arguments", operands);
    std::vector<Row> own;
    std::transform(command.options.begin(), command.options.end(), std::back_inserter(own), row_of);
    append_rows(out, "Options", own);
    std::vector<Row> common;
    std::transform(common_options().begin(), common_options().end(), std::back_inserter(common), row_of);
    common.push_back({"--help", "Print this page."});
    append_rows(out, "Options of every command", common);
    if (!command.details.empty()) {
        out += "\n" + command.details + (command.details.ends_with('\n') ? "" : "\n");
    }
    return out;
}

std::string help_of_group(const std::vector<CommandSpec>& commands, const std::vector<std::string>& path) {
    std::string out;
    if (path.empty()) {
        out =
            "Levada carries data from third-party REST APIs to tables that you query.\n\n"
            "Usage: levada COMMAND [OPTIONS]\n";
    } else {
        out = "Usage: levada " + join(path, " ") + " COMMAND [OPTIONS]\n";
    }
    std::vector<Row> rows;
    for (const CommandSpec& command : commands) {
        if (begins_with(command, path)) {
            const std::vector<std::string> rest(command.path.begin() + static_cast<std::ptrdiff_t>(path.size()),
                                                command.path.end());
            rows.push_back({join(rest, " "), command.summary});
        }
    }
    append_rows(out, "Commands", rows);
    out +=
        "\n`levada COMMAND --help` says more. Exit codes: 0 success, 1 failure, 2 internal error, 3 partial, 5 "
        "configuration, 75 try again.\n";
    return out;
}

}  // namespace

std::string help_of(const std::vector<CommandSpec>& commands, const std::vector<std::string>& path) {
    const auto found = std::find_if(
        commands.begin(), commands.end(), [&](const CommandSpec& command) { return command.path == path; });
    return found == commands.end() ? help_of_group(commands, path) : help_of_command(*found);
}

}  // namespace levada::app
