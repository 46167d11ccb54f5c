#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_quota_status_source() {
    return {
        .type = "QuotaStatusSource",
        .summary = "Where an API says what is left of a quota.",
        .fields = {text_field("url").required(),
                   text_field("http_method").one_of({"GET", "POST"}),
                   mapping_field("request_headers").items(JsonTypes::text),
                   list_field("unavailable_status_codes").items(JsonTypes::integer)},
        .example = "type: QuotaStatusSource\nurl: https://api.example.test/rate_limit\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
