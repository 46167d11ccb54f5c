#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levada {

/// What a request says besides its path: names and values of its query and its body (JSON leaves by their path, form
/// fields), sorted.
using RequestValues = std::vector<std::pair<std::string, std::string>>;

RequestValues values_of(std::string_view query, std::string_view body);

/// How far apart in time, in seconds, two requests are whose values differ where both are times (RFC 3339, a date, or
/// seconds or milliseconds since 1970); 0 when they are equal, nothing when anything else differs.
std::optional<double> time_distance(const RequestValues& a, const RequestValues& b);

}  // namespace levada
