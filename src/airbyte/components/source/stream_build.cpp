#include "stream_build.h"

#include "schema_file.h"
#include "state_delegation.h"

#include <optional>
#include <utility>

#include "levada/airbyte/components/cursor.h"
#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {

namespace {

struct StreamSetup {
    std::string name;
    Json primary_key = Json::array();
    std::string cursor_field;
    bool is_cursor_in_catalog = false;
    std::shared_ptr<Cursor> cursor;
    std::shared_ptr<PartitionRouter> router;
    std::shared_ptr<Retriever> retriever;
    std::shared_ptr<SchemaLoader> schema;
    bool is_incremental = false;
    bool has_files = false;
};

/// Source: streams/concurrent/default_stream.py.
class DefaultStream final : public Stream {
public:
    explicit DefaultStream(StreamSetup setup) : setup_(std::move(setup)) {}

    const std::string& name() const override { return setup_.name; }
    Cursor& cursor() override { return *setup_.cursor; }

    Result<std::unique_ptr<SliceSequence>> slices() override {
        if (StreamSlicer* own = setup_.retriever->own_slicer(); own != nullptr) {
            return own->slices();
        }
        return setup_.is_incremental ? setup_.cursor->slices() : setup_.router->slices();
    }

    Result<std::unique_ptr<PageReader>> read(const StreamSlice& slice) override {
        LEVADA_CHECK(setup_.schema->schema());  // The CDK asks for it before each slice.
        return setup_.retriever->read(slice);
    }

    Result<Json> schema() override { return setup_.schema->schema(); }

