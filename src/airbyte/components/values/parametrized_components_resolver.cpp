#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_parametrized_components_resolver() {
    return {
        .type = "ParametrizedComponentsResolver",
        .summary = "One stream per set of parameters in the manifest.",
        .fields = {component_field("stream_parameters").required().of({"StreamParametersDefinition"}),
                   components_field("components_mapping").required().of({"ComponentMappingDefinition"})},
        .example =
            "type: ParametrizedComponentsResolver\nstream_parameters: {type: StreamParametersDefinition, "
            "list_of_parameters_for_stream: []}\ncomponents_mapping: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
