#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_schema_type_identifier() {
    return {
        .type = "SchemaTypeIdentifier",
        .summary = "Where a dynamic schema's fields, names and types are.",
        .fields = {list_field("schema_pointer").items(JsonTypes::text),
                   list_field("key_pointer").required().items(JsonTypes::text),
                   list_field("type_pointer").items(JsonTypes::text),
                   components_field("types_mapping").of({"TypesMap"})},
        .example = "type: SchemaTypeIdentifier\nkey_pointer: [name]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