    Result<Json> as_catalog_entry() override {
        LEVADA_TRY(Json own_schema, schema());
        Json entry = Json::object({{"name", setup_.name},
                                   {"json_schema", std::move(own_schema)},
                                   {"supported_sync_modes", Json::array({"full_refresh"})},
                                   {"is_resumable", false},
                                   {"is_file_based", setup_.has_files}});
        if (!setup_.cursor_field.empty()) {
            entry.set("supported_sync_modes", Json::array({"full_refresh", "incremental"}));
            entry.set("source_defined_cursor", !setup_.is_cursor_in_catalog);
            entry.set("is_resumable", true);
            entry.set("default_cursor_field", Json::array({Json(setup_.cursor_field)}));
        }
        if (setup_.primary_key.size() > 0) {
            Json keys = Json::array();
            for (const Json& key : setup_.primary_key.as_array()) {
                keys.push_back(Json::array({key}));
            }
            entry.set("source_defined_primary_key", std::move(keys));
        }
        return entry;
    }

private:
    StreamSetup setup_;
};

Result<Json> read_primary_key(const FieldValues& fields) {
    const Json* key = fields.json("primary_key");
    if (key == nullptr) {
        return Json::array();
    }
    if (key->is_string()) {
        return Json::array({*key});
    }
    // Names only, or paths of one name only. Source: streams/concurrent/helpers.py, get_primary_key_from_stream.
    const bool are_paths = key->size() > 0 && key->as_array()[0].is_array();
    Json names = Json::array();
    for (const Json& part : key->as_array()) {
        const bool is_path_of_one = are_paths && part.is_array() && part.size() == 1 && part.as_array()[0].is_string();
        if (!is_path_of_one && (are_paths || !part.is_string())) {
            return fields.error("primary_key", "nested primary keys are not supported");
        }
        names.push_back(is_path_of_one ? part.as_array()[0] : part);
    }
    return names;
}

Result<std::shared_ptr<SchemaLoader>> build_schema(const FieldValues& fields, const std::string& name) {
    const Json* node = fields.json("schema_loader");
    if (node != nullptr && node->is_array()) {
        LEVADA_TRY(auto loaders, fields.components<SchemaLoader>("schema_loader"));
        return make_caching_schema_loader(make_composite_schema_loader(std::move(loaders)));
    }
    if (node != nullptr) {
        LEVADA_TRY(auto loader, fields.component<SchemaLoader>("schema_loader"));
        return make_caching_schema_loader(std::move(loader));
    }
    const std::string file(fields.parameters().string_or("name", name));
    return make_caching_schema_loader(make_default_schema_loader(file, fields.context()));
}

/// The stream's state after its migrations.
Result<Json> migrated_state(const FieldValues& fields, const StreamInputs& inputs, const std::string& name) {
    Json state = Json::object();
    if (inputs.states != nullptr) {
        if (const auto held = inputs.states->find(name); held != inputs.states->end() && held->second.is_object()) {
            state = held->second;
        }
    }
    LEVADA_TRY(const auto migrations, fields.components<StateMigration>("state_migrations"));
    for (const std::shared_ptr<StateMigration>& migration : migrations) {
        if (migration->should_migrate(state)) {
            LEVADA_TRY(state, migration->migrate(std::move(state)));
        }
    }
    return state;
}

Result<void> set_options(const IncrementalSync* sync, StreamParts& parts) {
    const bool is_partitioned = !parts.router->is_single();
    if (sync == nullptr) {
        parts.slice_options = parts.router;
        return {};
    }
    parts.is_data_feed = sync->is_data_feed();
    parts.is_client_side_incremental = sync->is_client_side_incremental();
    parts.slice_options =
        is_partitioned ? merge_slice_options(parts.router, sync->request_options()) : sync->request_options();
    return {};
}

Result<std::shared_ptr<Cursor>> build_cursor(const IncrementalSync* sync,
                                             const StreamInputs& inputs,
                                             const BuildContext& context) {
    if (sync == nullptr) {
        return make_final_state_cursor(context.stream, *inputs.sink);
    }
    return sync->make_cursor({.stream = context.stream,
                              .router = context.parts.router,
                              .state = context.input_state == nullptr ? Json::object() : *context.input_state,
                              .sink = inputs.sink});
}

void set_catalog_cursor(const StreamInputs& inputs, BuildContext& context) {
    if (inputs.role == StreamRole::parent) {
        return;
    }
    const Json* entry = context.source().configured_stream(context.stream);
    const Json* field = entry == nullptr ? nullptr : entry->find("cursor_field");
    if (field == nullptr || !field->is_array()) {
        return;
    }
    for (const Json& part : field->as_array()) {
        context.catalog_cursor_field.push_back(python_str(part));
    }
}

Result<std::shared_ptr<Stream>> build_declarative_stream(const Json& node,
                                                         const StreamInputs& inputs,
                                                         SourceContext& source) {
    BuildContext context(source);
    const FieldValues fields(node, context);
    StreamSetup setup;
    setup.name = fields.text("name");
    context.stream = setup.name;
    context.stream_node = &node;
    set_catalog_cursor(inputs, context);
    LEVADA_TRY(setup.primary_key, read_primary_key(fields));
    LEVADA_TRY(Json state, migrated_state(fields, inputs, setup.name));
    if (state.size() > 0) {
        context.input_state = std::make_shared<const Json>(std::move(state));
    }
    const Json* retriever = fields.json("retriever");
    if (retriever == nullptr) {
        return fields.error("retriever", "is missing");
    }
    LEVADA_TRY(context.parts.router, build_partition_router(retriever->find("partition_router"), context));
    setup.router = context.parts.router;
    context.parts.incremental_sync = fields.json("incremental_sync");
    LEVADA_TRY(const std::shared_ptr<IncrementalSync> sync, fields.component<IncrementalSync>("incremental_sync"));
    LEVADA_TRY(setup.cursor, build_cursor(sync.get(), inputs, context));
    context.cursor = setup.cursor;
    LEVADA_CHECK(set_options(sync.get(), context.parts));
    if (type_of(*retriever) == "AsyncRetriever") {
        // Its factory knows nothing of either: what a job gives is not compared with the cursor.
        context.parts.is_data_feed = false;
        context.parts.is_client_side_incremental = false;
    }
    setup.is_incremental = sync != nullptr;
    if (sync != nullptr) {
        setup.cursor_field = setup.cursor->cursor_field().empty() ? sync->cursor_field() : setup.cursor->cursor_field();
        setup.is_cursor_in_catalog =
            context.parts.incremental_sync->boolean_or("allow_catalog_defined_cursor_field", false);
    }
    LEVADA_TRY(context.parts.transformations, fields.components<Transformation>("transformations"));
    LEVADA_TRY(setup.schema, build_schema(fields, setup.name));
    context.schema_loader = setup.schema;
    const Json* uploader = fields.json("file_uploader");
    setup.has_files = uploader != nullptr && python_truth(*uploader);
    LEVADA_TRY(setup.retriever, fields.component<Retriever>("retriever"));
    return std::make_shared<DefaultStream>(std::move(setup));
}

}  // namespace

Result<std::shared_ptr<Stream>> build_stream(const Json& node, const StreamInputs& inputs, SourceContext& source) {
    if (type_of(node) == "StateDelegatingStream") {
        return build_delegating_stream(node, inputs, source);
    }
    return build_declarative_stream(node, inputs, source);
}

Result<std::shared_ptr<Stream>> build_parent_stream(const Json& node, const Json* state, BuildContext& context) {
    static NullStateSink sink;
    StateBook states;
    if (state != nullptr && state->is_object()) {
        states.emplace(std::string(node.string_or("name", "")), *state);
    }
    return build_stream(node, {.states = &states, .sink = &sink, .role = StreamRole::parent}, context.source());
}

}  // namespace levada::airbyte
