#include "retriever_checks.h"

#include "python_number.h"
#include "stop_condition_safety.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "levada/airbyte/components/failure.h"
#include "levada/base/iso_duration.h"

namespace levada::airbyte {

namespace {

/// True when some response filter of the handler, or of a handler inside it, has `action`.
bool uses_action(const Json* handler, std::string_view action) {
    if (handler == nullptr || !handler->is_object()) {
        return false;
    }
    if (const Json* handlers = handler->find("error_handlers"); handlers != nullptr) {
        for (const Json* one : items_of(*handlers)) {
            if (uses_action(one, action)) {
                return true;
            }
        }
    }
    const Json* filters = handler->find("response_filters");
    if (filters == nullptr) {
        return false;
    }
    for (const Json* filter : items_of(*filters)) {
        if (filter->string_or("action", "") == action) {
            return true;
        }
    }
    return false;
}

/// True when the extractor, or one inside it, puts the records of several together.
bool sums_records(const Json& extractor) {
    if (type_of(extractor) != "CombinedExtractor") {
        return false;
    }
    if (extractor.string_or("mode", "union") == "union") {
        return true;
    }
    const Json* inner = extractor.find("extractors");
    const std::vector<const Json*> all = inner == nullptr ? std::vector<const Json*>() : items_of(*inner);
    return std::any_of(all.begin(), all.end(), [](const Json* one) { return sums_records(*one); });
}

bool reads_parents_lazily(const FieldValues& fields) {
    const Json* router = fields.json("partition_router");
    if (router == nullptr || !router->is_object() || type_of(*router) != "SubstreamPartitionRouter") {
        return false;
    }
    const Json* parents = router->find("parent_stream_configs");
    if (parents == nullptr) {
        return false;
    }
    for (const Json* parent : items_of(*parents)) {
        const Json* pointer = parent->find("lazy_read_pointer");
        if (pointer != nullptr && python_truth(*pointer)) {
            return true;
        }
    }
    return false;
}

/// Whether the strategy's pages can become smaller, down to `size_min` records.
Result<void> check_reducible(const FieldValues& fields, const Json* strategy, std::int64_t size_min) {
    constexpr std::string_view kField = "page_size_reduction";
    const std::string_view type = strategy == nullptr ? std::string_view() : type_of(*strategy);
    if (strategy == nullptr || (type != "CursorPagination" && type != "OffsetIncrement")) {
        return fields.error(kField, "supports CursorPagination and OffsetIncrement only");
    }
    const Json* size = strategy->find("page_size");
    if (size == nullptr || size->is_null()) {
        return fields.error(kField, "needs a page_size on the pagination strategy");
    }
    const Result<std::int64_t> number = python_int(*size, "page_size");
    if (number.has_value() && *number <= size_min) {
        return fields.error(kField, "can never reduce: page_size is not above minimum_page_size");
    }
    if (type == "CursorPagination" && stops_on_reduced_page(strategy->string_or("stop_condition", ""), size_min)) {
        return fields.error(
            kField,
            "stop_condition takes a page of reduced size for the last one; compare with page_size, as in "
            "{{ last_page_size < page_size }}");
    }
    return {};
}

bool has_uploader(const FieldValues& fields) {
    const Json* stream = fields.context().stream_node;
    const Json* uploader = stream == nullptr ? nullptr : stream->find("file_uploader");
    return uploader != nullptr && python_truth(*uploader);
}

Result<void> check_page_size(const FieldValues& fields, const RetrieverParts& parts) {
    constexpr std::string_view kField = "page_size_reduction";
    const Json* requester = fields.json("requester");
    const bool is_used = requester != nullptr && uses_action(requester->find("error_handler"), "REDUCE_PAGE_SIZE");
    if (!parts.page_size_reduction) {
        return is_used ? Result<void>(fields.error(kField, "required by the action REDUCE_PAGE_SIZE")) : Result<void>();
    }
    if (parts.query_properties != nullptr) {
        return fields.error(kField, "cannot be used together with query properties");
    }
    if (has_uploader(fields)) {
        return fields.error(kField, "cannot be used together with a file_uploader");
    }
    const Json* paginator = fields.json("paginator");
    if (paginator == nullptr || type_of(*paginator) != "DefaultPaginator" ||
        paginator->find("page_size_option") == nullptr) {
        return fields.error(kField, "needs a DefaultPaginator with a page_size_option");
    }
    const Json* token_option = paginator->find("page_token_option");
    if (token_option != nullptr && type_of(*token_option) == "RequestPath") {
        return fields.error(kField, "does not go with a page_token_option of type RequestPath");
    }
    return check_reducible(fields, paginator->find("pagination_strategy"), parts.page_size_reduction->size_min);
}

/// A length of days or less above zero, in microseconds; nothing else can be split or compared.
std::optional<std::int64_t> fixed_length(std::string_view text) {
    const std::optional<IsoDuration> duration = parse_iso_duration(text);
    const bool is_fixed = duration && duration->years == 0 && duration->months == 0 && duration->micros > 0;
    return is_fixed ? std::optional(duration->micros) : std::nullopt;
}

/// The shortest time that tells two texts of `format` apart, in microseconds; nothing when that is not known.
/// Source: _DATETIME_FORMAT_DIRECTIVE_GRANULARITY.
std::optional<std::int64_t> smallest_unit(std::string_view format) {
    constexpr std::int64_t kMicrosPerSecond = 1'000'000;
    constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
        {"%epoch_microseconds", 1},
        {"%f", 1},
        {"%s_as_float", 1},
        {"%_ms", 1'000},
        {"%ms", 1'000},
        {"%S", kMicrosPerSecond},
        {"%s", kMicrosPerSecond},
        {"%M", 60 * kMicrosPerSecond},
        {"%H", 3'600 * kMicrosPerSecond},
        {"%I", 3'600 * kMicrosPerSecond},
        {"%d", 86'400 * kMicrosPerSecond},
    };
    for (const auto& [directive, unit] : kUnits) {
        if (format.find(directive) != std::string_view::npos) {
            return unit;
        }
    }
    return std::nullopt;
}

Result<void> check_durations(const FieldValues& fields,
                             const Json& sync,
                             const std::optional<std::string>& window_min) {
    constexpr std::string_view kField = "request_window_splitting";
    const std::string_view given = sync.string_or("cursor_granularity", "");
    const std::optional<std::int64_t> granularity = fixed_length(given);
    const std::optional<IsoDuration> parsed = parse_iso_duration(given);
    if (!granularity && parsed && parsed->years == 0 && parsed->months == 0) {
        return fields.error(kField, "needs a cursor_granularity above zero");
    }
    const std::optional<std::int64_t> unit = smallest_unit(sync.string_or("datetime_format", ""));
    if (unit && granularity && *granularity < *unit) {
        return fields.error(kField, "cursor_granularity is finer than what datetime_format can write");
    }
    if (window_min && !window_min->empty() && !fixed_length(*window_min)) {
        return fields.error(kField, "min_split_window: wanted a duration of days or less, above zero");
    }
    return {};
}

Result<void> check_window(const FieldValues& fields, const RetrieverParts& parts) {
    constexpr std::string_view kField = "request_window_splitting";
    const Json* requester = fields.json("requester");
    const bool is_used = requester != nullptr && uses_action(requester->find("error_handler"), "SPLIT_REQUEST_WINDOW");
    if (!parts.window_splitting) {
        return is_used ? Result<void>(fields.error(kField, "required by the action SPLIT_REQUEST_WINDOW"))
                       : Result<void>();
    }
    const Json* sync = fields.context().parts.incremental_sync;
    if (sync == nullptr || type_of(*sync) != "DatetimeBasedCursor" ||
        sync->string_or("cursor_granularity", "").empty()) {
        return fields.error(kField, "needs a DatetimeBasedCursor with cursor_granularity");
    }
    LEVADA_CHECK(check_durations(fields, *sync, parts.window_splitting->window_min));
    if (fields.context().parts.is_client_side_incremental) {
        return fields.error(kField, "does not go with is_client_side_incremental: the window is not sent to the API");
    }
    if (parts.query_properties != nullptr) {
        return fields.error(kField, "cannot be used together with query properties");
    }
    if (has_uploader(fields)) {
        return fields.error(kField, "cannot be used together with a file_uploader");
    }
    return {};
}

Result<void> check_lazy(const FieldValues& fields, const RetrieverParts& parts) {
    const Json* requester = fields.json("requester");
    const Json* handler = requester == nullptr ? nullptr : requester->find("error_handler");
    if (parts.page_size_reduction || uses_action(handler, "REDUCE_PAGE_SIZE") || parts.window_splitting ||
        uses_action(handler, "SPLIT_REQUEST_WINDOW")) {
        return fields.error("partition_router",
                            "lazy_read_pointer does not go with page_size_reduction or request_window_splitting");
    }
    return {};
}

bool is_set(const Json& node, std::string_view field) {
    const Json* value = node.find(field);
    return value != nullptr && python_truth(*value);
}

Result<void> check_first_lazy_sync(const FieldValues& fields) {
    const Json* sync = fields.context().parts.incremental_sync;
    if (sync != nullptr && type_of(*sync) != "DatetimeBasedCursor") {
        return fields.error("partition_router", "lazy_read_pointer goes with DatetimeBasedCursor only");
    }
    if (sync != nullptr && (is_set(*sync, "step") || is_set(*sync, "cursor_granularity"))) {
        return fields.error("partition_router", "lazy_read_pointer needs one slice per parent: no step");
    }
    const Json* decoder = fields.json("decoder");
    if (decoder != nullptr && type_of(*decoder) != "JsonDecoder") {
        return fields.error("decoder", "lazy_read_pointer goes with JsonDecoder only");
    }
    return {};
}

}  // namespace

Result<void> refuse_page_actions(const FieldValues& fields, std::string_view requester_field) {
    const Json* requester = fields.json(requester_field);
    const Json* handler = requester == nullptr || !requester->is_object() ? nullptr : requester->find("error_handler");
    for (const std::string_view action : {"REDUCE_PAGE_SIZE", "SPLIT_REQUEST_WINDOW"}) {
        if (uses_action(handler, action)) {
            return fields.error(
                requester_field,
                "the action " + std::string(action) + " goes with the requester of a SimpleRetriever only");
        }
    }
    return {};
}

Result<void> refuse_summed_offsets(const Json* paginator, const Json* extractor) {
    const Json* strategy = paginator == nullptr ? nullptr : paginator->find("pagination_strategy");
    if (strategy != nullptr && extractor != nullptr && type_of(*strategy) == "OffsetIncrement" &&
        sums_records(*extractor)) {
        return traced_error(FailureType::config_error,
                            "CombinedExtractor mode \"union\" is not supported with an OffsetIncrement paginator.")
            .with("cause",
                  "the offset would grow by the records of all extractors; use another paginator or first_match");
    }
    return ok();
}

Result<bool> check_retriever(const FieldValues& fields, const RetrieverParts& parts) {
    LEVADA_CHECK(
        refuse_summed_offsets(fields.json("paginator"), fields.node().find_path({"record_selector", "extractor"})));
    const bool is_lazy = reads_parents_lazily(fields);
    if (is_lazy) {
        LEVADA_CHECK(check_lazy(fields, parts));
        const auto& state = fields.context().input_state;
        if (state == nullptr || state->size() == 0) {
            LEVADA_CHECK(check_first_lazy_sync(fields));
            return true;
        }
    }
    const Json* selector = fields.json("record_selector");
    if (parts.pagination_reset && parts.pagination_reset->records_max && selector != nullptr &&
        selector->find("record_filter") != nullptr) {
        return fields.error("pagination_reset", "limits do not go with a record filter");
    }
    LEVADA_CHECK(check_window(fields, parts));
    LEVADA_CHECK(check_page_size(fields, parts));
    return false;
}

}  // namespace levada::airbyte
