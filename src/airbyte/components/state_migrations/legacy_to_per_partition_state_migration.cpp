#include <memory>
#include <string>
#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/cursor.h"

namespace levada::airbyte {

namespace {

/// {"13506132": {"last_changed": t}} becomes {"states": [{"partition": {"id": "13506132"}, "cursor": {…}}]}.
class LegacyToPerPartition final : public StateMigration {
public:
    LegacyToPerPartition(std::string partition_field, std::string cursor_field, bool has_one_parent)
        : partition_field_(std::move(partition_field)),
          cursor_field_(std::move(cursor_field)),
          has_one_parent_(has_one_parent) {}

    bool should_migrate(const Json& state) const override {
        if (!state.is_object() || state.size() == 0 || state.contains("states") || !has_one_parent_) {
            return false;
        }
        for (const Json::Member& member : state.as_object()) {
            const bool is_cursor = member.value.is_object() && member.value.size() == 1 &&
                                   member.value.as_object().front().key == cursor_field_;
            if (!is_cursor) {
                return false;
            }
        }
        return true;
    }

    Result<Json> migrate(Json state) const override {
        Json states = Json::array();
        for (Json::Member& member : state.as_object()) {
            Json partition = Json::object({{partition_field_, member.key}});
            states.push_back(Json::object({{"partition", std::move(partition)}, {"cursor", std::move(member.value)}}));
        }
        return Json::object({{"states", std::move(states)}});
    }

private:
    std::string partition_field_;
    std::string cursor_field_;
    bool has_one_parent_;
};

struct PartitionField {
    std::string written;
    bool has_one_parent = true;
};

Result<PartitionField> partition_field_of(const Json* router, const FieldValues& fields) {
    if (router != nullptr && type_of(*router) == "UnionPartitionRouter") {
        return PartitionField{std::string(router->string_or("partition_field", "")), true};
    }
    const Json* parents = router != nullptr ? router->find("parent_stream_configs") : nullptr;
    if (parents == nullptr || !parents->is_array() || parents->size() == 0) {
        return fields.error("type",
                            "needs a SubstreamPartitionRouter or UnionPartitionRouter in the stream's retriever");
    }
    return PartitionField{std::string(parents->as_array().front().string_or("partition_field", "")),
                          parents->size() == 1};
}

Result<std::shared_ptr<StateMigration>> make_legacy_to_per_partition_state_migration(const FieldValues& fields) {
    const Json* stream = fields.context().stream_node;
    const Json* cursor = stream != nullptr ? stream->find("incremental_sync") : nullptr;
    if (cursor == nullptr || !cursor->is_object()) {
        return fields.error("type", "needs an incremental_sync in the stream");
    }
    LEVADA_TRY(const PartitionField partition,
               partition_field_of(stream->find_path({"retriever", "partition_router"}), fields));
    const FieldValues stream_fields(*stream, fields.context());
    LEVADA_TRY(const InterpolatedString written,
               InterpolatedString::make(partition.written, stream_fields.parameters(), fields.context()));
    LEVADA_TRY(std::string partition_field, written.text(Scope()));
    LEVADA_TRY(const InterpolatedString field,
               InterpolatedString::make(
                   std::string(cursor->string_or("cursor_field", "")), stream_fields.parameters(), fields.context()));
    LEVADA_TRY(std::string cursor_field, field.text(Scope()));
    return std::make_shared<LegacyToPerPartition>(
        std::move(partition_field), std::move(cursor_field), partition.has_one_parent);
}

}  // namespace

ComponentSpec<StateMigration> spec_legacy_to_per_partition_state_migration() {
    return {
        .type = "LegacyToPerPartitionStateMigration",
        .summary = "Reads a state that older connectors kept by partition value.",
        .fields = {},
        .example = "type: LegacyToPerPartitionStateMigration\n",
        .make = make_legacy_to_per_partition_state_migration,
    };
}

}  // namespace levada::airbyte
