#include "backoff_support.h"
#include "python_number.h"

#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte {
namespace {

/// Waits the same time before each attempt. Source: constant_backoff_strategy.py.
class ConstantBackoffStrategy final : public BackoffStrategy {
public:
    ConstantBackoffStrategy(InterpolatedString seconds, std::optional<double> jitter)
        : seconds_(std::move(seconds)), jitter_(jitter) {}

    Result<std::optional<double>> wait_seconds(const Attempt& /*attempt*/, std::int64_t /*count*/) const override {
        LEVADA_TRY(const Json value, seconds_.eval(Scope()));
        LEVADA_TRY(const double seconds, python_float(value, "backoff_time_in_seconds"));
        return std::optional(jitter_ ? uniform_between(seconds, seconds + *jitter_ * 2) : seconds);
    }

private:
    InterpolatedString seconds_;
    std::optional<double> jitter_;
};

}  // namespace

ComponentSpec<BackoffStrategy> spec_constant_backoff_strategy() {
    return {
        .type = "ConstantBackoffStrategy",
        .summary = "Waits the same time before each attempt.",
        .fields = {Field("backoff_time_in_seconds", JsonTypes::number | JsonTypes::text)
                       .required()
                       .at_least(0)
                       .unit("seconds")
                       .doc("Wait before an attempt."),
                   number_field("jitter_range_in_seconds")
                       .at_least(0)
                       .unit("seconds")
                       .doc("Half the width of the random part.")},
        .example = "type: ConstantBackoffStrategy\nbackoff_time_in_seconds: 30\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<BackoffStrategy>> {
            const std::optional<double> jitter = fields.number("jitter_range_in_seconds");
            if (jitter && *jitter < 0) {
                return fields.error("jitter_range_in_seconds", "must be greater than or equal to 0");
            }
            LEVADA_TRY(InterpolatedString seconds, fields.interpolated("backoff_time_in_seconds"));
            return std::make_shared<ConstantBackoffStrategy>(std::move(seconds), jitter);
        },
    };
}

}  // namespace levada::airbyte
