#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "levada/base/deadline.h"
#include "levada/base/result.h"

namespace levada {

/// 2026-01-02T03:04:05Z, with as many of `fraction_digits` (0 to 9) as asked.
std::string format_utc(Instant when, int fraction_digits = 0);

/// RFC 3339 (a blank for T is accepted, no offset means UTC). Errors: invalid_data.
Result<Instant> parse_rfc3339(std::string_view text);

/// The three date forms of RFC 9110 section 5.6.7 (HTTP headers), or nothing.
std::optional<Instant> parse_http_date(std::string_view text);

std::int64_t to_milliseconds(Instant when);
Instant from_milliseconds(std::int64_t since_epoch);

}  // namespace levada
