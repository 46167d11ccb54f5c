#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_concurrency_level() {
    return {
        .type = "ConcurrencyLevel",
        .summary = "How many streams are read at once, unless the project says otherwise.",
        .fields = {Field("default_concurrency", JsonTypes::integer | JsonTypes::text).required(),
                   integer_field("max_concurrency")},
        .example = "type: ConcurrencyLevel\ndefault_concurrency: 4\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
