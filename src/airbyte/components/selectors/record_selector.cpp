#include "levada/airbyte/components/record_selector.h"

#include "file_uploader.h"
#include "schema_normalizer.h"
#include "stream_support.h"

#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

namespace {

/// Which of filter and transformations comes first.
enum class Order : std::uint8_t { filter_first, transform_first };

struct SelectorParts {
    std::shared_ptr<Extractor> extractor;
    std::optional<InterpolatedBoolean> condition;
    /// Client-side incremental streams: drops what the state already has.
    std::shared_ptr<Cursor> cursor;
    std::vector<std::shared_ptr<Transformation>> transformations;
    /// Null outside streams.
    std::shared_ptr<SchemaLoader> schema;
    /// True when values are cast to the schema.
    bool is_cast = false;
    /// Null for streams without files.
    std::shared_ptr<FileUploader> uploader{};
    Order order = Order::filter_first;
};

/// Response to records: extract, filter, transform, cast to the schema.
class HttpRecordSelector final : public RecordSelector {
public:
    explicit HttpRecordSelector(SelectorParts parts) : parts_(std::move(parts)) {}

    Result<void> select(Response& response, const RequestScope& scope, RecordPage& page) override {
        page.clear();
        Result<void> extracted = parts_.extractor->extract(response, page);
        response.extracted_count = static_cast<std::int64_t>(page.size()) + page.dropped_count;
        LEVADA_CHECK(process(page, scope));
        return extracted;
    }

    Result<void> process(RecordPage& page, const RequestScope& scope) override {
        if (!has_work()) {
            return check_mappings(page);
        }
        RecordEditor editor(page);
        std::vector<std::string_view>& records = page.records();
        std::size_t kept = 0;
        for (std::size_t i = 0; i < records.size(); ++i) {
            editor.reset(records[i]);
            const Result<bool> is_kept = process_one(page, editor, scope);
            if (!is_kept.has_value()) {
                records.resize(kept);  // The records before the failing one count.
                return is_kept.error();
            }
            if (*is_kept) {
                if (editor.is_unserialisable() && !page.unserialisable) {
                    page.unserialisable = kept;
                }
                records[kept++] = editor.json();
            }
        }
        records.resize(kept);
        return {};
    }

private:
    /// Python's dict(record) of a record that is no mapping fails the stream; it is called for streams with a schema.
    Result<void> check_mapping(std::string_view record) {
        if (!record.empty() && record.front() == '{') {
            return {};
        }
        LEVADA_TRY(const Json* loaded, schema());
        if (loaded->size() == 0) {
            return {};
        }
        return Error(ErrorCode::invalid_data, "record is no mapping: " + std::string(record.substr(0, 100)));
    }

    Result<void> check_mappings(RecordPage& page) {
        std::vector<std::string_view>& records = page.records();
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (const Result<void> checked = check_mapping(records[i]); !checked.has_value()) {
                records.resize(i);
                return checked;
            }
        }
        return {};
    }

    /// Never null; an empty mapping where the stream has no schema. Loaded once.
    Result<const Json*> schema() {
        if (!schema_) {
            schema_ = Json::object();
            if (parts_.schema != nullptr) {
                LEVADA_TRY(schema_, parts_.schema->schema());
            }
        }
        return &*schema_;
    }

    bool has_work() const {
        return parts_.condition || parts_.cursor != nullptr || !parts_.transformations.empty() || parts_.is_cast ||
               parts_.uploader != nullptr;
    }

    Result<bool> process_one(RecordPage& page, RecordEditor& editor, const RequestScope& scope) {
        if (parts_.order == Order::filter_first) {
            LEVADA_TRY(const bool is_kept, keep(editor, scope));
            if (!is_kept) {
                return false;
            }
            LEVADA_CHECK(transform(editor, scope));
        } else {
            LEVADA_CHECK(transform(editor, scope));
            LEVADA_TRY(const bool is_kept, keep(editor, scope));
            if (!is_kept) {
                return false;
            }
        }
        LEVADA_CHECK(cast(editor));
        if (parts_.uploader != nullptr) {
            LEVADA_TRY(const std::string reference, parts_.uploader->upload(editor.json()));
            page.refer(editor.json(), reference);
        }
        return true;
    }

