#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_key_transformation() {
    return {
        .type = "KeyTransformation",
        .summary = "How DpathFlattenFields renames the members that it moves.",
        .fields = {text_field("prefix").doc("Put before each name."),
                   text_field("suffix").doc("Put behind each name.")},
        .example = "type: KeyTransformation\nprefix: attr_\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
