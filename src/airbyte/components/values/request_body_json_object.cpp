#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_request_body_json_object() {
    return {
        .type = "RequestBodyJsonObject",
        .summary = "A body that is a JSON document.",
        .fields = {mapping_field("value").required().doc("The document.")},
        .example = "type: RequestBodyJsonObject\nvalue:\n  limit: 10\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
