#include "page_loop.h"
#include "retriever_checks.h"
#include "stream_support.h"

#include <utility>

#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {

namespace {

/// A window is halved at most this often. Source: simple_retriever.py, _MAX_REQUEST_WINDOW_SPLIT_DEPTH.
constexpr int kSplitDepthMax = 10;

/// Reads one slice; windows that an API refuses are read as smaller ones.
class SliceReader final : public PageReader {
public:
    SliceReader(std::shared_ptr<const RetrieverParts> parts, StreamSlice slice)
        : parts_(std::move(parts)), original_(slice) {
        windows_.push_back({std::move(slice), 0});
    }

    void start_with(HttpResponse first) { first_ = std::move(first); }

    Result<bool> next(RecordPage& page) override {
        while (true) {
            if (loop_ == nullptr) {
                page.clear();
                if (windows_.empty()) {
                    return false;
                }
                open_window();
            }
            Result<PageLoop::Step> step = loop_->next(page);
            if (!step.has_value()) {
                LEVADA_CHECK(drop_synced(page));
                return step.error();
            }
            if (*step == PageLoop::Step::page) {
                LEVADA_CHECK(drop_synced(page));
                return true;
            }
            if (*step == PageLoop::Step::split_window) {
                LEVADA_CHECK(split());
            } else {
                loop_.reset();
            }
        }
    }

private:
    struct Window {
        StreamSlice slice;
        int depth = 0;
    };

    void open_window() {
        depth_ = windows_.back().depth;
        loop_ = std::make_unique<PageLoop>(*parts_, std::move(windows_.back().slice));
        windows_.pop_back();
        if (first_) {
            loop_->start_with(*std::move(first_));
            first_.reset();
        }
    }

    /// A data feed reads on until it meets old records; those of the last page are dropped here, behind the paginator.
    Result<void> drop_synced(RecordPage& page) {
        if (!parts_->is_data_feed) {
            return {};
        }
        std::vector<std::string_view>& records = page.records();
        std::size_t kept = 0;
        for (const std::string_view record : records) {
            LEVADA_TRY(const bool is_new, parts_->cursor->should_be_synced(record, &original_));
            if (is_new) {
                records[kept++] = record;
            }
        }
        records.resize(kept);
        return {};
    }

    Result<void> split() {
        const std::optional<WindowSplitting>& splitting = parts_->window_splitting;
        if (!splitting) {
            return traced_error(
                FailureType::config_error,
                "stream " + parts_->name +
                    ": the action SPLIT_REQUEST_WINDOW needs request_window_splitting on the retriever");
        }
        const WindowSplitting& rule = *splitting;
        const StreamSlice window = loop_->slice();
        const std::string rejection = loop_->rejection();
        loop_.reset();
        if (depth_ >= kSplitDepthMax) {
            return traced_error(FailureType::transient_error,
                                "stream " + parts_->name +
                                    " could not split its request window to a size the API accepts. " +
                                    rule.failure_message + " " + rejection);
        }
        LEVADA_TRY(std::vector<StreamSlice> children, parts_->cursor->split_request_window(window, rule.window_min));
        if (children.empty()) {
            return traced_error(FailureType::transient_error,
                                "the API kept rejecting the request window of stream " + parts_->name +
                                    " at the smallest size its cursor allows. " + rule.failure_message + " " +
                                    rejection);
        }
        for (auto child = children.rbegin(); child != children.rend(); ++child) {
            windows_.push_back({std::move(*child), depth_ + 1});
        }
        return {};
    }

    std::shared_ptr<const RetrieverParts> parts_;
    const StreamSlice original_;
    std::vector<Window> windows_;
    std::unique_ptr<PageLoop> loop_;
    std::optional<HttpResponse> first_;
    int depth_ = 0;
};

/// Sends one request per page of each slice.
class SimpleRetriever final : public Retriever {
public:
    enum class FirstPage : std::uint8_t { requested, in_parent };
    SimpleRetriever(std::shared_ptr<const RetrieverParts> parts, FirstPage first_page)
        : parts_(std::move(parts)), first_page_(first_page) {}

