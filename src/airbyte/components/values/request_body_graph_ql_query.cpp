#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_request_body_graph_ql_query() {
    return {
        .type = "RequestBodyGraphQlQuery",
        .summary = "A GraphQL query; keys beside it are sent with it.",
        .fields = {text_field("query").required()},
        .example = "type: RequestBodyGraphQlQuery\nquery: query { items }\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
