#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_http_request_regex_matcher() {
    return {
        .type = "HttpRequestRegexMatcher",
        .summary = "Says which requests a policy counts.",
        .fields = {text_field("method").doc("Method of the request."),
                   text_field("url_base").doc("Scheme and host of the URL."),
                   text_field("url_path_pattern").doc("Regular expression somewhere in the path."),
                   mapping_field("params").doc("Parameters that are there."),
                   mapping_field("headers").doc("Headers that are there."),
                   Field("weight", JsonTypes::integer | JsonTypes::text)
                       .unit("calls")
                       .doc("Calls that a request counts for.")},
        .example = "type: HttpRequestRegexMatcher\nmethod: GET\nurl_path_pattern: ^/v1/items\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
