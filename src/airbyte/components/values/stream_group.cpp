#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_stream_group() {
    return {
        .type = "StreamGroup",
        .summary = "Streams that may not be read at the same time.",
        .fields = {components_field("streams").required().of({"DeclarativeStream"}),
                   component_field("action").required().of({"BlockSimultaneousSyncsAction"})},
        .example = "type: StreamGroup\nstreams: []\naction: {type: BlockSimultaneousSyncsAction}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
