#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_pagination_reset_limits() {
    return {
        .type = "PaginationResetLimits",
        .summary = "After how many records the pagination starts over.",
        .fields = {integer_field("number_of_records").unit("records")},
        .example = "type: PaginationResetLimits\nnumber_of_records: 10000\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
