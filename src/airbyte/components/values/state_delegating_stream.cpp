#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_state_delegating_stream() {
    return {
        .type = "StateDelegatingStream",
        .summary = "Reads in full without a state and incrementally with one.",
        .fields = {text_field("name").required(),
                   component_field("full_refresh_stream").required().of({"DeclarativeStream"}),
                   component_field("incremental_stream").required().of({"DeclarativeStream"}),
                   text_field("api_retention_period")},
        .example =
            "type: StateDelegatingStream\nname: items\nfull_refresh_stream: {type: "
            "DeclarativeStream}\nincremental_stream: {type: DeclarativeStream}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
