#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levada {

/// What a request says besides its path: names and values of its query and its body (JSON leaves by their path, form
/// fields), sorted.
using RequestValues = std::vector<std::pair<std::string, std::string>>;

RequestValues values_of(std::string_view query, std::string_view body);

/// Values with each time (RFC 3339, a date, or seconds or milliseconds since 1970) taken out: requests that differ in
/// times only have the same text, and so many times.
struct TimelessValues {
    std::string text{};
    std::vector<double> times{};  ///< seconds since 1970, in the order of the values
};

TimelessValues without_times(const RequestValues& values);

}  // namespace levada
