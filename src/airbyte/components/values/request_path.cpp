#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_request_path() {
    return {
        .type = "RequestPath",
        .summary = "The page token is the path, or the whole URL, of the next request.",
        .fields = {},
        .example = "type: RequestPath\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
