#include "page_loop.h"

#include <algorithm>
#include <array>
#include <utility>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kTokenKey = "next_page_token";

Json deep_merged(Json base, const Json& over) {
    for (const Json::Member& member : over.as_object()) {
        Json* held = base.find(member.key);
        if (held != nullptr && held->is_object() && member.value.is_object()) {
            *held = deep_merged(std::move(*held), member.value);
        } else {
            base.set(member.key, member.value);
        }
    }
    return base;
}

}  // namespace

PageLoop::PageLoop(const RetrieverParts& parts, StreamSlice slice)
    : parts_(parts), original_(slice), slice_(std::move(slice)) {}

void PageLoop::start_with(HttpResponse first) {
    response_.emplace(std::move(first));
    is_first_given_ = true;
}

RequestScope PageLoop::scope(const StreamSlice& slice) const {
    return {.slice = &slice,
            .next_page_token = token_ ? &*token_ : nullptr,
            .page_size_override = reducer_ ? reducer_->size_override() : std::nullopt};
}

void PageLoop::set_token(std::optional<Json> token) {
    if (token) {
        token_ = Json::object({{kTokenKey, *std::move(token)}});
    } else {
        token_.reset();
    }
}

Result<void> PageLoop::start() {
    has_started_ = true;
    if (parts_.page_size_reduction) {
        LEVADA_TRY(const std::optional<std::int64_t> size, parts_.paginator->page_size());
        reducer_.emplace(*parts_.page_size_reduction, size, *parts_.clock);
    }
    if (parts_.pagination_reset && parts_.pagination_reset->splits_using_cursor) {
        tracking_cursor_ = parts_.cursor->copy_without_state();
    }
    if (!is_first_given_) {
        LEVADA_TRY(std::optional<Json> token, parts_.paginator->initial_token());
        set_token(std::move(token));
    }
    return {};
}

Result<bool> PageLoop::is_stopped_by_cursor() {
    if (!parts_.is_data_feed || !last_record_) {
        return false;
    }
    LEVADA_TRY(const bool is_new, parts_.cursor->should_be_synced(*last_record_, &slice_));
    return !is_new;
}

Result<void> PageLoop::reset() {
    StreamSlice next = slice_;
    if (tracking_cursor_ != nullptr) {
        LEVADA_TRY(next, tracking_cursor_->reduce_slice_range(original_));
    }
    // With a cursor the same window must not come twice; without one a reset is a retry.
    const int attempts_max = tracking_cursor_ != nullptr ? 1 : 2;
    attempts_with_same_slice_ = next == slice_ ? attempts_with_same_slice_ + 1 : 0;
    if (attempts_with_same_slice_ >= attempts_max) {
        return traced_error(
            FailureType::system_error,
            "pagination was reset " + std::to_string(attempts_with_same_slice_) + " times on the same slice");
    }
    tracked_count_ = 0;
    repeats_ = PageRepeats();
    slice_ = std::move(next);
    LEVADA_TRY(std::optional<Json> token, parts_.paginator->initial_token());
    set_token(std::move(token));
    return {};
}

/// Moves to the page after the one just given; false when there is none.
Result<bool> PageLoop::advance() {
    needs_token_ = false;
    const auto& rule = parts_.pagination_reset;
    if (rule && rule->records_max && tracked_count_ >= *rule->records_max) {
        LEVADA_CHECK(reset());
        return true;
    }
    LEVADA_TRY(const bool is_stopped, is_stopped_by_cursor());
    if (is_stopped) {
        return false;
    }
    LEVADA_ASSERT(response_.has_value());
    PageView view{.response = *response_,
                  .record_count = record_count_,
                  .last_record = std::nullopt,
                  .token = token_ ? token_->find(kTokenKey) : nullptr,
                  .page_size_override = reducer_ ? reducer_->size_override() : std::nullopt,
                  .slice = &slice_};
    if (last_record_) {
        view.last_record = *last_record_;
    }
    LEVADA_TRY(std::optional<Json> token, parts_.paginator->next_token(view));
    if (!token) {
        return false;
    }
    LEVADA_CHECK(refuse_endless_pages(*token));
    set_token(std::move(token));
    return true;
}

