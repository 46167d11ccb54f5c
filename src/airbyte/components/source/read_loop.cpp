#include "read_loop.h"

#include <algorithm>
#include <utility>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kRefreshRefused = "Refresh token was rejected by the OAuth provider";
constexpr std::string_view kUnserialisable = "A record returned from the API failed to be serialized to JSON.";

/// The first record that cannot go out as a RECORD message: one JSON cannot hold, or one that is no mapping.
std::size_t first_bad_record(const RecordPage& page) {
    const std::vector<std::string_view>& records = page.records();
    const auto bad =
        std::find_if(records.begin(), records.end(), [](std::string_view r) { return r.empty() || r.front() != '{'; });
    return std::min(static_cast<std::size_t>(bad - records.begin()), page.unserialisable.value_or(records.size()));
}

/// Whether the API took the credentials for none. HttpClient and OAuthEndpoint say so in their facts.
Refused refused_by(const Error& error) {
    const bool is_config = is_traced(error) && failure_type_of(error) == FailureType::config_error;
    if (error.fact("token_endpoint") == "rejected" || (is_config && error.message().starts_with(kRefreshRefused))) {
        return Refused::token_request;
    }
    return is_config && error.fact("request").ends_with("status code '401'") ? Refused::request : Refused::nothing;
}

}  // namespace

Result<void> CountingStateSink::emit_state(std::string_view stream, const Json& state) {
    std::int64_t& count = counts_[std::string(stream)];
    const std::int64_t emitted = std::exchange(count, 0);
    Result<void> written = messages_.state(stream, state, emitted);
    if (!written.has_value()) {
        failure_ = written.error();
    }
    return written;
}

void CountingStateSink::count(std::string_view stream, std::int64_t records) {
    counts_[std::string(stream)] += records;
}

ErrorTrace trace_of(const Error& error, std::string stream) {
    ErrorTrace trace;
    trace.refused = refused_by(error);
    trace.failure_type = std::string(name_of(failure_type_of(error)));
    trace.internal_message = error.to_string();
    trace.raw_object = std::string(error.fact(kRawObjectFact));
    if (is_traced(error)) {
        trace.message = error.message();
    } else if (stream.empty()) {
        trace.message = "Something went wrong in the connector: " + error.message();
    } else {
        trace.message = "An unexpected error occurred in stream " + stream + ": " + error.message();
    }
    // A request that failed for good names the stream it was sent for: the parent, where a parent was being read.
    const std::string_view sender = is_traced(error) ? error.fact("stream_descriptor") : "";
    trace.stream = sender.empty() ? std::move(stream) : std::string(sender);
    return trace;
}

Result<void> ReadLoop::fail(const Stream& stream, const Error& error) {
    has_failed_ = true;
    outcome_.failures += "\n" + stream.name() + ": " + error.message();
    return messages_.error(trace_of(error, stream.name()));
}

Result<void> ReadLoop::emit(Stream& stream, const RecordPage& page, const StreamSlice& slice) {
    if (page.size() == 0) {
        return {};
    }
    if (record_count_ == 0) {
        LEVADA_CHECK(messages_.status(stream.name(), StreamStatus::running));
    }
    std::size_t good = first_bad_record(page);
    Result<void> observed = ok();
    Cursor& cursor = stream.cursor();
    for (std::size_t i = 0; i < good && observed.has_value(); ++i) {
        observed = cursor.observe(page.records()[i], slice);
        // The record that the cursor refuses is out already in the CDK, those behind it are not.
        good = observed.has_value() ? good : i + 1;
    }
    record_count_ += static_cast<std::int64_t>(page.size());
    states_.count(stream.name(), static_cast<std::int64_t>(good));
    const std::vector<std::string_view> files = page.file_references();
    const Result<void> written =
        messages_.records({.stream = stream.name(),
                           .records = std::span(page.records()).first(good),
                           .file_references = std::span(files).first(std::min(good, files.size())),
                           .raw_object = page.raw_object,
                           .slice = slice_});
    if (!written.has_value()) {
        // What cannot be kept is no failure of the stream: nothing more can be read, of it or of all.
        (written.error().fact(kStreamOverFact).empty() ? fatal_ : over_) = written.error();
        return written.error();
    }
    if (!observed.has_value()) {
        return observed;
    }
    if (good < page.size()) {
        fatal_ = traced_error(FailureType::system_error, std::string(kUnserialisable));
        return *fatal_;
    }
    return {};
}

