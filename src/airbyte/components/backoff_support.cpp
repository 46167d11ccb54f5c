#include "backoff_support.h"

#include "python_number.h"
#include "python_pattern.h"

#include <cmath>

#include "levada/airbyte/components/failure.h"
#include "levada/base/hash.h"

namespace levada::airbyte {

Result<WaitCap> WaitCap::make(const FieldValues& fields) {
    WaitCap cap;
    if (!fields.has("max_waiting_time_in_seconds")) {
        return cap;
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated("max_waiting_time_in_seconds"));
    const Result<Json> value = text.eval(Scope());
    if (value) {
        const Result<double> seconds = python_float(*value, "max_waiting_time_in_seconds");
        if (seconds && std::isfinite(*seconds)) {
            cap.seconds_max_ = *seconds;
            return cap;
        }
    }
    return traced_error(FailureType::system_error,
                        "The connector could not determine how long it is allowed to wait for a rate limit to clear. "
                        "This is a problem with the connector rather than with your configuration.");
}

Result<void> WaitCap::check(double seconds) const {
    if (seconds_max_ && seconds >= *seconds_max_) {
        return traced_error(FailureType::transient_error,
                            "The rate limit wait time is longer than the connector is allowed to wait.");
    }
    return ok();
}

double uniform_between(double low, double high) {
    std::uint32_t random = 0;
    for (const char byte : random_bytes(sizeof(random))) {
        random = (random << 8U) | static_cast<unsigned char>(byte);
    }
    return low + (high - low) * (static_cast<double>(random) / 4294967295.0);
}

Result<std::optional<double>> number_in_header(const Attempt& attempt,
                                               const std::string& name,
                                               const std::optional<std::string>& pattern) {
    if (attempt.response == nullptr) {
        return std::optional<double>();
    }
    const std::optional<std::string_view> value = attempt.response->http().headers.find(name);
    if (!value || value->empty()) {
        return std::optional<double>();
    }
    if (!pattern) {
        return python_float(*value);
    }
    LEVADA_TRY(const PythonPattern compiled, PythonPattern::compile(*pattern));
    LEVADA_TRY(const std::optional<std::string_view> matched, compiled.match(*value));
    return python_float(matched ? *matched : *value);
}

}  // namespace levada::airbyte
