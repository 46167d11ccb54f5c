#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_request_body_url_encoded_form() {
    return {
        .type = "RequestBodyUrlEncodedForm",
        .summary = "A body that is a form.",
        .fields = {mapping_field("value").required().items(JsonTypes::text).doc("Fields of the form.")},
        .example = "type: RequestBodyUrlEncodedForm\nvalue:\n  limit: \"10\"\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
