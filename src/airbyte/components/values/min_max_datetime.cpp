#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_min_max_datetime() {
    return {
        .type = "MinMaxDatetime",
        .summary = "A date kept between two others.",
        .fields = {text_field("datetime").required().doc("The date, usually a template."),
                   text_field("datetime_format").doc("How it is written; the cursor's format by default."),
                   text_field("min_datetime").doc("The earliest date it may be."),
                   text_field("max_datetime").doc("The latest date it may be.")},
        .example = "type: MinMaxDatetime\ndatetime: \"{{ config['start_date'] }}\"\ndatetime_format: \"%Y-%m-%d\"\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