    Result<std::unique_ptr<PageReader>> read(const StreamSlice& slice) override {
        auto reader = std::make_unique<SliceReader>(parts_, slice);
        if (first_page_ == FirstPage::in_parent) {
            const Json* embedded = slice.extra_fields().find("child_response");
            HttpResponse response;
            response.status = 200;
            response.body = embedded == nullptr ? "[]" : embedded->dump();
            response.body.reserve(response.body.size() + kHttpBodyPaddingBytes);
            reader->start_with(std::move(response));
        }
        return std::unique_ptr<PageReader>(std::move(reader));
    }

private:
    std::shared_ptr<const RetrieverParts> parts_;
    FirstPage first_page_;
};

/// The QueryProperties of a requester, wherever it has them.
Result<std::shared_ptr<QueryProperties>> read_query_properties(const Json& requester, BuildContext& context) {
    const Json* in_parameters = nullptr;
    if (const Json* parameters = requester.find("request_parameters");
        parameters != nullptr && parameters->is_object()) {
        for (const Json::Member& member : parameters->as_object()) {
            if (!member.value.is_object() || type_of(member.value) != "QueryProperties") {
                continue;
            }
            if (in_parameters != nullptr) {
                return context.error_at(
                    requester, ErrorCode::invalid_config, "request_parameters: only one QueryProperties is possible");
            }
            in_parameters = &member.value;
        }
    }
    const Json* endpoint = requester.find("fetch_properties_from_endpoint");
    if (in_parameters != nullptr) {
        if (endpoint != nullptr) {
            return context.error_at(requester, ErrorCode::invalid_config, "PropertiesFromEndpoint is given twice");
        }
        return QueryProperties::make(*in_parameters, context);
    }
    if (endpoint != nullptr && endpoint->is_object()) {
        return QueryProperties::make_from_endpoint(*endpoint, context);
    }
    const Json* properties = requester.find("query_properties");
    if (properties == nullptr || !properties->is_object()) {
        return std::shared_ptr<QueryProperties>();
    }
    return QueryProperties::make(*properties, context);
}

Result<void> read_rules(const FieldValues& fields, RetrieverParts& parts) {
    if (const Json* rule = fields.json("page_size_reduction"); rule != nullptr) {
        LEVADA_TRY(parts.page_size_reduction, PageSizeReduction::make(*rule, fields.context()));
    }
    if (const Json* rule = fields.json("pagination_reset"); rule != nullptr) {
        PaginationReset reset;
        reset.splits_using_cursor = rule->string_or("action", "") == "SPLIT_USING_CURSOR" && parts.cursor != nullptr;
        if (const Json* max = rule->find_path({"limits", "number_of_records"}); max != nullptr && max->is_integer()) {
            reset.records_max = max->as_integer();
        }
        parts.pagination_reset = reset;
    }
    if (const Json* rule = fields.json("request_window_splitting"); rule != nullptr) {
        const FieldValues values(*rule, fields.context());
        parts.window_splitting = WindowSplitting{.window_min = values.optional_text("min_split_window"),
                                                 .failure_message = values.text("failure_message")};
    }
    return {};
}

Result<void> read_parts(const FieldValues& fields, BuildContext& context, RetrieverParts& parts) {
    parts.name = context.stream;
    parts.clock = &context.clock();
    parts.messages = &context.messages();
    parts.cursor = context.cursor;
    parts.is_data_feed = context.parts.is_data_feed;
    parts.drops_slice_options_on_later_pages = fields.boolean("ignore_stream_slicer_parameters_on_paginated_requests");
    parts.slice_options = context.parts.slice_options;
    if (parts.slice_options == nullptr) {
        parts.slice_options = context.parts.router;
    }
    LEVADA_TRY(context.decoder, fields.component<Decoder>("decoder"));
    LEVADA_TRY(parts.selector, fields.component<RecordSelector>("record_selector"));
    if (const Json* requester = fields.json("requester"); requester != nullptr) {
        LEVADA_TRY(parts.query_properties, read_query_properties(*requester, context));
    }
    LEVADA_TRY(parts.requester, fields.component<Requester>("requester"));
    static const Json kNoPagination = Json::object({{"type", "NoPagination"}});
    const Json* paginator = fields.json("paginator");
    LEVADA_TRY(parts.paginator, build<Paginator>(paginator == nullptr ? kNoPagination : *paginator, context));
    return read_rules(fields, parts);
}

Result<std::shared_ptr<Retriever>> make_retriever(const FieldValues& outer) {
    BuildContext context = outer.context();
    const FieldValues fields(outer.node(), context);
    auto parts = std::make_shared<RetrieverParts>();
    LEVADA_CHECK(read_parts(fields, context, *parts));
    LEVADA_TRY(const bool is_lazy, check_retriever(fields, *parts));
    return std::make_shared<SimpleRetriever>(
        std::move(parts), is_lazy ? SimpleRetriever::FirstPage::in_parent : SimpleRetriever::FirstPage::requested);
}

}  // namespace

ComponentSpec<Retriever> spec_simple_retriever() {
    return {
        .type = "SimpleRetriever",
        .summary = "Sends one request per page of each slice.",
        .fields = {component_field("requester").required().of({"HttpRequester", "CustomRequester"}),
                   component_field("decoder").of({"JsonDecoder",
                                                  "JsonItemsDecoder",
                                                  "XmlDecoder",
                                                  "CsvDecoder",
                                                  "JsonlDecoder",
                                                  "GzipDecoder",
                                                  "IterableDecoder",
                                                  "ZipfileDecoder",
                                                  "CustomDecoder"}),
                   component_field("record_selector").required().of({"RecordSelector"}),
                   component_field("paginator").of({"DefaultPaginator", "NoPagination"}),
                   component_field("pagination_reset").of({"PaginationReset"}),
                   component_field("page_size_reduction").of({"PageSizeReduction"}),
                   component_field("request_window_splitting").of({"RequestWindowSplitting"}),
                   boolean_field("ignore_stream_slicer_parameters_on_paginated_requests"),
                   Field("partition_router", JsonTypes::mapping | JsonTypes::list)
                       .of({"SubstreamPartitionRouter",
                            "ListPartitionRouter",
                            "GroupingPartitionRouter",
                            "UnionPartitionRouter",
                            "CustomPartitionRouter"})},
        .example =
            "type: SimpleRetriever\n"
            "requester:\n  type: HttpRequester\n  url_base: https://api.example.test\n  path: /items\n"
            "record_selector:\n  type: RecordSelector\n  extractor:\n    type: DpathExtractor\n    field_path: []\n",
        .make = make_retriever,
    };
}

}  // namespace levada::airbyte
