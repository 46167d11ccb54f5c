#include "cli/command.h"
#include "run/table_tool.h"

#include "levada/base/file.h"

namespace levada::app {

namespace {

Result<ExitCode> run_table_apply(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const std::string text, read_file(arguments.text("script")));
    const auto script = parse_json(text);
    if (!script) {
        return Error(ErrorCode::invalid_config, script.error().message()).at(arguments.text("script"), 0);
    }
    LEVADA_CHECK(with_table_context([&](const lake::ScriptContext& context) {
        return lake::apply_script(context, arguments.text("path"), *script, [&](std::string_view line) {
            print(process.out, std::string(line) + "\n");
        });
    }));
    return ExitCode::success;
}

}  // namespace

CommandSpec command_table_apply() {
    return {
        .path = {"table", "apply"},
        .summary = "Run the steps of a script on a Hudi table.",
        .operands = {},
        .options = {{.name = "script",
                     .value_name = "FILE",
                     .help = "JSON: {\"table\": …, \"steps\": […]}.",
                     .choices = {},
                     .otherwise = "",
                     .is_required = true},
                    {.name = "path",
                     .value_name = "DIR",
                     .help = "The table's folder; the first step makes it.",
                     .choices = {},
                     .otherwise = "",
                     .is_required = true}},
        .details = "Prints one JSON line per step.\n",
        .run = run_table_apply,
    };
}

}  // namespace levada::app
