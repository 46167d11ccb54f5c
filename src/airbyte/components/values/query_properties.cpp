#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_query_properties() {
    return {
        .type = "QueryProperties",
        .summary = "The fields to ask an API for, in as many requests as its limits need.",
        .fields = {Field("property_list", JsonTypes::list | JsonTypes::mapping)
                       .required()
                       .items(JsonTypes::text)
                       .of({"PropertiesFromEndpoint"}),
                   list_field("always_include_properties").items(JsonTypes::text),
                   component_field("property_chunking").of({"PropertyChunking"}),
                   component_field("property_selector").of({"JsonSchemaPropertySelector"})},
        .example = "type: QueryProperties\nproperty_list: [id, name]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
