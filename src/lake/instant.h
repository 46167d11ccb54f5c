#pragma once

#include <string>
#include <string_view>

#include "levada/base/deadline.h"

namespace levada::lake {

/// `yyyyMMddHHmmssSSS` in UTC. Source: Hudi's HoodieInstantTimeGenerator.
std::string instant_of(Instant when);

/// The time as an instant, but at least a millisecond after `newest` (empty: none).
std::string instant_after(Instant now, std::string_view newest);

/// True for 14 or 17 digits.
bool is_instant(std::string_view text);

}  // namespace levada::lake
