#include "backoff_support.h"
#include "python_number.h"

#include <cmath>

#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte {
namespace {

/// Waits factor * 2^attempt seconds. Source: exponential_backoff_strategy.py.
class ExponentialBackoffStrategy final : public BackoffStrategy {
public:
    ExponentialBackoffStrategy(std::optional<InterpolatedString> factor, std::optional<double> jitter)
        : factor_(std::move(factor)), jitter_(jitter) {}

    Result<std::optional<double>> wait_seconds(const Attempt& /*attempt*/, std::int64_t count) const override {
        double factor = kFactorDefault;
        if (factor_) {
            LEVADA_TRY(const Json value, factor_->eval(Scope()));
            LEVADA_TRY(factor, python_float(value, "factor"));
        }
        const double seconds = factor * std::pow(2.0, static_cast<double>(count));
        return std::optional(jitter_ ? uniform_between(seconds, seconds + *jitter_ * 2) : seconds);
    }

private:
    /// Source: ExponentialBackoffStrategy.factor.
    static constexpr double kFactorDefault = 5;

    std::optional<InterpolatedString> factor_;
    std::optional<double> jitter_;
};

}  // namespace

ComponentSpec<BackoffStrategy> spec_exponential_backoff_strategy() {
    return {
        .type = "ExponentialBackoffStrategy",
        .summary = "Doubles the wait before each attempt.",
        .fields = {Field("factor", JsonTypes::number | JsonTypes::text)
                       .unit("seconds")
                       .doc("The wait before attempt n is factor * 2^n."),
                   number_field("jitter_range_in_seconds")
                       .at_least(0)
                       .unit("seconds")
                       .doc("Half the width of the random part.")},
        .example = "type: ExponentialBackoffStrategy\nfactor: 5\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<BackoffStrategy>> {
            const std::optional<double> jitter = fields.number("jitter_range_in_seconds");
            if (jitter && *jitter < 0) {
                return fields.error("jitter_range_in_seconds", "must be greater than or equal to 0");
            }
            std::optional<InterpolatedString> factor;
            if (fields.has("factor") && python_truth(*fields.json("factor"))) {
                LEVADA_TRY(factor, fields.interpolated("factor"));
            }
            return std::make_shared<ExponentialBackoffStrategy>(std::move(factor), jitter);
        },
    };
}

}  // namespace levada::airbyte
