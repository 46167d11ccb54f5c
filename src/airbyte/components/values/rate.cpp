#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_rate() {
    return {
        .type = "Rate",
        .summary = "So many calls in a time.",
        .fields = {Field("limit", JsonTypes::integer | JsonTypes::text)
                       .required()
                       .unit("calls")
                       .doc("Calls in the interval."),
                   text_field("interval").required().unit("ISO 8601 duration").doc("Length of the window.")},
        .example = "type: Rate\nlimit: 60\ninterval: PT1M\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
