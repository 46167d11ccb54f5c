#include "backoff_support.h"

#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte {
namespace {

/// Waits the seconds that a response header names. Source: wait_time_from_header_backoff_strategy.py.
class WaitTimeFromHeader final : public BackoffStrategy {
public:
    WaitTimeFromHeader(InterpolatedString header, std::optional<InterpolatedString> regex, WaitCap cap)
        : header_(std::move(header)), regex_(std::move(regex)), cap_(cap) {}

    Result<std::optional<double>> wait_seconds(const Attempt& attempt, std::int64_t /*count*/) const override {
        LEVADA_TRY(const std::string name, header_.text(Scope()));
        std::optional<std::string> pattern;
        if (regex_) {
            LEVADA_TRY(pattern, regex_->text(Scope()));
        }
        LEVADA_TRY(const std::optional<double> seconds, number_in_header(attempt, name, pattern));
        // A header of 0 asks for no wait, which no cap refuses.
        if (seconds && *seconds != 0) {
            LEVADA_CHECK(cap_.check(*seconds));
        }
        return seconds;
    }

private:
    InterpolatedString header_;
    std::optional<InterpolatedString> regex_;
    WaitCap cap_;
};

}  // namespace

ComponentSpec<BackoffStrategy> spec_wait_time_from_header() {
    return {
        .type = "WaitTimeFromHeader",
        .summary = "Waits the seconds that a response header names.",
        .fields = {text_field("header").required().doc("Name of the header."),
                   text_field("regex").doc("Takes this part of the header, from its start."),
                   Field("max_waiting_time_in_seconds", JsonTypes::number | JsonTypes::text)
                       .unit("seconds")
                       .doc("A wait this long fails the stream.")},
        .example = "type: WaitTimeFromHeader\nheader: Retry-After\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<BackoffStrategy>> {
            LEVADA_TRY(InterpolatedString header, fields.interpolated("header"));
            std::optional<InterpolatedString> regex;
            if (!fields.text("regex").empty()) {
                LEVADA_TRY(regex, fields.interpolated("regex"));
            }
            LEVADA_TRY(WaitCap cap, WaitCap::make(fields));
            return std::make_shared<WaitTimeFromHeader>(std::move(header), std::move(regex), cap);
        },
    };
}

}  // namespace levada::airbyte
