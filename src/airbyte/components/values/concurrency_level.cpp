#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_concurrency_level() {
    return {
        .type = "ConcurrencyLevel",
        .summary = "How many partitions the CDK reads at once; streams are read one after another here.",
        .fields = {Field("default_concurrency", JsonTypes::integer | JsonTypes::text).required(),
                   integer_field("max_concurrency")},
        .example = "type: ConcurrencyLevel\ndefault_concurrency: 4\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
