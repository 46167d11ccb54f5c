#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/response.h"

namespace levada::airbyte {

/// What happens next to a request. Source: sources/streams/http/error_handlers/response_models.py.
enum class ResponseAction : std::uint8_t {
    success,
    retry,
    fail,
    ignore,
    rate_limited,
    refresh_token_then_retry,
    reset_pagination,
    reduce_page_size,
    split_request_window,
};

struct ErrorResolution {  ///< What to do about an attempt, and what to tell about it.
    ResponseAction action = ResponseAction::success;
    std::optional<FailureType> failure_type;
    std::string message;
};

/// The end of one attempt: a response, or why there is none. Exactly one is set. Borrows.
struct Attempt {
    Response* response = nullptr;
    const Error* error = nullptr;
};

/// How long to wait before the next attempt. Source: error_handlers/backoff_strategies.
class BackoffStrategy {
public:
    virtual ~BackoffStrategy() = default;
    /// Seconds, or nullopt to leave it to the next strategy. `attempt_count` starts at 1.
    /// Errors: transient traced error when the wait asked for is above the configured maximum.
    virtual Result<std::optional<double>> wait_seconds(const Attempt& attempt, std::int64_t attempt_count) const = 0;
};

/// One rule of an error handler. Source: error_handlers/http_response_filter.py.
class ResponseFilter {
public:
    virtual ~ResponseFilter() = default;
    /// What to do when the filter matches, else nullopt. Errors: invalid_data from templates.
    virtual Result<std::optional<ErrorResolution>> match(const Attempt& attempt) const = 0;
};

/// Decides what each attempt means. Source: sources/streams/http/error_handlers/error_handler.py.
class ErrorHandler {
public:
    virtual ~ErrorHandler() = default;
    /// Errors: invalid_data from templates.
    virtual Result<ErrorResolution> interpret(const Attempt& attempt) const = 0;
    /// Retries after the first attempt; nullopt = the default of 5. Errors: invalid_data from templates.
    virtual Result<std::optional<std::int64_t>> retries_max() const = 0;
    /// Seconds that all attempts together may take; nullopt = the default of 600.
    virtual std::optional<std::int64_t> seconds_max() const = 0;
    /// In the order they are asked.
    virtual const std::vector<std::shared_ptr<BackoffStrategy>>& backoff_strategies() const = 0;
};

/// The handler of requesters that name none: no filters, the default of 5 retries. Shared by all; never destroyed.
const std::shared_ptr<ErrorHandler>& plain_error_handler();

std::vector<ComponentSpec<ErrorHandler>> specs_of_error_handlers();
template <>
struct FamilyOf<ErrorHandler> {
    static constexpr std::string_view kName = "error handler";
    static std::vector<ComponentSpec<ErrorHandler>> specs() { return specs_of_error_handlers(); }
};

std::vector<ComponentSpec<ResponseFilter>> specs_of_response_filters();
template <>
struct FamilyOf<ResponseFilter> {
    static constexpr std::string_view kName = "response filter";
    static std::vector<ComponentSpec<ResponseFilter>> specs() { return specs_of_response_filters(); }
};

std::vector<ComponentSpec<BackoffStrategy>> specs_of_backoff();
template <>
struct FamilyOf<BackoffStrategy> {
    static constexpr std::string_view kName = "backoff strategy";
    static std::vector<ComponentSpec<BackoffStrategy>> specs() { return specs_of_backoff(); }
};

}  // namespace levada::airbyte