Result<void> PageLoop::refuse_endless_pages(const Json& next_token) {
    LEVADA_ASSERT(response_.has_value());
    const std::string token = next_token.dump();
    const auto why =
        repeats_.note({.body = response_->http().body, .record_count = record_count_, .next_token = token});
    if (!why) {
        return ok();
    }
    return traced_error(FailureType::system_error,
                        "stream " + parts_.name + ": its pages have no end: " + *why +
                            ". What was read is kept. Look at stop_condition and cursor_value of its paginator; levada "
                            "connector test shows its pages");
}

Result<PageLoop::Step> PageLoop::next(RecordPage& page) {
    page.clear();
    if (!has_started_) {
        LEVADA_CHECK(start());
    } else if (!chunked_ && !needs_token_) {
        return Step::end;
    } else if (!chunked_) {
        LEVADA_TRY(const bool has_more, advance());
        if (!has_more) {
            return Step::end;
        }
    }
    while (true) {
        LEVADA_TRY(const Fetched fetched, fetch(page));
        if (fetched.kind == Fetched::Kind::page) {
            return Step::page;
        }
        if (fetched.kind == Fetched::Kind::split) {
            return Step::split_window;
        }
        if (fetched.kind == Fetched::Kind::reset) {
            LEVADA_CHECK(reset());
        }
    }
}

Result<PageLoop::Fetched> PageLoop::fetch(RecordPage& page) {
    page.clear();
    if (!chunked_) {
        record_count_ = 0;
        last_record_.reset();
    }
    LEVADA_TRY(const Fetched fetched,
               parts_.query_properties != nullptr ? fetch_chunks(page) : fetch_one(slice_, page));
    if (fetched.kind != Fetched::Kind::page) {
        return fetched;
    }
    LEVADA_CHECK(observe(page));
    if (chunked_) {
        return fetched;
    }
    if (reducer_) {
        reducer_->on_successful_page();
    }
    needs_token_ = response_ && response_->is_ok();  // A falsy response ends the pagination.
    return fetched;
}

Result<void> PageLoop::observe(const RecordPage& page) {
    const auto count = static_cast<std::int64_t>(page.size());
    record_count_ += count;
    tracked_count_ += count;
    if (page.size() > 0) {
        last_record_ = std::string(page.records().back());
    }
    if (tracking_cursor_ != nullptr) {
        for (const std::string_view record : page.records()) {
            LEVADA_CHECK(tracking_cursor_->observe(record, original_));
        }
    }
    return {};
}

Result<RequestParts> PageLoop::page_options(const RequestScope& scope) const {
    std::array<RequestParts, 2> parts;
    LEVADA_TRY(parts[0], parts_.paginator->request_parts(scope));
    const bool is_later_page = scope.next_page_token != nullptr;
    if (parts_.slice_options != nullptr && !(is_later_page && parts_.drops_slice_options_on_later_pages)) {
        LEVADA_TRY(parts[1], parts_.slice_options->request_parts(scope));
    }
    return combine(parts);
}

Result<SendOutcome> PageLoop::send(const StreamSlice& slice) {
    SendRequest request;
    request.scope = scope(slice);
    LEVADA_TRY(const std::optional<std::string> path, parts_.paginator->path(request.scope));
    request.path = path.value_or("");
    LEVADA_TRY(request.extra, page_options(request.scope));
    return parts_.requester->send(request);
}

Result<PageLoop::Fetched> PageLoop::take(SendOutcome outcome) {
    switch (outcome.kind) {
        case SendOutcome::Kind::response:
            response_ = std::move(outcome.response);
            return Fetched{Fetched::Kind::page};
        case SendOutcome::Kind::reset_pagination:
            return Fetched{Fetched::Kind::reset};
        case SendOutcome::Kind::split_request_window:
            rejection_ = std::move(outcome.message);
            return Fetched{Fetched::Kind::split};
        case SendOutcome::Kind::reduce_page_size:
            break;
    }
    if (!reducer_) {
        return traced_error(FailureType::config_error,
                            "stream " + parts_.name +
                                ": the action REDUCE_PAGE_SIZE needs page_size_reduction on the "
                                "retriever");
    }
    LEVADA_CHECK(reducer_->reduce(parts_.name, outcome.message));
    return Fetched{Fetched::Kind::repeat};
}

