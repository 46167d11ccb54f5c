#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_request_body_plain_text() {
    return {
        .type = "RequestBodyPlainText",
        .summary = "A body that is one text.",
        .fields = {text_field("value").required().doc("The text.")},
        .example = "type: RequestBodyPlainText\nvalue: \"{{ config['query'] }}\"\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
