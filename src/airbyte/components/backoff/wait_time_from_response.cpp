#include "backoff_support.h"
#include "python_number.h"
#include "response_json.h"

#include <cmath>

#include "levada/airbyte/components/error_handler.h"
#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

/// Waits the seconds that an expression finds in body or headers. Source: wait_time_from_response_backoff_strategy.py.
class WaitTimeFromResponse final : public BackoffStrategy {
public:
    WaitTimeFromResponse(InterpolatedString seconds, WaitCap cap) : seconds_(std::move(seconds)), cap_(cap) {}

    Result<std::optional<double>> wait_seconds(const Attempt& attempt, std::int64_t /*count*/) const override {
        const Json headers =
            attempt.response != nullptr ? attempt.response->headers(Response::Links::absent) : Json::object();
        Scope scope;
        scope.raw("response", attempt.response != nullptr ? json_or_empty(*attempt.response) : "{}");
        scope.json("headers", headers);
        // A body of another shape than the expression was written for leaves the wait to the next strategy.
        const Result<Json> value = seconds_.eval(scope);
        if (!value || (value->is_string() && value->as_string() == seconds_.source())) {
            return std::optional<double>();
        }
        const Result<double> seconds = python_float(*value, "wait_time_in_seconds");
        if (!seconds || !std::isfinite(*seconds) || *seconds < 0) {
            return std::optional<double>();
        }
        if (*seconds > 0) {
            LEVADA_CHECK(cap_.check(*seconds));
        }
        return std::optional(*seconds);
    }

private:
    InterpolatedString seconds_;
    WaitCap cap_;
};

}  // namespace

ComponentSpec<BackoffStrategy> spec_wait_time_from_response() {
    return {
        .type = "WaitTimeFromResponse",
        .summary = "Waits the seconds that an expression finds in the response.",
        .fields =
            {text_field("wait_time_in_seconds").required().unit("seconds").doc("Expression over response, headers."),
             Field("max_waiting_time_in_seconds", JsonTypes::number | JsonTypes::text)
                 .unit("seconds")
                 .doc("A wait this long fails the stream.")},
        .example = "type: WaitTimeFromResponse\nwait_time_in_seconds: \"{{ response['retry_after'] }}\"\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<BackoffStrategy>> {
            LEVADA_TRY(InterpolatedString seconds, fields.interpolated("wait_time_in_seconds"));
            LEVADA_TRY(const WaitCap cap, WaitCap::make(fields));
            return std::make_shared<WaitTimeFromResponse>(std::move(seconds), cap);
        },
    };
}

}  // namespace levada::airbyte
