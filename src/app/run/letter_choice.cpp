#include "run/letter_choice.h"

#include "run/known_runs.h"
#include "run/pipelines.h"
#include "run/time_span.h"

#include <algorithm>
#include <set>

#include "levada/base/time.h"

namespace levada::app {

namespace {

constexpr const char* kFilterOptions[] = {
    "ID", "pipeline", "stream", "code", "cause", "run", "status", "since", "until"};

OptionSpec option(const std::string& name, const std::string& value_name, const std::string& help) {
    return {.name = name, .value_name = value_name, .help = help, .choices = {}, .otherwise = ""};
}

Result<std::int64_t> time_of(const Arguments& arguments, const std::string& name, std::int64_t otherwise) {
    const auto text = arguments.find(name);
    if (!text) {
        return otherwise;
    }
    const auto when = parse_time(*text);
    if (!when) {
        return Error(ErrorCode::invalid_config, "--" + name + ": " + when.error().message());
    }
    return std::chrono::duration_cast<std::chrono::microseconds>(when->time_since_epoch()).count();
}

Result<LetterFilter> letter_filter_of(const Arguments& arguments) {
    LetterFilter filter;
    filter.id = arguments.text("ID");
    filter.pipeline = arguments.text("pipeline");
    filter.stream = arguments.text("stream");
    filter.code = arguments.text("code");
    filter.cause = arguments.text("cause");
    filter.run = arguments.text("run");
    if (arguments.has("status")) {
        filter.status = parse_letter_status(arguments.text("status"));
    }
    LEVADA_TRY(filter.since_us, time_of(arguments, "since", filter.since_us));
    LEVADA_TRY(filter.until_us, time_of(arguments, "until", filter.until_us));
    return filter;
}

/// The id of the run that a user means: of one that is known, else of one that a letter names.
Result<std::string> run_id_of(const LetterSearch& search, const std::string& text) {
    schedule::RunStore store(search.metadata, search.clock);
    const Result<schedule::Run> known = run_of(store, text);
    if (known || known.error().code() != ErrorCode::not_found) {
        return known ? Result<std::string>(known->id) : known.error();
    }
    LEVADA_TRY(const std::vector<KeptLetter> letters, search.letters.list({}));
    std::set<std::string> found;
    for (const KeptLetter& letter : letters) {
        if (letter.run.starts_with(text) || letter.run.ends_with(text)) {
            found.insert(letter.run);
        }
    }
    return found.size() == 1 ? Result<std::string>(*found.begin()) : known.error();
}

/// For a filter that nothing fits: whether its names are names at all. What the project has no more may have letters.
Status require_known_names(const LetterSearch& search, const LetterFilter& filter) {
    LEVADA_TRY(const std::vector<KeptLetter> letters, search.letters.list({}));
    std::set<std::string> pipelines;
    for (const Pipeline& pipeline : search.project.pipelines) {
        pipelines.insert(pipeline.name);
    }
    std::set<std::string> streams;
    for (const KeptLetter& letter : letters) {
        pipelines.insert(letter.pipeline);
        streams.insert(letter.stream);
    }
    for (const std::string& pipeline : pipelines) {
        LEVADA_TRY(const std::vector<std::string> known, known_streams(search.metadata, pipeline));
        streams.insert(known.begin(), known.end());
    }
    if (!filter.pipeline.empty()) {
        LEVADA_CHECK(require_known({pipelines.begin(), pipelines.end()}, filter.pipeline, "pipeline"));
    }
    return filter.stream.empty() ? ok() : require_known({streams.begin(), streams.end()}, filter.stream, "stream");
}

}  // namespace

Result<std::unique_ptr<LetterDesk>> LetterDesk::open(const Project& project) {
    auto desk = std::make_unique<LetterDesk>();
    LEVADA_TRY(desk->metadata, look_at_metadata(project));
    desk->queue = std::make_unique<LocalQueueView>(project.state_folder / "queue");
    desk->letters = std::make_unique<DeadLetters>(*desk->queue, *desk->metadata, desk->clock);
    return desk;
}

std::vector<OptionSpec> letter_options() {
    std::vector<OptionSpec> options = {
        option("pipeline", "PIPELINE", "Only of this pipeline."),
        option("stream", "STREAM", "Only of this stream."),
        option("code", "CODE", "Only with this error code."),
        option("cause", "TEXT", "Only those whose error holds the text."),
        option("run", "RUN", "Only those that failed in this run last."),
        option("status", "STATUS", "Only those of this status."),
        option("since", "TIME", "Only those that failed at TIME or later: a date (its begin in UTC) or RFC 3339."),
        option("until", "TIME", "Only those that failed at TIME or before."),
    };
    options[5].choices = {"open", "replaying", "replayed", "discarded"};
    return options;
}

Result<std::vector<KeptLetter>> chosen_letters(const LetterSearch& search, const Arguments& arguments) {
    LEVADA_TRY(LetterFilter filter, letter_filter_of(arguments));
    if (!filter.run.empty()) {
        LEVADA_TRY(filter.run, run_id_of(search, filter.run));
    }
    LEVADA_TRY(std::vector<KeptLetter> letters, search.letters.list(filter));
    if (letters.empty()) {
        LEVADA_CHECK(require_known_names(search, filter));
    }
    return letters;
}

Result<std::vector<KeptLetter>> letters_to_handle(const LetterSearch& search, const Arguments& arguments) {
    const bool has_choice = arguments.has("all") ||
                            std::any_of(std::begin(kFilterOptions), std::end(kFilterOptions), [&](const char* name) {
                                return !arguments.text(name).empty();
                            });
    if (!has_choice) {
        return Error(ErrorCode::invalid_config, "say which dead letters: an ID, a filter such as --stream, or --all")
            .hint("levada dlq ls");
    }
    LEVADA_TRY(std::vector<KeptLetter> found, chosen_letters(search, arguments));
    if (const std::string id = arguments.text("ID"); !id.empty() && found.empty()) {
        return Error(ErrorCode::not_found, "there is no dead letter \"" + id + "\"").hint("levada dlq ls");
    }
    if (!arguments.has("status")) {
        std::erase_if(found, [](const KeptLetter& letter) {
            return letter.status != LetterStatus::open && letter.status != LetterStatus::replaying;
        });
    }
    return found;
}

std::string letter_count(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " dead letter" : " dead letters");
}

std::string handler_name(const Process& process, const Arguments& arguments) {
    const auto by = arguments.find("by");
    return by && !by->empty() ? *by : process.environment_or("USER", process.environment_or("LOGNAME", "unknown"));
}

}  // namespace levada::app
