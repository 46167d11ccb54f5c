#include "connection_check.h"

#include <algorithm>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kNamesInConfig = "__airbyte_check_stream_names";

using Streams = std::vector<std::shared_ptr<Stream>>;

ConnectionStatus failed(std::string message) {
    return {.has_succeeded = false, .message = std::move(message)};
}

std::string described(const Error& error) {
    return error.message();
}

/// Reads the first record. No slice at all is a failure, no record is not.
Result<ConnectionStatus> check_stream(Stream& stream) {
    const std::string label = "Stream " + stream.name() + " is not available: ";
    const auto unavailable = [&](const Error& error) {
        return is_traced(error) ? failed(label + described(error))
                                : failed("Encountered an error while checking availability of stream " + stream.name() +
                                         ". Error: " + described(error));
    };
    const Result<std::unique_ptr<SliceSequence>> slices = stream.slices();
    if (!slices.has_value()) {
        return unavailable(slices.error());
    }
    const Result<std::optional<StreamSlice>> next = (*slices)->next();
    if (!next.has_value()) {
        return unavailable(next.error());
    }
    const std::optional<StreamSlice>& slice = *next;
    if (!slice) {
        return failed(label + "no stream slices were found");
    }
    const Result<std::unique_ptr<PageReader>> reader = stream.read(*slice);
    if (!reader.has_value()) {
        return unavailable(reader.error());
    }
    RecordPage page;
    while (true) {
        const Result<bool> is_page = (*reader)->next(page);
        if (page.size() > 0) {
            return ConnectionStatus{.has_succeeded = true, .message = {}};
        }
        if (!is_page.has_value()) {
            return unavailable(is_page.error());
        }
        if (!*is_page) {
            return ConnectionStatus{.has_succeeded = true, .message = {}};
        }
    }
}

Stream* find_stream(const Streams& streams, std::string_view name) {
    const auto found = std::find_if(streams.rbegin(), streams.rend(), [&](const auto& s) { return s->name() == name; });
    return found == streams.rend() ? nullptr : found->get();
}

Result<std::vector<std::string>> wanted_names(const CheckedSource& source) {
    const Json* names = source.config->find(kNamesInConfig);
    if (names != nullptr && !(names->is_array() && names->size() == 0)) {
        const bool are_texts = names->is_array() && std::all_of(names->as_array().begin(),
                                                                names->as_array().end(),
                                                                [](const Json& name) { return name.is_string(); });
        if (!are_texts) {
            return Error(ErrorCode::invalid_data, std::string(kNamesInConfig) + " must be a list of texts");
        }
    } else {
        names = source.check->find("stream_names");
    }
    std::vector<std::string> wanted;
    if (names != nullptr && names->is_array()) {
        for (const Json& name : names->as_array()) {
            wanted.push_back(python_str(name));
        }
    }
    return wanted;
}

Result<Streams> streams_to_check(const CheckedSource& source,
                                 const std::vector<std::string>& names,
                                 bool has_templates) {
    if (!has_templates) {
        LEVADA_TRY(std::optional<Streams> named, source.named(names));
        if (named) {
            return *std::move(named);
        }
    }
    return source.first(-1);
}

/// The streams made from templates that the check names.
Result<ConnectionStatus> check_templates(const CheckedSource& source, const Json& configs, const Streams& streams) {
    for (const Json* config : items_of(configs)) {
        const std::string name(config->string_or("dynamic_stream_name", ""));
        LEVADA_TRY(const std::optional<std::vector<std::string>> made, source.made_by(name));
        if (!made) {
            return failed("Dynamic stream " + name + " is not found in manifest.");
        }
        const std::int64_t count = config->integer_or("stream_count", static_cast<std::int64_t>(made->size()));
        for (std::size_t i = 0; i < made->size() && static_cast<std::int64_t>(i) < count; ++i) {
            Stream* stream = find_stream(streams, (*made)[i]);
            if (stream == nullptr) {
                return Error(ErrorCode::invalid_data, "check: stream \"" + (*made)[i] + "\" was not built");
            }
            LEVADA_TRY(const ConnectionStatus status, check_stream(*stream));
            if (!status.has_succeeded) {
                return status;
            }
        }
    }
    return ConnectionStatus{.has_succeeded = true, .message = {}};
}

Result<ConnectionStatus> check_named(const CheckedSource& source) {
    LEVADA_TRY(const std::vector<std::string> names, wanted_names(source));
    const Json* templates = source.check->find("dynamic_streams_check_configs");
    const bool has_templates = templates != nullptr && templates->size() > 0;
    const Json* listed = source.check->find("stream_names");
    if (listed == nullptr && templates == nullptr) {
        return Error(ErrorCode::invalid_config, "check: CheckStream names no streams");
    }
    const Result<Streams> streams = streams_to_check(source, names, has_templates);
    if (!streams.has_value()) {
        return failed("Encountered an error while discovering streams. Error: " + described(streams.error()));
    }
    if (streams->empty()) {
        return failed("No streams to connect to");
    }
    for (const std::string& name : names) {
        Stream* stream = find_stream(*streams, name);
        if (stream == nullptr) {
            return Error(ErrorCode::invalid_data, "check: \"" + name + "\" is not part of the catalog");
        }
        LEVADA_TRY(const ConnectionStatus status, check_stream(*stream));
        if (!status.has_succeeded) {
            return status;
        }
    }
    if (has_templates) {
        return check_templates(source, *templates, *streams);
    }
    return ConnectionStatus{.has_succeeded = true, .message = {}};
}

Result<ConnectionStatus> check_first(const CheckedSource& source) {
    const std::int64_t count = source.check->integer_or("stream_count", 0);
    const bool reads = source.check->boolean_or("use_check_availability", true);
    LEVADA_TRY(const Streams streams, source.first(reads && count >= 1 ? count : -1));
    if (streams.empty()) {
        return failed("No streams to connect to");
    }
    if (!reads) {
        return ConnectionStatus{.has_succeeded = true, .message = {}};
    }
    // As a slice of Python's: a count below zero leaves out so many at the end.
    const std::int64_t end = count < 0 ? static_cast<std::int64_t>(streams.size()) + count : count;
    for (std::size_t i = 0; i < streams.size() && static_cast<std::int64_t>(i) < end; ++i) {
        LEVADA_TRY(const ConnectionStatus status, check_stream(*streams[i]));
        if (!status.has_succeeded) {
            return status;
        }
    }
    return ConnectionStatus{.has_succeeded = true, .message = {}};
}

}  // namespace

Result<ConnectionStatus> check_connection(const CheckedSource& source) {
    return type_of(*source.check) == "CheckDynamicStream" ? check_first(source) : check_named(source);
}

}  // namespace levada::airbyte
