#include <algorithm>

#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte {
namespace {

/// Asks several handlers in order. Source: error_handlers/composite_error_handler.py.
class CompositeErrorHandler final : public ErrorHandler {
public:
    explicit CompositeErrorHandler(std::vector<std::shared_ptr<ErrorHandler>> handlers)
        : handlers_(std::move(handlers)) {
        LEVADA_ASSERT(!handlers_.empty());
        for (const std::shared_ptr<ErrorHandler>& handler : handlers_) {
            const auto& own = handler->backoff_strategies();
            strategies_.insert(strategies_.end(), own.begin(), own.end());
        }
    }

    Result<ErrorResolution> interpret(const Attempt& attempt) const override {
        ErrorResolution last;
        for (const std::shared_ptr<ErrorHandler>& handler : handlers_) {
            LEVADA_TRY(last, handler->interpret(attempt));
            if (is_final(last.action)) {
                return last;
            }
        }
        return last;
    }

    Result<std::optional<std::int64_t>> retries_max() const override { return handlers_.front()->retries_max(); }

    std::optional<std::int64_t> seconds_max() const override {
        std::int64_t longest = 0;
        for (const std::shared_ptr<ErrorHandler>& handler : handlers_) {
            longest = std::max(longest, handler->seconds_max().value_or(0));
        }
        return longest;
    }

    const std::vector<std::shared_ptr<BackoffStrategy>>& backoff_strategies() const override { return strategies_; }

private:
    /// A handler that says fail, or that the rate is limited, leaves the word to the ones after it.
    static bool is_final(ResponseAction action) {
        return action != ResponseAction::fail && action != ResponseAction::rate_limited &&
               action != ResponseAction::refresh_token_then_retry;
    }

    std::vector<std::shared_ptr<ErrorHandler>> handlers_;
    std::vector<std::shared_ptr<BackoffStrategy>> strategies_;
};

}  // namespace

ComponentSpec<ErrorHandler> spec_composite_error_handler() {
    return {
        .type = "CompositeErrorHandler",
        .summary = "Asks several error handlers in order until one has an answer other than failure.",
        .fields = {components_field("error_handlers")
                       .required()
                       .of({"CompositeErrorHandler", "DefaultErrorHandler", "CustomErrorHandler"})
                       .doc("Asked in this order; the first one's retries count.")},
        .example =
            "type: CompositeErrorHandler\n"
            "error_handlers:\n"
            "  - type: DefaultErrorHandler\n"
            "    max_retries: 3\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<ErrorHandler>> {
            LEVADA_TRY(auto handlers, fields.components<ErrorHandler>("error_handlers"));
            if (handlers.empty()) {
                return fields.error("error_handlers",
                                    "CompositeErrorHandler expects at least 1 underlying error handler");
            }
            return std::make_shared<CompositeErrorHandler>(std::move(handlers));
        },
    };
}

}  // namespace levada::airbyte
