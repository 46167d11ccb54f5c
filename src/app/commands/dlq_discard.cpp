#include "cli/command.h"
#include "project/project.h"
#include "run/letter_choice.h"

namespace levada::app {

namespace {

Result<ExitCode> run_dlq_discard(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto desk, LetterDesk::open(project));
    LEVADA_TRY(const std::vector<KeptLetter> letters, letters_to_handle(desk->search(project), arguments));
    const bool is_dry = arguments.has("dry-run");
    if (!is_dry && arguments.text("why").empty()) {
        return Error(ErrorCode::invalid_config, "--why is missing: whoever looks at them later wants to know")
            .hint("for example: --why 'test records of the vendor'");
    }
    if (!is_dry) {
        LEVADA_CHECK(desk->letters->mark(
            letters, {LetterStatus::discarded, handler_name(process, arguments), arguments.text("why")}));
    }
    for (const KeptLetter& letter : letters) {
        const std::string text = letter.id + "  " + letter.pipeline + "." + letter.stream + "  " + letter.error;
        print(process.out, arguments.has("json") ? letter.to_json().dump() + "\n" : text + "\n");
    }
    if (!arguments.has("json")) {
        print(process.out, letter_count(letters.size()) + (is_dry ? " would be discarded\n" : " discarded\n"));
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_dlq_discard() {
    CommandSpec command;
    command.path = {"dlq", "discard"};
    command.summary = "Say of dead letters that they are not wanted; they stay, with who said so and why.";
    command.operands = {{.name = "ID", .help = "One letter, by its id or the begin of it.", .is_required = false}};
    command.options = letter_options();
    command.options.push_back(
        {.name = "all", .value_name = "", .help = "All that are open.", .choices = {}, .otherwise = ""});
    command.options.push_back({.name = "why",
                               .value_name = "TEXT",
                               .help = "Why they are not wanted; has to be given.",
                               .choices = {},
                               .otherwise = ""});
    command.options.push_back(
        {.name = "by", .value_name = "NAME", .help = "Who says so; the user without.", .choices = {}, .otherwise = ""});
    command.options.push_back(
        {.name = "dry-run", .value_name = "", .help = "Only say which.", .choices = {}, .otherwise = ""});
    command.details =
        "A record that is discarded stays so when it fails again. Works beside a running levada.\n"
        "  levada dlq discard --stream posts --cause 'wanted a number' --why 'test records of the vendor'\n";
    command.run = run_dlq_discard;
    return command;
}

}  // namespace levada::app
