#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_http_components_resolver() {
    return {
        .type = "HttpComponentsResolver",
        .summary = "One stream per record of an endpoint.",
        .fields = {component_field("retriever").required().of({"SimpleRetriever", "AsyncRetriever", "CustomRetriever"}),
                   components_field("components_mapping").required().of({"ComponentMappingDefinition"})},
        .example = "type: HttpComponentsResolver\nretriever: {type: SimpleRetriever}\ncomponents_mapping: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
