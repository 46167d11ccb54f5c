#include "run/letter_choice.h"

#include "run/known_runs.h"
#include "run/time_span.h"

#include <algorithm>

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

Result<std::vector<KeptLetter>> letters_to_handle(DeadLetters& letters, const Arguments& arguments) {
    const bool has_choice = arguments.has("all") ||
                            std::any_of(std::begin(kFilterOptions), std::end(kFilterOptions), [&](const char* name) {
                                return !arguments.text(name).empty();
                            });
    if (!has_choice) {
        return Error(ErrorCode::invalid_config, "say which dead letters: an ID, a filter such as --stream, or --all")
            .hint("levada dlq ls");
    }
    LEVADA_TRY(const LetterFilter filter, letter_filter_of(arguments));
    LEVADA_TRY(std::vector<KeptLetter> found, letters.list(filter));
    if (!filter.id.empty() && found.empty()) {
        return Error(ErrorCode::not_found, "there is no dead letter \"" + filter.id + "\"").hint("levada dlq ls");
    }
    if (!filter.status) {
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
