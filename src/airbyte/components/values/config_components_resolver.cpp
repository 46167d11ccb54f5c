#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_config_components_resolver() {
    return {
        .type = "ConfigComponentsResolver",
        .summary = "One stream per entry of a list in the configuration.",
        .fields = {Field("stream_config", JsonTypes::mapping | JsonTypes::list).required().of({"StreamConfig"}),
                   components_field("components_mapping").required().of({"ComponentMappingDefinition"})},
        .example =
            "type: ConfigComponentsResolver\nstream_config: {type: StreamConfig, configs_pointer: "
            "[tables]}\ncomponents_mapping: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
