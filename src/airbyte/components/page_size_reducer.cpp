#include "page_size_reducer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {

Result<PageSizeReduction> PageSizeReduction::make(const Json& node, BuildContext& context) {
    const FieldValues fields(node, context);
    PageSizeReduction rule;
    rule.factor = fields.number("reduction_factor").value_or(rule.factor);
    rule.size_min = fields.integer("minimum_page_size", rule.size_min);
    rule.attempts_max = fields.integer("max_attempts", rule.attempts_max);
    rule.backoff_seconds = fields.number("backoff_seconds").value_or(rule.backoff_seconds);
    rule.retries_at_minimum = fields.integer("retries_at_minimum_page_size");
    rule.failure_message = fields.text("failure_message");
    rule.resets_after_success = fields.text("reset_policy") == "AFTER_SUCCESSFUL_PAGE";
    if (rule.factor <= 1.0) {
        return fields.error("reduction_factor", "wanted a number greater than 1");
    }
    return rule;
}

void PageSizeReducer::wait(std::int64_t attempt) {
    const double seconds = rule_.backoff_seconds * static_cast<double>(attempt);
    clock_.sleep_for(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)));
}

Result<void> PageSizeReducer::reduce(const std::string& stream, const std::string& rejection) {
    if (!configured_) {
        return traced_error(FailureType::config_error,
                            "stream " + stream +
                                " is to reduce its page size on error but has none: set page_size on "
                                "the pagination strategy and page_size_option on the paginator");
    }
    const std::int64_t size = current_.value_or(*configured_);
    const auto reduced =
        std::max(rule_.size_min, static_cast<std::int64_t>(std::floor(static_cast<double>(size) / rule_.factor)));
    if (reduced >= size) {
        return retry_at_minimum(stream, size, rejection);
    }
    ++attempts_;
    if (attempts_ > rule_.attempts_max) {
        return traced_error(FailureType::transient_error,
                            "the source keeps rejecting pages of stream " + stream + ", down to " +
                                std::to_string(size) + " records per page. " + rule_.failure_message + " " + rejection);
    }
    current_ = reduced;
    wait(attempts_);
    return {};
}

Result<void> PageSizeReducer::retry_at_minimum(const std::string& stream,
                                               std::int64_t size,
                                               const std::string& rejection) {
    if (retries_at_minimum_ < rule_.retries_at_minimum) {
        ++retries_at_minimum_;
        wait(retries_at_minimum_);
        return {};
    }
    if (!current_ && rule_.size_min > 1) {
        return traced_error(FailureType::config_error,
                            "the page size of stream " + stream + " (" + std::to_string(size) +
                                ") is not above minimum_page_size, so it cannot be reduced");
    }
    return traced_error(FailureType::transient_error,
                        "the source keeps rejecting pages of stream " + stream + " at the smallest page size, " +
                            std::to_string(size) + " records. " + rule_.failure_message + " " + rejection);
}

void PageSizeReducer::on_successful_page() {
    attempts_ = 0;
    retries_at_minimum_ = 0;
    if (rule_.resets_after_success) {
        current_.reset();
    }
}

}  // namespace levada::airbyte
