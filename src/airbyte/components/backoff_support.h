#pragma once

#include <optional>
#include <string>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte {

/// The longest wait a strategy may ask for; no limit when the field is absent. The bound itself is already too long.
/// Source: backoff_strategies/max_waiting_time_helper.py.
class WaitCap {
public:
    /// Reads `max_waiting_time_in_seconds`. Errors: system_error traced (evaluates to no finite number).
    static Result<WaitCap> make(const FieldValues& fields);
    /// Errors: transient_error traced when `seconds` reaches the cap.
    Result<void> check(double seconds) const;

private:
    std::optional<double> seconds_max_;
};

/// Source of jitter: a number in [low, high]. Waits are not compared between runs, so it need not be repeatable.
double uniform_between(double low, double high);

/// The number in header `name` of the attempt's response; `pattern`, when given, picks the part of it from its start.
/// Nothing without response, without the header, or when it is no number. Source: backoff_strategies/header_helper.py.
/// Errors: invalid_data (broken pattern).
Result<std::optional<double>> number_in_header(const Attempt& attempt,
                                               const std::string& name,
                                               const std::optional<std::string>& pattern);

}  // namespace levada::airbyte
