#include "levada/airbyte/components/verbs.h"

#include "read_loop.h"

#include <chrono>
#include <memory>
#include <utility>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {

namespace {

constexpr int kSuccess = 0;
constexpr int kFailure = 1;

Json connection(const ConnectionStatus& status) {
    Json body = Json::object({{"status", status.has_succeeded ? "SUCCEEDED" : "FAILED"}});
    if (!status.message.empty()) {
        body.set("message", Json(status.message));
    }
    return body;
}

Result<Json> read_json(const std::optional<std::string>& text, std::string_view what) {
    if (!text) {
        return Json();
    }
    return parse_json(*text).with("file", std::string(what));
}

Result<int> report(const ConnectionStatus& status, MessageWriter& out) {
    LEVADA_CHECK(out.message("CONNECTION_STATUS", "connectionStatus", connection(status)));
    return kSuccess;
}

/// Runs one verb on a connector that is open.
class Runner {
public:
    Runner(Connector& source, MessageWriter& out) : source_(source), out_(out) {}

    Result<int> run(std::string_view verb) {
        LEVADA_TRY(const Json spec, source_.spec());
        if (verb == "spec") {
            LEVADA_CHECK(out_.message("SPEC", "spec", spec));
            return kSuccess;
        }
        if (verb == "check") {
            return check();
        }
        if (verb == "discover") {
            LEVADA_CHECK(source_.validate_config());
            LEVADA_TRY(const Json catalog, source_.discover());
            LEVADA_CHECK(out_.message("CATALOG", "catalog", catalog));
            return kSuccess;
        }
        if (verb == "read") {
            LEVADA_CHECK(source_.validate_config());
            return read();
        }
        return Error(ErrorCode::invalid_config,
                     "unknown verb \"" + std::string(verb) + "\"; wanted spec, check, discover or read");
    }

private:
    /// A configuration that is wrong is a failed connection, not a failed call.
    Result<int> check() {
        if (const Result<void> valid = source_.validate_config(); !valid.has_value()) {
            if (failure_type_of(valid.error()) != FailureType::config_error) {
                return valid.error();
            }
            return report({.has_succeeded = false, .message = valid.error().message()}, out_);
        }
        const Result<ConnectionStatus> status = source_.check();
        if (status.has_value()) {
            return report(*status, out_);
        }
        if (is_traced(status.error()) && failure_type_of(status.error()) == FailureType::config_error) {
            LEVADA_CHECK(out_.error(trace_of(status.error(), "")));
            return report({.has_succeeded = false, .message = status.error().message()}, out_);
        }
        return status.error();
    }

    Result<int> read() {
        LEVADA_TRY(const ReadOutcome outcome, source_.read());
        if (outcome.has_succeeded()) {
            return kSuccess;
        }
        if (outcome.is_told) {
            return kFailure;
        }
        return traced_error(FailureType::config_error,
                            "During the sync, the following streams did not sync successfully:" + outcome.failures);
    }

    Connector& source_;
    MessageWriter& out_;
};

Result<std::unique_ptr<Connector>> open_source(const VerbOptions& options,
                                               Http& http,
                                               Clock& clock,
                                               MessageSink& messages) {
    SourceOptions source_options;
    source_options.manifest_text = options.manifest_text;
    source_options.manifest_file = options.manifest_file;
    source_options.files = options.files;
    LEVADA_TRY(source_options.config, read_json(options.config, "config"));
    LEVADA_TRY(source_options.catalog, read_json(options.catalog, "catalog"));
    LEVADA_TRY(source_options.state, read_json(options.state, "state"));
    LEVADA_TRY(std::unique_ptr<Connector> source,
               DeclarativeSource::open(std::move(source_options), http, clock, messages));
    return source;
}

/// A check of a manifest with a class that is not there ends as a failed connection, as in the CDK, which looks for the
/// class while it builds the streams.
Result<int> run(const std::string& verb, const OpenConnector& open, MessageWriter& out) {
    const Result<std::unique_ptr<Connector>> source = open(out);
    if (!source) {
        if (verb == "check" && source.error().code() == ErrorCode::unsupported) {
            return report({.has_succeeded = false, .message = source.error().to_string()}, out);
        }
        return source.error();
    }
    return Runner(**source, out).run(verb);
}

}  // namespace

int run_verb(const std::string& verb, const OpenConnector& open, Clock& clock, TextSink& out) {
    MessageWriter writer(out, [&clock] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(clock.now().time_since_epoch()).count();
    });
    Result<int> code = run(verb, open, writer);
    if (!code.has_value() && !writer.error(trace_of(code.error(), "")).has_value()) {
        return kFailure;
    }
    if (!writer.flush().has_value()) {
        return kFailure;
    }
    return code.has_value() ? *code : kFailure;
}

int run_verb(const VerbOptions& options, Http& http, Clock& clock, TextSink& out) {
    return run_verb(
        options.verb, [&](MessageSink& messages) { return open_source(options, http, clock, messages); }, clock, out);
}

}  // namespace levada::airbyte
