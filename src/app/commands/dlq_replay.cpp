#include "cli/command.h"
#include "project/project.h"
#include "run/letter_choice.h"
#include "run/letter_replay.h"
#include "run/pipelines.h"

#include <map>

namespace levada::app {

namespace {

using LettersByPipeline = std::map<std::string, std::vector<KeptLetter>>;

void print_report(const Process& process,
                  const Arguments& arguments,
                  const std::string& pipeline,
                  const LetterReplayReport& report) {
    if (arguments.has("json")) {
        Json document = report.to_json();
        document.set("pipeline", pipeline);
        print(process.out, document.dump() + "\n");
        return;
    }
    std::string text = pipeline + ": " + letter_count(static_cast<std::size_t>(report.replayed_count)) + " replayed";
    text += report.run.empty() ? "" : " in run " + report.run;
    if (report.failed_again_count > 0) {
        text += ", " + std::to_string(report.failed_again_count) + " failed again";
    }
    if (report.superseded_count > 0) {
        text += ", " + std::to_string(report.superseded_count) +
                " left: a later run wrote their table anew (levada dlq discard)";
    }
    if (report.page_count > 0) {
        text += ", " + std::to_string(report.page_count) + " are pages: levada run reads them again";
    }
    print(process.out, text + "\n");
}

Result<ExitCode> replay(const Process& process,
                        const Arguments& arguments,
                        const Project& project,
                        const LettersByPipeline& chosen,
                        LetterReplay& replay) {
    ExitCode code = ExitCode::success;
    for (const auto& [name, letters] : chosen) {
        LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, name));
        LEVADA_TRY(const LetterReplayReport report,
                   replay.run(*pipeline, letters, handler_name(process, arguments), arguments.text("why")));
        print_report(process, arguments, name, report);
        if (report.failed_again_count > 0 || report.page_count > 0) {
            code = ExitCode::partial;
        }
    }
    return code;
}

Result<ExitCode> run_dlq_replay(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    if (arguments.has("dry-run")) {
        LEVADA_TRY(const auto desk, LetterDesk::open(project));
        LEVADA_TRY(const std::vector<KeptLetter> letters, letters_to_handle(desk->search(project), arguments));
        for (const KeptLetter& letter : letters) {
            print(process.out, letter.id + "  " + letter.pipeline + "." + letter.stream + "  " + letter.error + "\n");
        }
        print(process.out, letter_count(letters.size()) + " would be replayed\n");
        return ExitCode::success;
    }
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    DeadLetters letters(*services->queue, *services->metadata, *services->clock);
    LEVADA_TRY(const std::vector<KeptLetter> found,
               letters_to_handle({project, letters, *services->metadata, *services->clock}, arguments));
    LettersByPipeline chosen;
    for (const KeptLetter& letter : found) {
        chosen[letter.pipeline].push_back(letter);
    }
    if (chosen.empty()) {
        print(process.out, "there are no such dead letters that are open\n");
    }
    LetterReplay again(*services, project, letters);
    return replay(process, arguments, project, chosen, again);
}

}  // namespace

CommandSpec command_dlq_replay() {
    CommandSpec command;
    command.path = {"dlq", "replay"};
    command.summary = "Bring dead letters' records into their tables once more.";
    command.operands = {{.name = "ID", .help = "One letter, by its id or the begin of it.", .is_required = false}};
    command.options = letter_options();
    command.options.push_back(
        {.name = "all", .value_name = "", .help = "All that are open.", .choices = {}, .otherwise = ""});
    command.options.push_back({.name = "why",
                               .value_name = "TEXT",
                               .help = "Kept in their marks: what was mended.",
                               .choices = {},
                               .otherwise = ""});
    command.options.push_back(
        {.name = "by", .value_name = "NAME", .help = "Who does it; the user without.", .choices = {}, .otherwise = ""});
    command.options.push_back(
        {.name = "dry-run", .value_name = "", .help = "Only say which.", .choices = {}, .otherwise = ""});
    command.details =
        "Doing it twice brings each record once. Ends with 3 when some failed again or are pages.\n"
        "  levada dlq replay --stream posts --why 'the schema has the field now'\n";
    command.run = run_dlq_replay;
    return command;
}

}  // namespace levada::app
