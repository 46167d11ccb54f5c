#include "cli/command.h"
#include "cli/listing.h"
#include "project/project.h"
#include "run/letter_choice.h"

namespace levada::app {

namespace {

Result<ExitCode> run_dlq_ls(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto desk, LetterDesk::open(project));
    LEVADA_TRY(const std::vector<KeptLetter> letters, chosen_letters(desk->search(project), arguments));
    std::vector<Json> rows;
    if (arguments.has("by-cause")) {
        for (const LetterGroup& group : DeadLetters::by_cause(letters)) {
            rows.push_back(group.to_json());
        }
        LEVADA_CHECK(print_listing(process,
                                   arguments,
                                   {{"pipeline", "pipeline"},
                                    {"stream", "stream"},
                                    {"letters", "letters", Shown::count},
                                    {"code", "code"},
                                    {"cause", "cause"},
                                    {"last", "last_at"},
                                    {"example", "example"}},
                                   rows));
        return ExitCode::success;
    }
    for (const KeptLetter& letter : letters) {
        rows.push_back(letter.to_json());
    }
    LEVADA_CHECK(print_listing(process,
                               arguments,
                               {{"id", "id"},
                                {"pipeline", "pipeline"},
                                {"stream", "stream"},
                                {"status", "status"},
                                {"code", "code"},
                                {"error", "error"},
                                {"attempts", "attempts"},
                                {"last", "last_at"}},
                               rows));
    return ExitCode::success;
}

}  // namespace

CommandSpec command_dlq_ls() {
    CommandSpec command;
    command.path = {"dlq", "ls"};
    command.summary = "List the records and pages that could not be processed.";
    command.options = letter_options();
    command.options.push_back({.name = "by-cause",
                               .value_name = "",
                               .help = "Count them by cause, the most numerous first.",
                               .choices = {},
                               .otherwise = ""});
    command.details =
        "Works beside a running levada. In SQL: levada query 'SELECT * FROM levada.dead_letters'\n"
        "Next: levada dlq show ID\n"
        "      levada dlq replay ID\n"
        "      levada dlq discard ID --why TEXT\n";
    command.run = run_dlq_ls;
    return command;
}

}  // namespace levada::app
