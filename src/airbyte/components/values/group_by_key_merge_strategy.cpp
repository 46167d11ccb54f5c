#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_group_by_key_merge_strategy() {
    return {
        .type = "GroupByKeyMergeStrategy",
        .summary = "Records with the same key are one record.",
        .fields = {Field("key", JsonTypes::text | JsonTypes::list).required().items(JsonTypes::text)},
        .example = "type: GroupByKeyMergeStrategy\nkey: id\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
