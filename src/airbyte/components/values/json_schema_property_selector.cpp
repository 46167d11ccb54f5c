#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_json_schema_property_selector() {
    return {
        .type = "JsonSchemaPropertySelector",
        .summary = "Only the fields that the configured catalog has are asked for.",
        .fields = {components_field("transformations")
                       .of({"AddFields",
                            "RemoveFields",
                            "KeysToLower",
                            "KeysToSnakeCase",
                            "FlattenFields",
                            "DpathFlattenFields",
                            "KeysReplace",
                            "CustomTransformation"})},
        .example = "type: JsonSchemaPropertySelector\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
