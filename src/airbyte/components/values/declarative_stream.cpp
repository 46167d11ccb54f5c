#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_declarative_stream() {
    return {
        .type = "DeclarativeStream",
        .summary = "One stream: how it is read, what its records are.",
        .fields =
            {text_field("name"),
             component_field("retriever").required().of({"SimpleRetriever", "AsyncRetriever", "CustomRetriever"}),
             component_field("incremental_sync").of({"DatetimeBasedCursor", "IncrementingCountCursor"}),
             Field("primary_key", JsonTypes::text | JsonTypes::list).items(JsonTypes::text | JsonTypes::list),
             Field("schema_loader", JsonTypes::mapping | JsonTypes::list)
                 .of({"InlineSchemaLoader", "DynamicSchemaLoader", "JsonFileSchemaLoader", "CustomSchemaLoader"}),
             components_field("transformations")
                 .of({"AddFields",
                      "RemoveFields",
                      "KeysToLower",
                      "KeysToSnakeCase",
                      "FlattenFields",
                      "DpathFlattenFields",
                      "KeysReplace",
                      "CustomTransformation"}),
             components_field("state_migrations").of({"LegacyToPerPartitionStateMigration", "CustomStateMigration"}),
             component_field("file_uploader").of({"FileUploader"})},
        .example = "type: DeclarativeStream\nname: items\nretriever: {type: SimpleRetriever}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
