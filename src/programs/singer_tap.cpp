#include "levada/programs/singer_tap.h"

#include "config_secrets.h"
#include "program_calls.h"
#include "singer_catalog.h"
#include "singer_messages.h"
#include "stream_relay.h"

#include <cctype>
#include <utility>

namespace levada::programs {

namespace {

/// Whether a help page has the option, not only a longer one that begins so.
bool has_option(std::string_view help, std::string_view option) {
    for (std::size_t at = help.find(option); at != std::string_view::npos; at = help.find(option, at + 1)) {
        const std::size_t end = at + option.size();
        const char next = end < help.size() ? help[end] : ' ';
        if (next != '_' && next != '-' && (std::isalnum(static_cast<unsigned char>(next)) == 0)) {
            return true;
        }
    }
    return false;
}

/// Gathers what a program prints as one text: a help page, a catalog. The log goes to the relay.
class PrintedText final : public ProgramOutput {
public:
    PrintedText(StreamRelay& relay, std::size_t size_bytes_max) : relay_(relay), size_bytes_max_(size_bytes_max) {}

    Status line(std::string_view text) override {
        if (text_.size() + text.size() > size_bytes_max_) {
            return Error(ErrorCode::invalid_data,
                         "the program printed more than " + std::to_string(size_bytes_max_) + " bytes");
        }
        text_.append(text).append("\n");
        return ok();
    }
    Status log_line(std::string_view text) override {
        tail_.add(relay_.shown(text));
        return relay_.log(level_of_python_log(text), text);
    }
    Status idle() override { return ok(); }