    Result<bool> keep(RecordEditor& editor, const RequestScope& scope) const {
        if (parts_.cursor != nullptr) {
            LEVADA_TRY(const bool is_wanted, parts_.cursor->should_be_synced(editor.json(), scope.slice));
            if (!is_wanted) {
                return false;
            }
        }
        if (!parts_.condition) {
            return true;
        }
        Scope variables;
        variables.raw("record", editor.json()).slice(scope.slice).next_page_token(scope.next_page_token);
        return parts_.condition->eval(variables);
    }

    Result<void> transform(RecordEditor& editor, const RequestScope& scope) const {
        for (const std::shared_ptr<Transformation>& transformation : parts_.transformations) {
            LEVADA_CHECK(transformation->transform(editor, scope.slice));
        }
        return {};
    }

    Result<void> cast(RecordEditor& editor) {
        LEVADA_CHECK(check_mapping(editor.json()));
        if (!parts_.is_cast) {
            return {};
        }
        LEVADA_TRY(const Json* loaded, schema());
        if (loaded->size() == 0) {
            return {};
        }
        LEVADA_TRY(Json value, editor.value());
        LEVADA_TRY(const bool is_changed, normalize_by_schema(value, *loaded));
        if (is_changed) {
            editor.assign(value);
        }
        return {};
    }

    SelectorParts parts_;
    std::optional<Json> schema_;
};

/// The condition of a client-side incremental stream counts only when it is there; elsewhere an empty one drops all.
Result<void> read_filter(const FieldValues& fields, SelectorParts& parts) {
    const Json* filter = fields.json("record_filter");
    if (filter == nullptr) {
        return {};
    }
    if (type_of(*filter) != "RecordFilter") {
        return unknown_component_error("record filter", *filter, fields.context());
    }
    const FieldValues values(*filter, fields.context());
    if (parts.cursor != nullptr && values.text("condition").empty()) {
        return {};
    }
    LEVADA_TRY(parts.condition, values.condition("condition"));
    return {};
}

/// The stream's `file_uploader`, for the selector of the stream's own SimpleRetriever only: schema loaders and parents
/// of the same stream have selectors too.
const Json* uploader_node(const FieldValues& fields) {
    const Json* stream = fields.context().stream_node;
    const Json* retriever = stream == nullptr ? nullptr : stream->find("retriever");
    const bool is_own = retriever != nullptr && type_of(*retriever) == "SimpleRetriever" &&
                        retriever->find("record_selector") == &fields.node();
    return is_own ? stream->find("file_uploader") : nullptr;
}

Result<std::shared_ptr<RecordSelector>> make_selector(const FieldValues& fields) {
    BuildContext& context = fields.context();
    const StreamParts& stream = context.parts;
    SelectorParts parts;
    LEVADA_TRY(parts.extractor, fields.component<Extractor>("extractor"));
    parts.transformations = stream.transformations;
    if (stream.is_client_side_incremental && !stream.is_data_feed) {
        parts.cursor = context.cursor;
    }
    LEVADA_CHECK(read_filter(fields, parts));
    const bool transforms_first = fields.boolean("transform_before_filtering", stream.is_client_side_incremental);
    parts.order = transforms_first ? Order::transform_first : Order::filter_first;
    const Json* normalization = fields.json("schema_normalization");
    if (normalization != nullptr && normalization->is_object()) {
        return unknown_component_error("schema normalization", *normalization, context);
    }
    parts.schema = context.schema_loader;
    parts.is_cast = parts.schema != nullptr && normalization != nullptr && *normalization == Json("Default");
    if (const Json* uploader = uploader_node(fields); uploader != nullptr) {
        LEVADA_TRY(parts.uploader, FileUploader::make(uploader, context));
    }
    return std::make_shared<HttpRecordSelector>(std::move(parts));
}

}  // namespace

ComponentSpec<RecordSelector> spec_record_selector() {
    return {
        .type = "RecordSelector",
        .summary = "Response to records: extract, filter, transform, cast to the schema.",
        .fields =
            {component_field("extractor")
                 .required()
                 .of({"DpathExtractor", "CombinedExtractor", "CustomRecordExtractor"})
                 .doc("Where the records are in the response."),
             component_field("record_filter").of({"RecordFilter", "CustomRecordFilter"}).doc("Which records are kept."),
             Field("schema_normalization", JsonTypes::text | JsonTypes::mapping)
                 .one_of({"Default", "None"})
                 .of({"CustomSchemaNormalization"})
                 .doc("Default casts values to the types of the schema."),
             boolean_field("transform_before_filtering")},
        .example = "type: RecordSelector\nextractor:\n  type: DpathExtractor\n  field_path: [data]\n",
        .make = make_selector,
    };
}

}  // namespace levada::airbyte
