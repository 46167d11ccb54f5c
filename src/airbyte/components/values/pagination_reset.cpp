#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_pagination_reset() {
    return {
        .type = "PaginationReset",
        .summary = "What happens when the pagination has to start over.",
        .fields = {text_field("action").required().one_of({"SPLIT_USING_CURSOR", "RESET"}),
                   component_field("limits").of({"PaginationResetLimits"})},
        .example = "type: PaginationReset\naction: RESET\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