Result<void> ReadLoop::read_slice(Stream& stream, const StreamSlice& slice) {
    LEVADA_TRY(const std::unique_ptr<PageReader> reader, stream.read(slice));
    RecordPage page;
    for (std::int64_t pages = 0; !limits_ || pages < limits_->pages_per_slice_max; ++pages) {
        const Result<bool> is_page = reader->next(page);
        if (!is_page.has_value()) {
            LEVADA_CHECK(emit(stream, page, slice));
            return is_page.error();
        }
        if (!*is_page) {
            break;
        }
        LEVADA_CHECK(emit(stream, page, slice));
    }
    return stream.cursor().close_slice(slice);
}

/// Partitions are read one after another: the newest failure is the only one that a slice can share its place with.
Result<void> ReadLoop::settle(Stream& stream, const StreamSlice& slice, bool is_read) {
    std::string key = stream.cursor().progress_key(slice);
    if (is_read && (!failed_ || (key != *failed_ && !key.empty()))) {
        return ok();
    }
    failed_ = std::move(key);
    return messages_.take_back(stream.name(), slice_);
}

/// A failing slice does not stop the others; slices that cannot be made end the stream.
Result<void> ReadLoop::read_slices(Stream& stream) {
    const Result<std::unique_ptr<SliceSequence>> slices = stream.slices();
    if (!slices.has_value()) {
        return fail(stream, slices.error());
    }
    for (slice_ = 0; !limits_ || slice_ < limits_->slices_max; ++slice_) {
        const Result<std::optional<StreamSlice>> next = (*slices)->next();
        if (!next.has_value()) {
            return fail(stream, next.error());
        }
        const std::optional<StreamSlice>& slice = *next;
        if (!slice) {
            return {};
        }
        if (limits_ && limits_->on_slice) {
            limits_->on_slice(slice->merged());
        }
        const Result<void> read = read_slice(stream, *slice);
        if (fatal_) {
            return *fatal_;
        }
        if (const std::optional<Error>& failure = states_.failure()) {
            return *failure;
        }
        if (const std::optional<Error> why = std::exchange(over_, std::nullopt)) {
            return end_early(stream, *why);
        }
        if (!read.has_value()) {
            LEVADA_CHECK(fail(stream, read.error()));
        }
        LEVADA_CHECK(settle(stream, *slice, read.has_value()));
    }
    return {};
}

/// The sink takes no more of the stream: it ends here, and says why.
Result<void> ReadLoop::end_early(const Stream& stream, const Error& why) {
    has_failed_ = true;
    outcome_.failures += "\n" + stream.name() + ": " + why.message();
    return messages_.error({.stream = stream.name(),
                            .failure_type = std::string(name_of(FailureType::transient_error)),
                            .message = why.message(),
                            .internal_message = why.to_string()});
}

Result<void> ReadLoop::read(Stream& stream) {
    record_count_ = 0;
    has_failed_ = false;
    failed_.reset();
    LEVADA_CHECK(stream.as_catalog_entry());  // A status needs the schema in the CDK: without one the sync ends.
    LEVADA_CHECK(messages_.status(stream.name(), StreamStatus::started));
    LEVADA_CHECK(read_slices(stream));
    LEVADA_CHECK(stream.cursor().ensure_at_least_one_state_emitted());
    if (has_failed_) {
        outcome_.failed_streams.push_back(stream.name());
    }
    return messages_.status(stream.name(), has_failed_ ? StreamStatus::incomplete : StreamStatus::complete);
}

}  // namespace levada::airbyte
