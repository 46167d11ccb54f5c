#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_async_job_status_map() {
    return {
        .type = "AsyncJobStatusMap",
        .summary = "The API's words for the states of a job.",
        .fields = {list_field("running").required().items(JsonTypes::text).doc("The job goes on."),
                   list_field("completed").required().items(JsonTypes::text).doc("The result is there."),
                   list_field("failed").required().items(JsonTypes::text).doc("The job failed."),
                   list_field("timeout").required().items(JsonTypes::text).doc("The job took too long."),
                   list_field("skipped").items(JsonTypes::text).doc("There is nothing to download.")},
        .example =
            "type: AsyncJobStatusMap\nrunning: [pending]\ncompleted: [ready]\nfailed: [failed]\ntimeout: [timeout]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
