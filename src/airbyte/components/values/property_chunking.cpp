#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_property_chunking() {
    return {
        .type = "PropertyChunking",
        .summary = "How a long list of fields is cut into requests.",
        .fields =
            {text_field("property_limit_type").required().one_of({"characters", "property_count"}),
             integer_field("property_limit"),
             Field("record_merge_strategy", JsonTypes::mapping | JsonTypes::null).of({"GroupByKeyMergeStrategy"})},
        .example = "type: PropertyChunking\nproperty_limit_type: property_count\nproperty_limit: 50\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