Result<PageLoop::Fetched> PageLoop::fetch_one(const StreamSlice& slice, RecordPage& page) {
    if (is_first_given_) {
        is_first_given_ = false;
    } else {
        LEVADA_TRY(SendOutcome outcome, send(slice));
        LEVADA_TRY(const Fetched fetched, take(std::move(outcome)));
        if (fetched.kind != Fetched::Kind::page) {
            return fetched;
        }
    }
    if (response_ && response_->is_ok()) {
        // The CDK does not tell the selector the token: `next_page_token` is None in filters.
        RequestScope selected;
        selected.slice = &slice;
        Result<void> done = parts_.selector->select(*response_, selected, page);
        page.raw_object = response_->http().raw_object;
        LEVADA_CHECK(tell_of_no_json(*response_));
        if (!done) {
            return page.raw_object.empty() ? done.error() : done.error().with(kRawObjectFact, page.raw_object);
        }
    }
    return Fetched{Fetched::Kind::page};
}

/// The CDK goes on with an empty mapping, so that the stream may end complete without a record: that has to be seen.
Result<void> PageLoop::tell_of_no_json(const Response& response) const {
    if (parts_.messages == nullptr || !response.was_no_json()) {
        return ok();
    }
    const HttpResponse& http = response.http();
    return parts_.messages->log(LogLevel::warn,
                                "stream " + parts_.name + ": a response is not JSON (HTTP status " +
                                    std::to_string(http.status) + ", content type " +
                                    std::string(http.headers.find("content-type").value_or("not given")) +
                                    "); as in the CDK it counts as an empty mapping. Is the URL the API's?");
}

/// One request per list of properties. Records without a key are given at once, before the next request, as the CDK
/// does; those with the same key are merged and follow when all lists were asked for.
Result<PageLoop::Fetched> PageLoop::fetch_chunks(RecordPage& page) {
    if (!chunked_) {
        LEVADA_TRY(auto lists, parts_.query_properties->chunks());
        chunked_ = ChunkedPage{.lists = std::move(lists), .next = 0, .merged = {}};
    }
    RecordPage part;
    while (chunked_->next < chunked_->lists.size()) {
        if (page.size() > 0) {
            return Fetched{Fetched::Kind::page};
        }
        Json names = Json::array();
        for (const std::string& name : chunked_->lists[chunked_->next++]) {
            names.push_back(Json(name));
        }
        slice_ = slice_.with_extra_fields(Json::object({{"query_properties", std::move(names)}}));
        part.clear();
        LEVADA_TRY(const Fetched fetched, fetch_one(slice_, part));
        if (fetched.kind != Fetched::Kind::page) {
            chunked_.reset();
            return fetched;
        }
        page.raw_object = part.raw_object;
        LEVADA_CHECK(take_chunk(part, chunked_->merged, page));
    }
    for (const auto& [key, record] : chunked_->merged) {
        page.add(page.keep(record.dump()));
    }
    chunked_.reset();
    return Fetched{Fetched::Kind::page};
}

Result<void> PageLoop::take_chunk(const RecordPage& part, MergedRecords& merged, RecordPage& page) {
    const std::vector<std::string_view> files = part.file_references();
    for (std::size_t i = 0; i < part.size(); ++i) {
        const std::string_view record = part.records()[i];
        std::optional<std::string> key;
        if (parts_.query_properties->merges_records()) {
            LEVADA_TRY(key, parts_.query_properties->merge_key(record));
        }
        if (!key) {
            page.add(page.keep(record));
            page.refer(page.records().back(), files.empty() ? std::string_view() : files[i]);
            continue;
        }
        LEVADA_TRY(Json value, parse_json(record));
        const auto held =
            std::find_if(merged.begin(), merged.end(), [&](const auto& entry) { return entry.first == *key; });
        if (held == merged.end()) {
            merged.emplace_back(*std::move(key), std::move(value));
        } else {
            held->second = deep_merged(std::move(held->second), value);
        }
    }
    return ok();
}

}  // namespace levada::airbyte
