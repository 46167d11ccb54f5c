#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_stream_parameters_definition() {
    return {
        .type = "StreamParametersDefinition",
        .summary = "Sets of parameters that streams are made from.",
        .fields = {list_field("list_of_parameters_for_stream").required().items(JsonTypes::mapping)},
        .example = "type: StreamParametersDefinition\nlist_of_parameters_for_stream: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
