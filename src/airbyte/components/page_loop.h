#pragma once

#include "page_repeats.h"
#include "page_size_reducer.h"
#include "query_properties.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/paginator.h"
#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/requester.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

/// What happens when an API wants the pagination to start over. Source: retrievers/pagination_tracker.py.
struct PaginationReset {
    bool splits_using_cursor = false;
    std::optional<std::int64_t> records_max;
};

/// What happens when an API wants smaller windows. Source: retrievers/request_window_splitting.py.
struct WindowSplitting {
    std::optional<std::string> window_min;
    std::string failure_message;
};

/// All that reads the pages of a stream; shared by its slices.
struct RetrieverParts {
    std::string name;
    Clock* clock = nullptr;
    MessageSink* messages = nullptr;  // Null where nobody is told of odd pages (async downloads).
    std::shared_ptr<Requester> requester;
    std::shared_ptr<RecordSelector> selector;
    std::shared_ptr<Paginator> paginator;
    std::shared_ptr<const RequestOptionsProvider> slice_options;
    std::shared_ptr<QueryProperties> query_properties;
    std::shared_ptr<Cursor> cursor;
    bool is_data_feed = false;
    bool drops_slice_options_on_later_pages = false;
    std::optional<PageSizeReduction> page_size_reduction;
    std::optional<PaginationReset> pagination_reset;
    std::optional<WindowSplitting> window_splitting;
};

/// Reads one window page by page. Source: retrievers/simple_retriever.py, SimpleRetriever._read_pages.
class PageLoop {
public:
    enum class Step : std::uint8_t { page, end, split_window };

    PageLoop(const RetrieverParts& parts, StreamSlice slice);
    /// Takes `first` as the answer for the first page (data embedded in parent records).
    void start_with(HttpResponse first);

    /// The next page into `page`; at an error the records before it are in `page`.
    Result<Step> next(RecordPage& page);
    /// The API's message behind Step::split_window.
    const std::string& rejection() const { return rejection_; }
    const StreamSlice& slice() const { return slice_; }

private:
    struct Fetched {
        enum class Kind : std::uint8_t { page, repeat, reset, split } kind = Kind::page;
    };
    Result<bool> advance();
    Result<void> start();
    Result<void> reset();
    Result<Fetched> fetch(RecordPage& page);
    Result<Fetched> fetch_one(const StreamSlice& slice, RecordPage& page);
    /// The lists of properties that one page is asked for with, and what was merged so far.
    using MergedRecords = std::vector<std::pair<std::string, Json>>;
    struct ChunkedPage {
        std::vector<std::vector<std::string>> lists;
        std::size_t next = 0;
        MergedRecords merged;
    };
    Result<Fetched> fetch_chunks(RecordPage& page);
    Result<void> take_chunk(const RecordPage& part, MergedRecords& merged, RecordPage& page);
    Result<Fetched> take(SendOutcome outcome);
    Result<void> tell_of_no_json(const Response& response) const;
    Result<SendOutcome> send(const StreamSlice& slice);
    Result<RequestParts> page_options(const RequestScope& scope) const;
    Result<void> observe(const RecordPage& page);
    Result<bool> is_stopped_by_cursor();
    Result<void> refuse_endless_pages(const Json& next_token);
    RequestScope scope(const StreamSlice& slice) const;
    void set_token(std::optional<Json> token);

    const RetrieverParts& parts_;
    const StreamSlice original_;
    StreamSlice slice_;
    std::optional<Json> token_;  // The mapping {"next_page_token": token}.
    std::optional<Response> response_;
    std::optional<PageSizeReducer> reducer_;
    PageRepeats repeats_;
    std::optional<ChunkedPage> chunked_;  // While parts of its page were given and others were not.
    std::optional<std::string> last_record_;
    std::int64_t record_count_ = 0;
    std::int64_t tracked_count_ = 0;
    int attempts_with_same_slice_ = 0;
    std::shared_ptr<Cursor> tracking_cursor_;
    std::string rejection_;
    bool has_started_ = false;
    bool needs_token_ = false;
    bool is_first_given_ = false;
};

}  // namespace levada::airbyte
