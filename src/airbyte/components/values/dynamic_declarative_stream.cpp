#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_dynamic_declarative_stream() {
    return {
        .type = "DynamicDeclarativeStream",
        .summary = "Streams made from a template for each thing that a resolver finds.",
        .fields = {text_field("name"),
                   component_field("stream_template").required().of({"DeclarativeStream", "StateDelegatingStream"}),
                   component_field("components_resolver")
                       .required()
                       .of({"HttpComponentsResolver", "ConfigComponentsResolver", "ParametrizedComponentsResolver"}),
                   boolean_field("use_parent_parameters")},
        .example =
            "type: DynamicDeclarativeStream\nstream_template: {type: DeclarativeStream}\ncomponents_resolver: {type: "
            "ConfigComponentsResolver}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