    const std::string& text() const { return text_; }
    const LogTail& tail() const { return tail_; }

private:
    StreamRelay& relay_;
    std::size_t size_bytes_max_;
    std::string text_;
    LogTail tail_;
};

}  // namespace

SingerTap::SingerTap(ProgramOptions options, PythonRuntime& runtime, const Clock& clock, airbyte::MessageSink& messages)
    : options_(std::move(options)), runtime_(runtime), clock_(clock), messages_(messages) {}

std::vector<std::string> SingerTap::secrets() const {
    return config_secrets(options_.config, nullptr);
}

ProgramFile SingerTap::config_file() const {
    return {"--config", "config.json", options_.config.dump()};
}

Result<Json> SingerTap::spec() const {
    messages_.hide(secrets());
    return Json::object(
        {{"connectionSpecification",
          Json::object({{"type", "object"}, {"additionalProperties", Json(true)}, {"properties", Json::object()}})}});
}

Result<SingerTap::Knows> SingerTap::ask_help() {
    if (knows_) {
        return *knows_;
    }
    StreamRelay relay(messages_, {}, secrets());
    PrintedText help(relay, options_.limits.line_bytes_max);
    const auto end = runtime_.run(call_of(options_, {.arguments = {"--help"}, .files = {}}),
                                  help,
                                  Deadline::after(clock_.monotonic(), options_.ask_time_max));
    if (!end) {
        return error_of_end(end, help.tail(), options_.limits);
    }
    knows_ = Knows{has_option(help.text(), "--discover"),
                   has_option(help.text(), "--catalog"),
                   has_option(help.text(), "--properties"),
                   has_option(help.text(), "--state")};
    return *knows_;
}

Result<Json> SingerTap::catalog_by_discovery() {
    StreamRelay relay(messages_, {}, secrets());
    PrintedText printed(relay, options_.limits.line_bytes_max);
    const auto end = runtime_.run(call_of(options_, {.arguments = {"--discover"}, .files = {config_file()}}),
                                  printed,
                                  Deadline::after(clock_.monotonic(), options_.ask_time_max));
    if (!end || !end->has_succeeded()) {
        return error_of_end(end, printed.tail(), options_.limits);
    }
    Result<Json> catalog = parse_json(printed.text());
    if (!catalog) {
        return Error(ErrorCode::invalid_data, "the tap's --discover printed no JSON: " + catalog.error().message());
    }
    return catalog;
}

Result<Json> SingerTap::catalog_by_reading() {
    LEVADA_CHECK(messages_.log(airbyte::LogLevel::warn,
                               "the tap has no --discover: it is read once to learn what streams it has"));
    StreamRelay relay(messages_, {}, secrets());
    SingerMessages said(relay, Json(), SingerUntil::end);
    const auto end = runtime_.run(call_of(options_, {.arguments = {}, .files = {config_file()}}),
                                  said,
                                  Deadline::after(clock_.monotonic(), options_.read_time_max));
    if (!end || !end->has_succeeded()) {
        return error_of_end(end, said.tail(), options_.limits);
    }
    return said.catalog();
}

Result<Json> SingerTap::singer_catalog(const Knows& knows) {
    return knows.can_discover ? catalog_by_discovery() : catalog_by_reading();
}

Result<airbyte::ConnectionStatus> SingerTap::check() {
    const Result<Knows> knows = ask_help();
    if (!knows) {
        return knows.error();
    }
    if (knows->can_discover) {
        const Result<Json> catalog = catalog_by_discovery();
        if (!catalog && catalog.error().code() == ErrorCode::cancelled) {
            return catalog.error();
        }
        return airbyte::ConnectionStatus{catalog.has_value(), catalog ? "" : catalog.error().message()};
    }
    StreamRelay relay(messages_, {}, secrets());
    SingerMessages said(relay, Json(), SingerUntil::first_message);
    const auto end = runtime_.run(call_of(options_, {.arguments = {}, .files = {config_file()}}),
                                  said,
                                  Deadline::after(clock_.monotonic(), options_.ask_time_max));
    if (said.has_seen_enough() || (end && end->has_succeeded())) {
        return airbyte::ConnectionStatus{true, ""};
    }
    if (!end && end.error().code() == ErrorCode::cancelled) {
        return end.error();
    }
    return airbyte::ConnectionStatus{false, trace_of_end(end, said.tail(), options_.limits).message};
}

Result<Json> SingerTap::discover() {
    const Result<Knows> knows = ask_help();
    if (!knows) {
        return knows.error();
    }
    const Result<Json> catalog = singer_catalog(*knows);
    return catalog ? airbyte_catalog_of_singer(*catalog) : catalog.error();
}

Result<std::vector<ProgramFile>> SingerTap::read_files(const Json& state) {
    const Result<Knows> knows = ask_help();
    if (!knows) {
        return knows.error();
    }
    std::vector<ProgramFile> files = {config_file()};
    if (knows->can_discover && (knows->has_catalog || knows->has_properties)) {
        const Result<Json> catalog = catalog_by_discovery();
        if (!catalog) {
            return catalog.error();
        }
        const std::string text = selected_singer_catalog(*catalog, options_.catalog).dump();
        // A tap that knows both reads one of them; which, its help does not say.
        if (knows->has_catalog) {
            files.push_back({"--catalog", "catalog.json", text});
        }
        if (knows->has_properties) {
            files.push_back({"--properties", "properties.json", text});
        }
    }
    if (!state.is_null() && knows->has_state) {
        files.push_back({"--state", "state.json", state.dump()});
    }
    return files;
}

Result<airbyte::ReadOutcome> SingerTap::read() {
    const Json state = merged_singer_state(options_.state);
    StreamRelay relay(messages_, configured_streams(options_.catalog), secrets());
    SingerMessages said(relay, state, SingerUntil::end);
    Result<std::vector<ProgramFile>> files = read_files(state);
    if (!files) {
        if (files.error().code() == ErrorCode::cancelled) {
            return files.error();
        }
        return relay.finish(false, {{}, "system_error", files.error().message(), {}});
    }
    const auto end = runtime_.run(call_of(options_, {.arguments = {}, .files = std::move(*files)}),
                                  said,
                                  Deadline::after(clock_.monotonic(), options_.read_time_max));
    if (const std::optional<Error>& error = said.sink_error(); error && error->code() != ErrorCode::unsupported) {
        return *error;
    }
    if (!end && end.error().code() == ErrorCode::cancelled) {
        LEVADA_CHECK(relay.give_up());
        return end.error();
    }
    return relay.finish(end && end->has_succeeded(), trace_of_end(end, said.tail(), options_.limits));
}

}  // namespace levada::programs
