#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_parent_field_path() {
    return {
        .type = "ParentFieldPath",
        .summary = "One field to copy from an expanded record onto each of its items.",
        .fields = {list_field("parent_path").required().items(JsonTypes::text).doc("Where the value is in the record."),
                   list_field("record_path").required().items(JsonTypes::text).doc("Where it goes in the item.")},
        .example = "type: ParentFieldPath\nparent_path: [id]\nrecord_path: [order_id]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
