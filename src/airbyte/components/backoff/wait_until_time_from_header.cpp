#include "backoff_support.h"
#include "python_number.h"

#include <algorithm>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/error_handler.h"
#include "levada/base/time.h"

namespace levada::airbyte {
namespace {

/// What the component was configured with.
struct WaitUntilFields {
    InterpolatedString header;
    std::optional<InterpolatedString> regex;
    std::optional<InterpolatedString> wait_min;
    WaitCap cap;
};

/// Waits until the time (seconds since 1970) in a header. Source: wait_until_time_from_header_backoff_strategy.py.
class WaitUntilTimeFromHeader final : public BackoffStrategy {
public:
    WaitUntilTimeFromHeader(WaitUntilFields fields, Clock& clock) : fields_(std::move(fields)), clock_(clock) {}

    Result<std::optional<double>> wait_seconds(const Attempt& attempt, std::int64_t /*count*/) const override {
        LEVADA_TRY(const std::string name, fields_.header.text(Scope()));
        std::optional<std::string> pattern;
        if (fields_.regex) {
            LEVADA_TRY(pattern, fields_.regex->text(Scope()));
        }
        LEVADA_TRY(const std::optional<double> until, number_in_header(attempt, name, pattern));
        LEVADA_TRY(const std::optional<double> least, wait_min());
        if (!until || *until == 0) {
            return least ? capped(*least) : Result<std::optional<double>>(std::nullopt);
        }
        const double now = static_cast<double>(to_milliseconds(clock_.now())) / 1000.0;
        if (least) {
            return capped(std::max(*until - now, *least));
        }
        if (*until < now) {
            return std::optional<double>();
        }
        return capped(*until - now);
    }

private:
    /// The smallest wait, or nothing when it is absent or 0.
    Result<std::optional<double>> wait_min() const {
        if (!fields_.wait_min) {
            return std::optional<double>();
        }
        LEVADA_TRY(const Json value, fields_.wait_min->eval(Scope()));
        if (!python_truth(value)) {
            return std::optional<double>();
        }
        LEVADA_TRY(const double seconds, python_float(value, "min_wait"));
        return std::optional(seconds);
    }

    Result<std::optional<double>> capped(double seconds) const {
        LEVADA_CHECK(fields_.cap.check(seconds));
        return std::optional(seconds);
    }

    WaitUntilFields fields_;
    Clock& clock_;
};

Result<std::shared_ptr<BackoffStrategy>> make_wait_until(const FieldValues& fields) {
    LEVADA_TRY(InterpolatedString header, fields.interpolated("header"));
    LEVADA_TRY(const WaitCap cap, WaitCap::make(fields));
    WaitUntilFields read{std::move(header), std::nullopt, std::nullopt, cap};
    if (!fields.text("regex").empty()) {
        LEVADA_TRY(read.regex, fields.interpolated("regex"));
    }
    if (fields.has("min_wait")) {
        LEVADA_TRY(read.wait_min, fields.interpolated("min_wait"));
    }
    return std::make_shared<WaitUntilTimeFromHeader>(std::move(read), fields.context().clock());
}

}  // namespace

ComponentSpec<BackoffStrategy> spec_wait_until_time_from_header() {
    return {
        .type = "WaitUntilTimeFromHeader",
        .summary = "Waits until the time that a response header names, in seconds since 1970.",
        .fields =
            {text_field("header").required().doc("Name of the header."),
             Field("min_wait", JsonTypes::number | JsonTypes::text).unit("seconds").doc("Waits at least this long."),
             text_field("regex").doc("Takes this part of the header, from its start."),
             Field("max_waiting_time_in_seconds", JsonTypes::number | JsonTypes::text)
                 .unit("seconds")
                 .doc("A wait this long fails the stream.")},
        .example = "type: WaitUntilTimeFromHeader\nheader: X-RateLimit-Reset\nmin_wait: 5\n",
        .make = make_wait_until,
    };
}

}  // namespace levada::airbyte
