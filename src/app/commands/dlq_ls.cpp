#include "cli/command.h"
#include "cli/listing.h"
#include "project/project.h"
#include "run/known_runs.h"
#include "run/letter_choice.h"
#include "run/pipelines.h"

#include <set>
#include <utility>

namespace levada::app {

namespace {

/// The id of the run that a user means: of one that is known, else of one that a letter names.
Result<std::string> run_id_of(const LetterDesk& desk, const std::string& text) {
    schedule::RunStore store(*desk.metadata, desk.clock);
    const Result<schedule::Run> known = run_of(store, text);
    if (known || known.error().code() != ErrorCode::not_found) {
        return known ? Result<std::string>(known->id) : known.error();
    }
    LEVADA_TRY(const std::vector<KeptLetter> letters, desk.letters->list({}));
    std::set<std::string> found;
    for (const KeptLetter& letter : letters) {
        if (letter.run.starts_with(text) || letter.run.ends_with(text)) {
            found.insert(letter.run);
        }
    }
    return found.size() == 1 ? Result<std::string>(*found.begin()) : known.error();
}

/// For a filter that nothing fits: whether its names are names at all. What the project has no more may have letters.
Status require_known_names(const Project& project, const LetterDesk& desk, const LetterFilter& filter) {
    LEVADA_TRY(const std::vector<KeptLetter> letters, desk.letters->list({}));
    std::set<std::string> pipelines;
    for (const Pipeline& pipeline : project.pipelines) {
        pipelines.insert(pipeline.name);
    }
    std::set<std::string> streams;
    for (const KeptLetter& letter : letters) {
        pipelines.insert(letter.pipeline);
        streams.insert(letter.stream);
    }
    for (const std::string& pipeline : pipelines) {
        LEVADA_TRY(const std::vector<std::string> known, known_streams(*desk.metadata, pipeline));
        streams.insert(known.begin(), known.end());
    }
    if (!filter.pipeline.empty()) {
        LEVADA_CHECK(require_known({pipelines.begin(), pipelines.end()}, filter.pipeline, "pipeline"));
    }
    return filter.stream.empty() ? ok() : require_known({streams.begin(), streams.end()}, filter.stream, "stream");
}

Result<std::vector<KeptLetter>> letters_of(const Project& project, const LetterDesk& desk, LetterFilter filter) {
    if (!filter.run.empty()) {
        LEVADA_TRY(filter.run, run_id_of(desk, filter.run));
    }
    LEVADA_TRY(std::vector<KeptLetter> letters, desk.letters->list(filter));
    if (letters.empty()) {
        LEVADA_CHECK(require_known_names(project, desk, filter));
    }
    return letters;
}

Result<ExitCode> run_dlq_ls(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto desk, LetterDesk::open(project));
    LEVADA_TRY(LetterFilter filter, letter_filter_of(arguments));
    LEVADA_TRY(const std::vector<KeptLetter> letters, letters_of(project, *desk, std::move(filter)));
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
