#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_clamping() {
    return {
        .type = "Clamping",
        .summary = "Windows of whole days, weeks or months only.",
        .fields = {text_field("target").required(), mapping_field("target_details")},
        .example = "type: Clamping\ntarget: WEEK\ntarget_details: {weekday: MONDAY}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
