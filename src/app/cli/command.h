#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"

namespace levada::app {

/// What a process ends with. Source: DESIGN section 7.
enum class ExitCode : std::uint8_t {
    success = 0,
    handled_failure = 1,
    internal_error = 2,
    partial = 3,
    quality_gate = 4,
    configuration = 5,
    try_again = 75,
};

/// The exit code that fits an error.
ExitCode exit_code_of(const Error& error);

/// A named option (`--format FORMAT`) or, without a value name, a flag (`--json`).
struct OptionSpec {
    std::string name;        ///< without dashes
    std::string value_name;  ///< empty: a flag
    std::string help;
    std::vector<std::string> choices;  ///< empty: any value
    std::string otherwise;             ///< the value when it is not given
    bool is_required = false;
};

/// A word without dashes, by its place.
struct OperandSpec {
    std::string name;  ///< as in help: PIPELINE
    std::string help;
    bool is_required = false;
};

/// The command line of one command after parsing.
class Arguments {
public:
    void set(const std::string& name, std::string value) { values_[name] = std::move(value); }

    /// The option's value, its default, or empty.
    const std::string& text(const std::string& name) const;
    bool has(const std::string& name) const { return values_.contains(name); }
    std::optional<std::string> find(const std::string& name) const;

private:
    std::map<std::string, std::string> values_;
};

/// The outside of the process, given by main() so that commands can be tested: environment, streams, terminal.
struct Process {
    std::map<std::string, std::string> environment;
    std::FILE* out = nullptr;
    std::FILE* error = nullptr;
    bool is_out_terminal = false;
    bool is_error_terminal = false;

    std::string environment_or(const std::string& name, std::string_view otherwise) const;
    /// Colours and progress bars: a terminal, and no NO_COLOR (https://no-color.org).
    bool has_color() const;
};

/// One command: how it is called and what it does.
struct CommandSpec {
    std::vector<std::string> path;  ///< {"state", "get"}
    std::string summary;            ///< one line
    std::vector<OperandSpec> operands;
    std::vector<OptionSpec> options;
    std::string details;  ///< printed after the options: examples, exit codes
    std::function<Result<ExitCode>(const Process&, const Arguments&)> run;
};

/// Every command, in the order of help.
std::vector<CommandSpec> all_commands();

/// Options that every command takes.
const std::vector<OptionSpec>& common_options();

/// Writes to `file`, whole.
void print(std::FILE* file, std::string_view text);

}  // namespace levada::app
