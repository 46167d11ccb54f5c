#include "default_error_mapping.h"
#include "python_number.h"

#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte {
namespace {

/// Asks its filters in order, then the defaults. Source: error_handlers/default_error_handler.py.
class DefaultErrorHandler final : public ErrorHandler {
public:
    DefaultErrorHandler(std::vector<std::shared_ptr<ResponseFilter>> filters,
                        std::vector<std::shared_ptr<BackoffStrategy>> strategies,
                        std::optional<std::int64_t> retries_max)
        : filters_(std::move(filters)), strategies_(std::move(strategies)), retries_max_(retries_max) {}

    Result<ErrorResolution> interpret(const Attempt& attempt) const override {
        for (const std::shared_ptr<ResponseFilter>& filter : filters_) {
            LEVADA_TRY(std::optional<ErrorResolution> resolution, filter->match(attempt));
            if (resolution) {
                return std::move(*resolution);
            }
        }
        if (attempt.response != nullptr && attempt.response->is_ok()) {
            return ErrorResolution();
        }
        const std::optional<ErrorResolution> usual = attempt.response != nullptr
                                                         ? default_resolution(attempt.response->http().status)
                                                         : default_resolution(*attempt.error);
        return usual ? *usual : fallback_resolution(attempt);
    }

    Result<std::optional<std::int64_t>> retries_max() const override { return retries_max_; }
    std::optional<std::int64_t> seconds_max() const override { return kSecondsMax; }
    const std::vector<std::shared_ptr<BackoffStrategy>>& backoff_strategies() const override { return strategies_; }

private:
    /// Source: DefaultErrorHandler.max_time.
    static constexpr std::int64_t kSecondsMax = 600;

    std::vector<std::shared_ptr<ResponseFilter>> filters_;
    std::vector<std::shared_ptr<BackoffStrategy>> strategies_;
    std::optional<std::int64_t> retries_max_;
};

/// Evaluated once, when the handler is made. Source: DefaultErrorHandler.__post_init__.
Result<std::optional<std::int64_t>> retries_of(const FieldValues& fields) {
    constexpr std::int64_t kRetriesDefault = 5;
    const Json* field = fields.json("max_retries");
    if (field == nullptr) {
        // An explicit null means "the HTTP client's default", which is the same number.
        return std::optional(kRetriesDefault);
    }
    if (!field->is_string()) {
        LEVADA_TRY(const std::int64_t fixed, python_int(*field, "max_retries"));
        return std::optional(fixed);
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated("max_retries"));
    LEVADA_TRY(const std::optional<Json> value, text.eval_or_none(Scope(), ValueTypes::any));
    if (!value || value->is_null()) {
        return std::optional(kRetriesDefault);
    }
    const Result<std::int64_t> number = python_int(*value, "max_retries");
    if (!number) {
        return fields.error("max_retries", "did not evaluate to an integer (got " + python_str(*value) + ")");
    }
    return std::optional(*number);
}

}  // namespace

const std::shared_ptr<ErrorHandler>& plain_error_handler() {
    static const auto* const kHandler = new std::shared_ptr<ErrorHandler>(
        std::make_shared<DefaultErrorHandler>(std::vector<std::shared_ptr<ResponseFilter>>(),
                                              std::vector<std::shared_ptr<BackoffStrategy>>(),
                                              std::optional<std::int64_t>(5)));
    return *kHandler;
}

ComponentSpec<ErrorHandler> spec_default_error_handler() {
    return {
        .type = "DefaultErrorHandler",
        .summary = "Decides by filters, then by status, what happens to a response; says how to wait before a retry.",
        .fields =
            {components_field("backoff_strategies")
                 .of({"ConstantBackoffStrategy",
                      "ExponentialBackoffStrategy",
                      "WaitTimeFromHeader",
                      "WaitTimeFromResponse",
                      "WaitUntilTimeFromHeader",
                      "CustomBackoffStrategy"})
                 .doc("How long to wait before a retry; the first that knows decides."),
             Field("max_retries", JsonTypes::integer | JsonTypes::text).doc("Attempts after the first one."),
             components_field("response_filters").of({"HttpResponseFilter"}).doc("The first that matches decides.")},
        .example =
            "type: DefaultErrorHandler\n"
            "max_retries: 3\n"
            "response_filters:\n"
            "  - type: HttpResponseFilter\n"
            "    action: IGNORE\n"
            "    http_codes: [404]\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<ErrorHandler>> {
            LEVADA_TRY(auto filters, fields.components<ResponseFilter>("response_filters"));
            LEVADA_TRY(auto strategies, fields.components<BackoffStrategy>("backoff_strategies"));
            LEVADA_TRY(const std::optional<std::int64_t> retries, retries_of(fields));
            return std::make_shared<DefaultErrorHandler>(std::move(filters), std::move(strategies), retries);
        },
    };
}

}  // namespace levada::airbyte
