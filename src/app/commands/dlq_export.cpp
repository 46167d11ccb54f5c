#include "cli/command.h"
#include "project/project.h"
#include "run/letter_choice.h"

namespace levada::app {

namespace {

Result<ExitCode> run_dlq_export(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto desk, LetterDesk::open(project));
    LEVADA_TRY(const std::vector<KeptLetter> letters, chosen_letters(desk->search(project), arguments));
    for (const KeptLetter& letter : letters) {
        LEVADA_TRY(const std::string body, desk->letters->body(letter));
        Json document = letter.to_json();
        document.set("body", letter.is_page() ? Json() : Json(body));
        print(process.out, document.dump() + "\n");
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_dlq_export() {
    CommandSpec command;
    command.path = {"dlq", "export"};
    command.summary = "Print dead letters with their texts, one JSON object per line.";
    command.options = letter_options();
    command.details = "  levada dlq export --stream posts > letters.jsonl\n";
    command.run = run_dlq_export;
    return command;
}

}  // namespace levada::app
