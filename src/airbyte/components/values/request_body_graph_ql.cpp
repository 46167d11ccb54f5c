#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_request_body_graph_ql() {
    return {
        .type = "RequestBodyGraphQL",
        .summary = "A body that is a GraphQL query.",
        .fields =
            {component_field("value").required().of({"RequestBodyGraphQlQuery"}).doc("The query, and its variables.")},
        .example = "type: RequestBodyGraphQL\nvalue:\n  query: \"query { items { id } }\"\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
