#include "cli/command.h"
#include "run/table_tool.h"

namespace levada::app {

namespace {

Result<ExitCode> run_table_read(const Process& process, const Arguments& arguments) {
    LEVADA_CHECK(with_table_context([&](const lake::ScriptContext& context) {
        return lake::read_table(context, arguments.text("path"), arguments.text("as-of"), [&](std::string_view line) {
            print(process.out, std::string(line) + "\n");
        });
    }));
    return ExitCode::success;
}

}  // namespace

CommandSpec command_table_read() {
    return {
        .path = {"table", "read"},
        .summary = "Print the rows of a Hudi table as JSON lines.",
        .operands = {},
        .options = {{.name = "path",
                     .value_name = "DIR",
                     .help = "The table's folder.",
                     .choices = {},
                     .otherwise = "",
                     .is_required = true},
                    {.name = "as-of",
                     .value_name = "INSTANT",
                     .help = "The rows as they were at this instant of the timeline.",
                     .choices = {},
                     .otherwise = ""}},
        .details = "",
        .run = run_table_read,
    };
}

}  // namespace levada::app
