#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_conditional_streams() {
    return {
        .type = "ConditionalStreams",
        .summary = "Streams that are there only for some configurations.",
        .fields = {text_field("condition").required(),
                   components_field("streams").required().of({"DeclarativeStream"})},
        .example = "type: ConditionalStreams\ncondition: \"{{ config['beta'] }}\"\nstreams: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
