#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_properties_from_endpoint() {
    return {
        .type = "PropertiesFromEndpoint",
        .summary = "Field names that an endpoint lists.",
        .fields = {list_field("property_field_path").required().items(JsonTypes::text),
                   component_field("retriever").required().of({"SimpleRetriever", "CustomRetriever"})},
        .example = "type: PropertiesFromEndpoint\nproperty_field_path: [name]\nretriever:\n  type: SimpleRetriever\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
