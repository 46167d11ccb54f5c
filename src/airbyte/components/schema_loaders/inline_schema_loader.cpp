#include <utility>

#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

namespace {

/// A schema written in the manifest.
class InlineSchemaLoader final : public SchemaLoader {
public:
    explicit InlineSchemaLoader(Json schema) : schema_(std::move(schema)) {}
    Result<Json> schema() override { return schema_; }

private:
    Json schema_;
};

}  // namespace

ComponentSpec<SchemaLoader> spec_inline_schema_loader() {
    return {
        .type = "InlineSchemaLoader",
        .summary = "A schema written in the manifest.",
        .fields = {mapping_field("schema").doc("JSON schema of the stream's records.")},
        .example = "type: InlineSchemaLoader\nschema:\n  type: object\n  properties: {}\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<SchemaLoader>> {
            const Json* schema = fields.json("schema");
            return std::make_shared<InlineSchemaLoader>(schema == nullptr ? Json::object() : *schema);
        },
    };
}

}  // namespace levada::airbyte
