#include "stream_relay.h"

#include "config_secrets.h"
#include "shown_text.h"

#include <algorithm>
#include <utility>

namespace levada::programs {

namespace {

constexpr std::size_t kBatchRecordsMax = 1000;
constexpr std::size_t kBatchSizeBytesMax = std::size_t{4} << 20;

}  // namespace

StreamRelay::StreamRelay(airbyte::MessageSink& sink, std::vector<std::string> streams, std::vector<std::string> secrets)
    : sink_(sink), names_(std::move(streams)) {
    for (const std::string& name : names_) {
        streams_[name];
    }
    hide(std::move(secrets));
}

void StreamRelay::hide(std::vector<std::string> secrets) {
    sink_.hide(secrets);
    secrets_ = std::move(secrets);
}

std::string StreamRelay::shown(std::string_view text) const {
    return without_secrets(shown_text(text), secrets_);
}

StreamRelay::Stream* StreamRelay::find(std::string_view stream) {
    const auto found = streams_.find(stream);
    return found == streams_.end() ? nullptr : &found->second;
}

Status StreamRelay::start(std::string_view name, Stream& stream) {
    if (stream.is_started) {
        return ok();
    }
    stream.is_started = true;
    return sink_.status(name, airbyte::StreamStatus::started);
}

Status StreamRelay::record(std::string_view stream, std::string text) {
    Stream* known = find(stream);
    if (known == nullptr) {
        std::int64_t& count = dropped_[std::string(stream)];
        count += 1;
        return count > 1 ? ok()
                         : log(airbyte::LogLevel::warn,
                               "records of stream \"" + std::string(stream) +
                                   "\" are dropped: the connector sends it though it was not asked for it");
    }
    LEVADA_CHECK(start(stream, *known));
    if (gathered_stream_ != stream) {
        LEVADA_CHECK(flush());
        gathered_stream_ = stream;
    }
    gathered_size_bytes_ += text.size();
    gathered_.push_back(std::move(text));
    known->records_since_state += 1;
    return gathered_.size() >= kBatchRecordsMax || gathered_size_bytes_ >= kBatchSizeBytesMax ? flush() : ok();
}

Status StreamRelay::flush() {
    if (gathered_.empty()) {
        return ok();
    }
    const std::vector<std::string_view> views(gathered_.begin(), gathered_.end());
    const Status done = sink_.records({.stream = gathered_stream_, .records = views});
    gathered_.clear();
    gathered_size_bytes_ = 0;
    return done;
}

Status StreamRelay::state(std::string_view stream, const Json& state) {
    Stream* known = find(stream);
    if (known == nullptr) {
        return ok();
    }
    LEVADA_CHECK(flush());
    LEVADA_CHECK(start(stream, *known));
    return sink_.state(stream, state, std::exchange(known->records_since_state, 0));
}

Status StreamRelay::status(std::string_view stream, airbyte::StreamStatus status) {
    Stream* known = find(stream);
    if (known == nullptr || known->has_ended) {
        return ok();
    }
    LEVADA_CHECK(flush());
    if (status == airbyte::StreamStatus::started) {
        return start(stream, *known);
    }
    LEVADA_CHECK(start(stream, *known));
    if (status != airbyte::StreamStatus::complete && status != airbyte::StreamStatus::incomplete) {
        return sink_.status(stream, status);
    }
    known->has_ended = true;
    known->has_failed = status == airbyte::StreamStatus::incomplete;
    return ok();
}

Status StreamRelay::rate_limited(std::string_view stream) {
    return streams_.contains(stream) ? sink_.rate_limited(stream) : ok();
}

Status StreamRelay::error(airbyte::ErrorTrace trace) {
    LEVADA_CHECK(flush());
    trace.message = shown(trace.message);
    trace.internal_message = shown(trace.internal_message);
    if (Stream* known = find(trace.stream)) {
        // A stream that nothing was heard of is not known further on: its error would be nobody's.
        LEVADA_CHECK(start(trace.stream, *known));
        known->has_error = true;
    } else {
        last_error_ = trace.message;
    }
    return sink_.error(trace);
}

Status StreamRelay::log(airbyte::LogLevel level, std::string_view text) {
    return sink_.log(level, shown(text));
}

Status StreamRelay::config_changed(const Json& config) {
    LEVADA_CHECK(flush());
    return sink_.config_changed(config);
}

Status StreamRelay::tell_why(const std::string& name, Stream& stream, const airbyte::ErrorTrace& reason) {
    if (stream.has_error) {
        return ok();
    }
    airbyte::ErrorTrace trace = reason;
    trace.stream = name;
    // What the program said of the whole sync is nearer to the cause than how it ended.
    trace.message = last_error_.empty() ? shown(reason.message) : last_error_;
    trace.internal_message = shown(reason.internal_message);
    stream.has_error = true;
    return sink_.error(trace);
}

Status StreamRelay::end(const std::string& name, Stream& stream, airbyte::StreamStatus status) {
    if (std::exchange(stream.is_ended_told, true)) {
        return ok();
    }
    stream.has_ended = true;
    stream.has_failed = status != airbyte::StreamStatus::complete;
    return sink_.status(name, status);
}

Status StreamRelay::give_up() {
    LEVADA_CHECK(flush());
    for (const std::string& name : names_) {
        Stream& stream = *find(name);
        if (stream.has_ended) {
            LEVADA_CHECK(end(
                name, stream, stream.has_failed ? airbyte::StreamStatus::incomplete : airbyte::StreamStatus::complete));
        }
    }
    return ok();
}

Result<airbyte::ReadOutcome> StreamRelay::finish(bool has_succeeded, const airbyte::ErrorTrace& reason) {
    LEVADA_CHECK(flush());
    airbyte::ReadOutcome outcome;
    outcome.is_told = true;
    for (const std::string& name : names_) {
        Stream& stream = *find(name);
        const bool is_complete = stream.has_ended ? !stream.has_failed : has_succeeded && !stream.has_error;
        LEVADA_CHECK(start(name, stream));
        if (!is_complete) {
            LEVADA_CHECK(tell_why(name, stream, reason));
        }
        LEVADA_CHECK(
            end(name, stream, is_complete ? airbyte::StreamStatus::complete : airbyte::StreamStatus::incomplete));
        if (stream.has_failed) {
            outcome.failed_streams.push_back(name);
            outcome.failures += "\n" + name;
        }
    }
    if (!has_succeeded && outcome.failed_streams.empty()) {
        // Every stream was complete, and yet the program failed.
        outcome.failed_streams.emplace_back();
        if (last_error_.empty()) {
            LEVADA_CHECK(error(reason));
        }
    }
    return outcome;
}

}  // namespace levada::programs
