#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_record_filter() {
    return {
        .type = "RecordFilter",
        .summary = "Keeps the records for which a condition is true.",
        .fields = {text_field("condition").doc("Sees `record`, `stream_slice` and `next_page_token`.")},
        .example = "type: RecordFilter\ncondition: \"{{ record['status'] == 'active' }}\"\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
