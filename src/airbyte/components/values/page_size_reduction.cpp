#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_page_size_reduction() {
    return {
        .type = "PageSizeReduction",
        .summary = "How far and how often the page size shrinks.",
        .fields = {number_field("reduction_factor"),
                   integer_field("minimum_page_size").at_least(1).unit("records"),
                   integer_field("max_attempts").at_least(1),
                   number_field("backoff_seconds").at_least(0).unit("seconds"),
                   integer_field("retries_at_minimum_page_size").at_least(0),
                   text_field("failure_message"),
                   text_field("reset_policy").one_of({"NEVER", "AFTER_SUCCESSFUL_PAGE"})},
        .example = "type: PageSizeReduction\nreduction_factor: 2\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
