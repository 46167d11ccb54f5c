#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_declarative_source() {
    return {
        .type = "DeclarativeSource",
        .summary = "A connector: its streams, how they are checked, what has to be configured.",
        .fields = {component_field("check").required().of({"CheckStream", "CheckDynamicStream"}),
                   components_field("streams").of({"ConditionalStreams", "DeclarativeStream", "StateDelegatingStream"}),
                   components_field("dynamic_streams").of({"DynamicDeclarativeStream"}),
                   text_field("version").required(),
                   mapping_field("schemas"),
                   mapping_field("definitions"),
                   component_field("spec").of({"Spec"}),
                   component_field("concurrency_level").of({"ConcurrencyLevel"}),
                   component_field("api_budget").of({"HTTPAPIBudget"}),
                   mapping_field("stream_groups"),
                   Field("max_concurrent_async_job_count", JsonTypes::integer | JsonTypes::text),
                   mapping_field("metadata"),
                   text_field("description")},
        .example =
            "version: 6.0.0\ntype: DeclarativeSource\ncheck: {type: CheckStream, stream_names: [items]}\nstreams: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
