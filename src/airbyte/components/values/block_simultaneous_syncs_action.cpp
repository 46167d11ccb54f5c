#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_block_simultaneous_syncs_action() {
    return {
        .type = "BlockSimultaneousSyncsAction",
        .summary = "The streams of the group are read one after another.",
        .fields = {},
        .example = "type: BlockSimultaneousSyncsAction\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
