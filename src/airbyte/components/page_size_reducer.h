#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "levada/airbyte/components/component_spec.h"
#include "levada/ports/clock.h"

namespace levada::airbyte {

/// How far and how often the page size shrinks. Source: retrievers/page_size_reducer.py, PageSizeReduction.
struct PageSizeReduction {
    double factor = 2.0;
    std::int64_t size_min = 1;
    std::int64_t attempts_max = 5;
    double backoff_seconds = 0.5;
    std::int64_t retries_at_minimum = 0;
    std::string failure_message;
    bool resets_after_success = false;

    /// Reads a PageSizeReduction component. Errors: invalid_config.
    static Result<PageSizeReduction> make(const Json& node, BuildContext& context);
};

/// The page size while one slice is read. Source: retrievers/page_size_reducer.py, PageSizeReducer.
class PageSizeReducer {
public:
    PageSizeReducer(const PageSizeReduction& rule, std::optional<std::int64_t> configured, Clock& clock)
        : rule_(rule), configured_(configured), clock_(clock) {}

    std::optional<std::int64_t> size_override() const { return current_; }
    /// The API asked for a smaller page: shrinks and waits. Errors: traced, when there is nothing left to try.
    Result<void> reduce(const std::string& stream, const std::string& rejection);
    void on_successful_page();

private:
    Result<void> retry_at_minimum(const std::string& stream, std::int64_t size, const std::string& rejection);
    void wait(std::int64_t attempt);

    const PageSizeReduction& rule_;
    std::optional<std::int64_t> configured_;
    Clock& clock_;
    std::optional<std::int64_t> current_;
    std::int64_t attempts_ = 0;
    std::int64_t retries_at_minimum_ = 0;
};

}  // namespace levada::airbyte
